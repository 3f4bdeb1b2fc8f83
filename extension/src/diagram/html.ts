import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** The one folder that a diagram's page may load from. */
export function webviewFolder(extensionUri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
}

/**
 * The page of a diagram. Everything it may do is in its policy: its own script by nonce, its own
 * styles, fonts and pictures, and a worker that it makes from the layout script it fetches.
 */
export function diagramHtml(webview: Pick<vscode.Webview, 'asWebviewUri' | 'cspSource'>, folder: vscode.Uri): string {
  const nonce = randomBytes(18).toString('base64url');
  const file = (name: string): string => attribute(webview.asWebviewUri(vscode.Uri.joinPath(folder, name)).toString());
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    `img-src ${webview.cspSource} data:`,
    `connect-src ${webview.cspSource}`,
    `worker-src blob:`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${attribute(policy)}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Diagram</title>
    <link rel="stylesheet" href="${file('diagram.css')}" />
  </head>
  <body>
    <div id="app" data-layout-worker="${file('layout-worker.js')}"></div>
    <script type="module" nonce="${nonce}" src="${file('diagram.js')}"></script>
  </body>
</html>
`;
}

function attribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
