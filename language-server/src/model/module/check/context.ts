import type { Location, Range } from 'vscode-languageserver-types';
import type { Bundle } from '../../bundle/bundle.ts';
import type { FileCheck, Finding } from '../../bundle/check/context.ts';
import type { JsonPath } from '../../schema/json-schema.ts';
import type { Module, ModuleFiles } from '../module.ts';

/** What every check of a bundle against its modules gets. */
export interface ModuleCheck extends FileCheck {
  readonly bundle: Bundle;
  /** One for each step, in order. */
  readonly modules: readonly Module[];
  /** Reports in a file of a module. */
  reportIn(uri: string, range: Range, finding: Finding): void;
  /** The key of the bundle's file at a path. */
  locate(path: JsonPath): Location;
}

/** Where the file names the module: what the module does is told there. */
export function stepPath({ root }: Pick<FileCheck, 'root'>, { index }: ModuleFiles): JsonPath {
  return Array.isArray(root['steps']) && index < root['steps'].length ? ['steps', index, 'path'] : ['name'];
}
