import { editorChannel } from './channel.ts';
import { mountDiagram } from './mount.ts';

mountDiagram(editorChannel());
