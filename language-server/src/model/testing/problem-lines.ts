import { createManifestChecker } from '../check/checker.ts';
import { allProblems } from '../check/problems.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { Problem } from '../problem.ts';
import { manifestOf, testRegistry, textIn } from './in-memory.ts';

/** Every problem of a manifest, measured against the registry of the tests. */
export function problemsOf(manifest: Manifest): Problem[] {
  return allProblems(manifest, createManifestChecker().check(manifest, testRegistry));
}

/** The problems of a text that have one of these codes, as `'underlined text' message`. */
export function problemLines(text: string, ...codes: readonly string[]): string[] {
  return problemsOf(manifestOf(text))
    .filter(({ code }) => codes.includes(code))
    .map(({ range, message }) => `'${textIn(text, range)}' ${message}`);
}
