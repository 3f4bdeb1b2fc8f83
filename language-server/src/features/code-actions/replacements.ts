import { printFlow } from '../../model/edit/print.ts';
import type { Range } from 'vscode-languageserver-types';
import type { Manifest } from '../../model/manifest/manifest.ts';
import { editManifest } from '../../model/manifest/parse.ts';
import type { Problem } from '../../model/problem.ts';
import type { Json } from '../../model/schema/json-schema.ts';
import { recommendedReference } from '../palette.ts';
import { textAction, type ActionContext, type FixedAction } from './fix.ts';

/** How many replacements are offered for one problem. */
const most = 5;

/** "Did you mean": what a misspelled name or a wrong value was probably meant to be. */
export function replacements(context: ActionContext, problem: Problem): FixedAction[] {
  const isMeant = asRecord(problem.data)['suggestion'] !== undefined;
  return wanted(problem)
    .filter((text) => keepsShape(context.manifest, problem.range, text))
    .slice(0, most)
    .map((text, index, all) =>
      textAction(context, `Change to \`${text}\``, [{ range: problem.range, newText: text }], {
        problem,
        // Of several that are as near, none is better.
        preferred: index === 0 && (isMeant || all.length === 1),
      }),
    );
}

/** A name that stands beside the misspelled one already would stand there twice. */
function keepsShape(manifest: Manifest, range: Range, text: string): boolean {
  const after = editManifest(manifest, manifest.version, [{ range, text }]);
  return errorsIn(after) <= errorsIn(manifest);
}

function errorsIn(manifest: Manifest): number {
  return manifest.problems().filter(({ severity }) => severity === 'error').length;
}

function wanted({ code, data }: Problem): string[] {
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
      const values = [known['suggestion'], ...list(known['allowedValues'])].filter((value) => value !== undefined);
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
