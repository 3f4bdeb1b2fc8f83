import { cp, mkdir, readdir } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';

/** Copies the sample project into a folder that the person chooses, and opens it. */
export async function openSample(extensionUri: vscode.Uri): Promise<void> {
  const chosen = await vscode.window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    openLabel: 'Copy Sample Here',
    title: 'Choose a folder for the sample project',
  });
  const parent = chosen?.[0];
  if (!parent) return;
  const target = await freeFolder(parent.fsPath);
  const sample = vscode.Uri.joinPath(extensionUri, 'dist', 'samples', 'shop').fsPath;
  await cp(sample, target, { recursive: true, errorOnExist: true, force: false });
  await vscode.commands.executeCommand('vscode.openFolder', vscode.Uri.file(target));
}

/** `shop`, or `shop-2`, …: never a folder that holds something. */
async function freeFolder(parent: string): Promise<string> {
  await mkdir(parent, { recursive: true });
  const taken = new Set(await readdir(parent));
  let name = 'shop';
  for (let number = 2; taken.has(name); number++) name = `shop-${number}`;
  return path.join(parent, name);
}
