import { fakeChannel } from './fake-channel.ts';
import { mountDiagram } from '../mount.ts';
import './demo.css';

const parameters = new URLSearchParams(location.search);
const theme = parameters.get('theme') ?? 'dark';
const kind = theme === 'light' || theme === 'high-contrast' ? theme : 'dark';
// As in the editor: the colours are the root element's, the kind of theme is the body's class.
document.documentElement.dataset['theme'] = kind;
document.body.classList.add(`vscode-${kind}`);
mountDiagram(fakeChannel(parameters));
