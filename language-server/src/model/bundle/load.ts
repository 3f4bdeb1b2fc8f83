import { firstLine } from './check/context.ts';
import { digestOf } from '../digest.ts';
import type { Problem } from '../problem.ts';
import type { JsonObject, JsonSchema, JsonSchemaObject } from '../schema/json-schema.ts';
import { getOwn, isObject, setOwn, without } from '../schema/own-property.ts';
import { wellFormedSchema } from '../schema/prepare.ts';
import { resolveReferences, type ReferenceSources } from '../schema/references.ts';
import type { Bundle, Check, Preset, SecretDeclaration, Step } from './bundle.ts';
import { readContract } from './contract.ts';
import { readDocument, type SourceDocument } from './source-document.ts';
import { isTemplate } from './template.ts';

/** What a file may refer to. */
export type LoadContext = ReferenceSources;

export interface LoadedBundle {
  /** Undefined when too little is there to be a bundle, and for templates. */
  readonly bundle?: Bundle;
  /** What keeps the file from being read as meant; the checks of `checkBundle` come on top. */
  readonly problems: readonly Problem[];
  /** Undefined for templates. */
  readonly source?: SourceDocument;
}

/** What a bundle may be called. */
export const bundleName = /^[a-z][a-z0-9-]+[a-z0-9]$/;
export const bundleVersion = /^\d+\.\d+\.\d+$/;

/**
 * Reads a `massdriver.yaml` or `bundle.yaml` of either dialect. As much as can be understood is
 * kept, so that a bundle with one mistake still has its params.
 *
 * @param read gives the text as a document, for callers that have read it already.
 * @returns no bundle and no problems for a Liquid template.
 */
export function loadBundle(
  uri: string,
  text: string,
  context: LoadContext,
  read: () => SourceDocument = () => readDocument(text),
): LoadedBundle {
  if (isTemplate(text)) return { problems: [] };
  const source = read();
  const root = source.value;
  if (!isObject(root)) return { source, problems: [...source.problems, ...notAMap(source)] };
  const problems = [...source.problems];
  const name = readIdentity(root, source, problems);
  if (name === undefined) return { source, problems: settled(problems) };

  const { params, presets } = readParams(root, uri, source, context, problems);
  const contract = readContract(root, source, problems);
  const version = getOwn(root, 'version');
  const facts: Omit<Bundle, 'uri' | 'digest'> = {
    name,
    version: typeof version === 'string' && bundleVersion.test(version) ? version : '0.0.0',
    ...texts(root),
    dialect: contract.dialect,
    params,
    presets,
    dependencies: contract.dependencies,
    resources: contract.resources,
    ui: objectOf(getOwn(root, 'ui')),
    steps: readSteps(getOwn(root, 'steps')),
    app: readApp(getOwn(root, 'app')),
    checks: readChecks(getOwn(root, 'checks')),
  };
  return {
    source,
    problems: settled(problems),
    bundle: { uri, ...facts, digest: digestOf(JSON.stringify(facts, mapsAsLists)) },
  };
}

/** While the text does not parse, what else is wrong may be due to that alone. */
function settled(problems: readonly Problem[]): readonly Problem[] {
  const syntax = problems.filter(({ code }) => code === 'yaml-syntax');
  return syntax.length > 0 ? syntax : problems;
}

function mapsAsLists(_key: string, value: unknown): unknown {
  return value instanceof Map ? [...value] : value;
}

function notAMap(source: SourceDocument): Problem[] {
  if (source.problems.length > 0) return [];
  const message = 'A bundle is a map that starts with its `name:`.';
  return [{ range: source.range([]), severity: 'error', code: 'bundle-shape', message }];
}

function readIdentity(
  root: { readonly [key: string]: unknown },
  source: SourceDocument,
  problems: Problem[],
): string | undefined {
  const name = getOwn(root, 'name');
  if (typeof name !== 'string' || name === '') {
    problems.push({
      range: firstLine(source, source.range(['name'])),
      severity: 'error',
      code: 'bundle-name',
      message: 'This bundle has no name. Add `name:` with lower-case letters, digits and dashes.',
    });
    return undefined;
  }
  if (!bundleName.test(name)) {
    problems.push({
      range: source.range(['name']),
      severity: 'error',
      code: 'bundle-name',
      message: `\`${name}\` cannot name a bundle. Use lower-case letters, digits and dashes; start with a letter, end with a letter or digit.`,
    });
  }
  const version = getOwn(root, 'version');
  if (version !== undefined && version !== null && !(typeof version === 'string' && bundleVersion.test(version))) {
    problems.push({
      range: source.range(['version']),
      severity: 'error',
      code: 'bundle-version',
      message: `\`${String(version)}\` is not a version. Write three numbers, such as \`1.0.0\`.`,
    });
  }
  return name;
}

function texts(root: {
  readonly [key: string]: unknown;
}): Partial<Pick<Bundle, 'title' | 'description' | 'sourceUrl' | 'icon'>> {
  const [title, description, sourceUrl, icon] = ['title', 'description', 'source_url', 'icon'].map((key) =>
    textOf(getOwn(root, key)),
  );
  return {
    ...(title !== undefined ? { title } : {}),
    ...(description !== undefined ? { description } : {}),
    ...(sourceUrl !== undefined ? { sourceUrl } : {}),
    ...(icon !== undefined ? { icon } : {}),
  };
}

function readParams(
  root: { readonly [key: string]: unknown },
  uri: string,
  source: SourceDocument,
  context: LoadContext,
  problems: Problem[],
): { params: JsonSchemaObject; presets: readonly Preset[] } {
  const written = getOwn(root, 'params');
  if (!isObject(written)) {
    if (written !== undefined && written !== null) {
      const message = '`params` must be a map: a JSON Schema with `properties:`.';
      problems.push({ range: source.range(['params']), severity: 'error', code: 'bundle-shape', message });
    }
    return { params: { type: 'object' }, presets: [] };
  }
  const resolved = resolveReferences(written as JsonSchemaObject, root, uri, context);
  for (const { path, code, severity, message } of resolved.problems) {
    problems.push({ range: source.range(['params', ...path, '$ref']), severity, code, message });
  }
  return {
    params: asObjectSchema(wellFormedSchema(resolved.schema)),
    presets: readPresets(getOwn(written, 'examples')),
  };
}

function asObjectSchema(schema: JsonSchema): JsonSchemaObject {
  if (typeof schema === 'boolean') return { type: 'object' };
  return { ...without(schema, 'examples'), type: 'object' };
}

function readPresets(examples: unknown): Preset[] {
  if (!Array.isArray(examples)) return [];
  return examples.filter(isObject).map((example, index) => {
    const params: { [key: string]: JsonObject[string] } = {};
    for (const [key, value] of Object.entries(example as JsonObject)) if (key !== '__name') setOwn(params, key, value);
    return { label: textOf(getOwn(example, '__name')) ?? `Preset ${index + 1}`, params };
  });
}

function readSteps(steps: unknown): Step[] {
  const written = Array.isArray(steps) ? steps.filter(isObject) : [];
  if (written.length === 0) return [{ path: 'src', provisioner: 'terraform', config: {}, skipOnDelete: false }];
  return written.map((step) => {
    const [provisioner = '', version = ''] = (textOf(getOwn(step, 'provisioner')) ?? 'terraform').split(':', 2);
    return {
      path: textOf(getOwn(step, 'path')) ?? 'src',
      provisioner,
      ...(version === '' ? {} : { provisionerVersion: version }),
      config: objectOf(getOwn(step, 'config')),
      skipOnDelete: getOwn(step, 'skip_on_delete') === true,
    };
  });
}

function readApp(app: unknown): Bundle['app'] {
  const written = objectOf(app);
  const envs = Object.entries(objectOf(getOwn(written, 'envs'))).flatMap(([name, expression]) =>
    typeof expression === 'string' ? [[name, expression] as const] : [],
  );
  const policies = getOwn(written, 'policies');
  return {
    envs: new Map(envs),
    policies: Array.isArray(policies) ? policies.filter((policy) => typeof policy === 'string') : [],
    secrets: new Map(
      Object.entries(objectOf(getOwn(written, 'secrets'))).map(([name, secret]) => [name, readSecret(name, secret)]),
    ),
  };
}

function readSecret(name: string, secret: unknown): SecretDeclaration {
  const written = objectOf(secret);
  const title = textOf(getOwn(written, 'title'));
  const description = textOf(getOwn(written, 'description'));
  return {
    name,
    required: getOwn(written, 'required') === true,
    json: getOwn(written, 'json') === true,
    ...(title !== undefined ? { title } : {}),
    ...(description !== undefined ? { description } : {}),
  };
}

function readChecks(checks: unknown): Check[] {
  if (!Array.isArray(checks)) return [];
  return checks.filter(isObject).flatMap((check, index) => {
    const expression = textOf(getOwn(check, 'expression'));
    if (expression === undefined) return [];
    const name = textOf(getOwn(check, 'name')) ?? `check ${index + 1}`;
    const message = textOf(getOwn(check, 'message')) ?? `The check \`${name}\` does not hold.`;
    return [{ name, expression, message, severity: getOwn(check, 'severity') === 'warning' ? 'warning' : 'error' }];
  });
}

function objectOf(value: unknown): JsonObject {
  return isObject(value) ? (value as JsonObject) : {};
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
