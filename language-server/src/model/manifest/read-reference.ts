import { isEmpty, isMapView, type SliceReader, type View } from '../yaml/view.ts';
import type { Located, Reference } from './manifest.ts';
import { kindOf, textOf, unknownKey } from './shape.ts';

/** Where a secret comes from. The value itself never stands in a manifest, nor in a message. */
export function readSecretReference(reader: SliceReader, name: string, view: View): Located<Reference | undefined> {
  if (isEmpty(view)) {
    if (view.alias) return { value: undefined, span: view.span };
    reader.problem(
      view.span,
      'bad-reference',
      `Say where the secret \`${name}\` comes from: \`{ env: NAME }\`, \`{ file: PATH }\` or \`{ store: NAME }\`.`,
    );
    return { value: undefined, span: view.span };
  }
  if (!isMapView(view)) {
    const message =
      `The secret \`${name}\` is written out here, and everyone who can read this file can read it. ` +
      'Refer to it instead: `{ env: NAME }`, `{ file: PATH }` or `{ store: NAME }`; then change the secret where it is used.';
    reader.problem(view.span, 'literal-secret', message, { data: { secret: name } });
    return { value: undefined, span: view.span };
  }
  return readReference(reader, view, `The secret \`${name}\``, ['env', 'file', 'store']);
}

/** Where an imported resource comes from. */
export function readImportReference(reader: SliceReader, name: string, view: View): Located<Reference | undefined> {
  const what = `\`from\` of \`${name}\``;
  if (!isMapView(view)) {
    const message = `${what} says where the resource comes from: \`{ file: PATH }\`, \`{ env: NAME }\` or \`{ project: …, environment: …, resource: … }\`, but here stands ${kindOf(view)}.`;
    reader.problem(view.span, 'bad-reference', message);
    return { value: undefined, span: view.span };
  }
  return readReference(reader, view, what, ['env', 'file', 'project', 'environment', 'resource']);
}

type ReferenceKey = 'env' | 'file' | 'store' | 'project' | 'environment' | 'resource';

function readReference(
  reader: SliceReader,
  view: View & { readonly node: { readonly kind: 'map' } },
  what: string,
  known: readonly ReferenceKey[],
): Located<Reference | undefined> {
  const { span } = view;
  const found = new Map<ReferenceKey, string>();
  let wrong = false;
  for (const pair of reader.pairs(view as Parameters<SliceReader['pairs']>[0])) {
    const key = known.find((each) => each === pair.key);
    if (key === undefined) {
      unknownKey(reader, pair, what, known);
      wrong = true;
      continue;
    }
    const text = textOf(reader, pair.value, `\`${key}\``, exampleOf[key]);
    if (text) found.set(key, text.value);
    else wrong = true;
  }
  const value = referenceFrom(found);
  if (value === undefined && !wrong) reader.problem(span, 'bad-reference', incomplete(what, known));
  return { value, span };
}

const exampleOf: Readonly<Record<ReferenceKey, string>> = {
  env: 'STRIPE_KEY',
  file: './dns.json',
  store: 'stripe-key',
  project: 'platform',
  environment: 'production',
  resource: 'dns.zone',
};

function referenceFrom(found: ReadonlyMap<ReferenceKey, string>): Reference | undefined {
  const [env, file, store] = [found.get('env'), found.get('file'), found.get('store')];
  if (found.size === 1) {
    if (env) return { kind: 'env', name: env };
    if (file) return { kind: 'file', path: file };
    if (store) return { kind: 'store', name: store };
    return undefined;
  }
  const [project, environment, resource] = [found.get('project'), found.get('environment'), found.get('resource')];
  if (found.size === 3 && project && environment && resource)
    return { kind: 'project', project, environment, resource };
  return undefined;
}

function incomplete(what: string, known: readonly ReferenceKey[]): string {
  const one = known.includes('store')
    ? 'exactly one of `env`, `file` and `store`'
    : 'exactly one of `env` and `file`, or all of `project`, `environment` and `resource`';
  return `${what} takes ${one}.`;
}
