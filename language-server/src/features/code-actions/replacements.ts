import { printFlow } from '../../model/edit/print.ts';
import type { Range } from 'vscode-languageserver-types';
import type { Manifest } from '../../model/manifest/manifest.ts';
import { editManifest } from '../../model/manifest/parse.ts';
import type { Problem } from '../../model/problem.ts';
import type { Json } from '../../model/schema/json-schema.ts';
import { recommendedReference } from '../palette.ts';
import { intentAction, textAction, type ActionContext, type FixedAction } from './fix.ts';

/** How many replacements are offered for one problem. */
const most = 5;

/** "Did you mean": what a misspelled name or a wrong value was probably meant to be. */
export function replacements(context: ActionContext, problem: Problem): FixedAction[] {
  if (problem.code === 'bad-name') return renamed(context, problem);
  const isMeant = asRecord(problem.data)['suggestion'] !== undefined;
  const isLimit = limitIn(problem) !== undefined;
  return wanted(problem)
    .filter((text) => keepsShape(context.manifest, problem.range, text))
    .slice(0, most)
    .map((text, index, all) =>
      textAction(context, `Change to \`${text}\``, [{ range: problem.range, newText: text }], {
        problem,
        // Of several that are as near, none is better; the limit of a range is only a beginning.
        preferred: index === 0 && !isLimit && (isMeant || all.length === 1),
      }),
    );
}

/** A valid name, also in everything that refers to what has it. */
function renamed(context: ActionContext, problem: Problem): FixedAction[] {
  const { name, replacement: newName } = asRecord(problem.data);
  if (typeof name !== 'string' || typeof newName !== 'string') return [];
  return (['component', 'resource', 'environment'] as const)
    .filter((target) => isDeclaredAt(context.manifest, target, name, problem.range))
    .map((target) =>
      intentAction(context, `Change to \`${newName}\``, [{ kind: 'rename', target, name, newName }], {
        problem,
        preferred: true,
      }),
    )
    .filter((action) => action !== undefined);
}

function isDeclaredAt(
  manifest: Manifest,
  target: 'component' | 'resource' | 'environment',
  name: string,
  { start }: Range,
): boolean {
  const declared = manifest[`${target}s`].get(name);
  const range = declared && manifest.range(declared.slice, declared.name.span);
  return range?.start.line === start.line && range.start.character === start.character;
}

/** The limit that a number is beyond. */
function limitIn({ code, data }: Problem): number | undefined {
  const { comparison, limit } = asRecord(data);
  const isInclusive = code === 'invalid-param' && (comparison === '>=' || comparison === '<=');
  return isInclusive && typeof limit === 'number' ? limit : undefined;
}

/** A name that stands beside the misspelled one already would stand there twice. */
function keepsShape(manifest: Manifest, range: Range, text: string): boolean {
  const after = editManifest(manifest, manifest.version, [{ range, text }]);
  return errorsIn(after) <= errorsIn(manifest);
}

function errorsIn(manifest: Manifest): number {
  return manifest.problems().filter(({ severity }) => severity === 'error').length;
}

function wanted(problem: Problem): string[] {
  const { code, data } = problem;
  const known = asRecord(data);
  switch (code) {
    case 'unknown-bundle': {
      const range = typeof known['range'] === 'string' ? `@${known['range']}` : '';
      return texts(known['suggestions']).map((name) => name + range);
    }
    case 'unknown-version': {
      const name = typeof known['name'] === 'string' ? known['name'] : '';
      const references = texts(known['available']).map((version) => recommendedReference(name, version));
      return [...new Set(references)];
    }
    case 'unknown-param':
      return texts([known['suggestion']]);
    case 'invalid-param': {
      const values = [known['suggestion'], ...list(known['allowedValues']), limitIn(problem)].filter(
        (value) => value !== undefined,
      );
      return [...new Set(values.map((value) => printFlow(value as Json)))];
    }
    // Stands on the component, which is not what is wrong.
    case 'missing-connection':
      return [];
    case 'literal-secret':
      return typeof known['secret'] === 'string' ? [`{ env: ${known['secret']} }`] : [];
    default:
      return texts([known['replacement'], ...list(known['suggestions'])]);
  }
}

function texts(value: unknown): string[] {
  return list(value).filter((item): item is string => typeof item === 'string');
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The data of a problem; an empty record when it has none. */
export function asRecord(data: unknown): { readonly [key: string]: unknown } {
  return typeof data === 'object' && data !== null ? (data as { readonly [key: string]: unknown }) : {};
}
