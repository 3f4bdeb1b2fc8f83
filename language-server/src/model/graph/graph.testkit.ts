import { testRegistry, testUri } from '../edit/edit.testkit.ts';
import type { ManifestProblems } from '../check/problems.ts';
import type { Manifest } from '../manifest/manifest.ts';
import { parseManifest } from '../manifest/parse.ts';
import type { Graph } from '../../protocol.ts';
import { createGraphBuilder } from './build.ts';

export const noProblems: ManifestProblems = { nodes: new Map(), rest: [] };

export function manifestOf(text: string): Manifest {
  return parseManifest(testUri, 1, text);
}

export function graphOf(text: string): Graph {
  return createGraphBuilder().build(manifestOf(text), testRegistry, noProblems);
}
