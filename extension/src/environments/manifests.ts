import { parseManifest } from '@patchbay/language-server/model/manifest/parse';
import * as vscode from 'vscode';
import { manifestLanguage } from '../language/language-server.ts';

export interface EnvironmentChoice {
  readonly name: string;
  readonly protected: boolean;
}

const manifestFiles = '**/{infra.yaml,infra.yml,*.infra.yaml,*.infra.yml}';
const mostManifests = 50;

/** The manifests of the workspace, by path. */
export async function findManifests(): Promise<vscode.Uri[]> {
  const found = await vscode.workspace.findFiles(manifestFiles, '**/{node_modules,.patchbay}/**', mostManifests);
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The manifest that a command is about: the one in front, the only one, or the one a person picks. */
export async function chooseManifest(inDiagram: vscode.Uri | undefined): Promise<vscode.Uri | undefined> {
  const active = vscode.window.activeTextEditor?.document;
  if (inDiagram) return inDiagram;
  if (active?.languageId === manifestLanguage) return active.uri;
  const visible = vscode.window.visibleTextEditors.filter(({ document }) => document.languageId === manifestLanguage);
  if (visible.length === 1 && visible[0]) return visible[0].document.uri;

  const manifests = await findManifests();
  if (manifests.length <= 1) {
    if (!manifests[0]) {
      sayThereIsNone();
    }
    return manifests[0];
  }
  const items = manifests.map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri }));
  return (await vscode.window.showQuickPick(items, { placeHolder: 'Which manifest?' }))?.uri;
}

function sayThereIsNone(): void {
  const [create, open] = ['Create infra.yaml', 'Open Sample Project'];
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  void vscode.window
    .showInformationMessage(
      'There is no manifest here yet. Create a file called infra.yaml, or open the sample project.',
      ...(folder ? [create, open] : [open]),
    )
    .then(async (choice) => {
      if (choice === open) await vscode.commands.executeCommand('patchbay.openSample');
      if (choice !== create || !folder) return;
      const file = vscode.Uri.joinPath(folder, 'infra.yaml').with({ scheme: 'untitled' });
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(file));
      const snippet = { langId: manifestLanguage, name: 'New manifest' };
      await vscode.commands.executeCommand('editor.action.insertSnippet', snippet);
    });
}

/** The environments of a manifest, as its text is now, saved or not. */
export async function environmentsOf(manifest: vscode.Uri): Promise<EnvironmentChoice[]> {
  const document = await vscode.workspace.openTextDocument(manifest);
  const { environments } = parseManifest(manifest.toString(), document.version, document.getText());
  return [...environments].map(([name, environment]) => ({ name, protected: environment.protected }));
}

/** Asks for an environment when there is a choice. */
export async function chooseEnvironment(
  manifest: vscode.Uri,
  action: string,
  preferred: string | undefined,
): Promise<EnvironmentChoice | undefined> {
  const environments = await environmentsOf(manifest);
  if (environments.length === 0) {
    void vscode.window.showInformationMessage(
      `${vscode.workspace.asRelativePath(manifest)} has no environments. Add one below \`environments:\`, such as \`staging: {}\`.`,
    );
    return undefined;
  }
  if (environments.length === 1) return environments[0];
  const items = environments
    .map((environment) => ({
      label: environment.name,
      description: environment.protected ? 'protected' : '',
      environment,
    }))
    .sort((a, b) => Number(b.label === preferred) - Number(a.label === preferred));
  return (await vscode.window.showQuickPick(items, { placeHolder: `Which environment to ${action}?` }))?.environment;
}
