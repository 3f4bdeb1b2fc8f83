import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Intent } from '../../protocol.ts';
import type { Json, JsonObject } from '../schema/json-schema.ts';
import { parseManifest } from '../manifest/parse.ts';
import { applied, plan, testUri } from './edit.testkit.ts';
import { manifests, paramPaths, paramValues } from './manifest-text.testkit.ts';
import { isObject } from './print.ts';
import { SourceText } from './source-text.ts';
import { sameJson } from './write-value.ts';

const names = fc.constantFrom('a', 'b', 'c-1', 'on', 'constructor', 'dns');
const slots = fc.constantFrom('database', 'vpc', 'upstream');
const environments = fc.constantFrom('staging', 'production');

const ends = (...texts: string[]): { node: string; port: string }[] =>
  texts.map((text) => ({ node: text.split('.')[0] ?? '', port: text.split('.')[1] ?? '' }));

const intents: fc.Arbitrary<Intent> = fc.oneof(
  fc.record({
    kind: fc.constant('addComponent' as const),
    bundle: fc.constantFrom('aws-vpc', 'k8s-app', 'local-postgres', 'draft'),
  }),
  fc.record({
    kind: fc.constant('connect' as const),
    from: fc.constantFrom(
      ...ends('a.vpc', 'on.vpc', 'b.authentication', 'c-1.service', 'dns.dns', 'constructor.service'),
    ),
    to: fc.constantFrom(...ends('b.vpc', 'c-1.database', 'c-1.vpc', 'c-1.upstream', 'constructor.database', 'a.vpc')),
  }),
  fc.record({ kind: fc.constant('disconnect' as const), component: names, slot: slots }),
  fc.record({
    kind: fc.constant('rename' as const),
    target: fc.constantFrom('component' as const, 'resource' as const, 'environment' as const),
    name: fc.oneof(names, environments),
    newName: fc.constantFrom('new', 'null', 'yes', 'a'),
  }),
  fc.record({ kind: fc.constant('remove' as const), nodes: fc.uniqueArray(names, { minLength: 1, maxLength: 3 }) }),
  fc.record({
    kind: fc.constant('setTitle' as const),
    component: names,
    title: fc.constantFrom('', 'Plain', 'a: b # c', 'two\nlines', "it's"),
  }),
  fc.record({
    kind: fc.constant('setSecret' as const),
    component: names,
    secret: fc.constantFrom('STRIPE_KEY', 'TOKEN'),
    variable: fc.constantFrom('SHOP_KEY', 'NO'),
  }),
  fc.record({
    kind: fc.constant('setParam' as const),
    component: names,
    path: paramPaths,
    value: fc.option(paramValues, { nil: undefined }),
  }),
  fc.record({
    kind: fc.constant('setEnvironmentParam' as const),
    environment: environments,
    component: names,
    path: paramPaths,
    value: fc.option(paramValues, { nil: undefined }),
  }),
  fc.record(
    {
      kind: fc.constant('pin' as const),
      component: names,
      range: fc.constantFrom('~1', '1.4.0', 'latest', '~2'),
      environment: environments,
    },
    { requiredKeys: ['kind', 'component', 'range'] },
  ),
) as fc.Arbitrary<Intent>;

const runs = { numRuns: 200 };

describe('an intent on any manifest', () => {
  test('changes the data as meant and nothing else', () => {
    fc.assert(
      fc.property(manifests, intents, ({ text, data }, intent) => {
        const planned = plan(text, intent);
        if (planned.kind === 'refused') return;
        const after = applied(text, planned);
        expect(tidy(read(after))).toEqual(tidy(meant(read(text), intent)));
        // Nothing but comments reads as null.
        expect(read(text) ?? {}).toEqual(data);
      }),
      runs,
    );
  });

  test('keeps every comment, byte order mark, line break and missing final newline', () => {
    fc.assert(
      fc.property(manifests, intents, ({ text }, intent) => {
        const planned = plan(text, intent);
        if (planned.kind === 'refused') return;
        const after = applied(text, planned);
        expect(after.startsWith('\ufeff')).toBe(text.startsWith('\ufeff'));
        if (read(text) !== null) expect(after.endsWith('\n')).toBe(text.endsWith('\n'));
        if (text.includes('\r\n')) expect(/[^\r]\n/.test(after)).toBe(false);
        else expect(after.includes('\r')).toBe(false);
        if (keepsAllElse(intent)) expect(comments(after)).toEqual(comments(text));
      }),
      runs,
    );
  });

  test('touches only the lines of the entry that it is about', () => {
    fc.assert(
      fc.property(manifests, intents, ({ text }, intent) => {
        const planned = plan(text, intent);
        if (planned.kind === 'refused') return;
        const source = new SourceText(text);
        const region = regionOf(source, intent);
        for (const { range, newText } of planned.edits) {
          const [start, end] = [source.offsetAt(range.start), source.offsetAt(range.end)];
          if (intent.kind === 'addComponent') expect(end - start).toBeLessThanOrEqual(emptyValue(text, start, end));
          else if (intent.kind === 'rename') expect(text.slice(start, end)).toMatch(renamedText(intent.name));
          else if (region) {
            expect(start).toBeGreaterThanOrEqual(region.start);
            expect(end).toBeLessThanOrEqual(region.end);
          }
          expect(newText === '' && start === end).toBe(false);
        }
      }),
      runs,
    );
  });
});

describe('there and back', () => {
  test('a component added and removed leaves the text as it was', () => {
    fc.assert(
      fc.property(manifests, fc.constantFrom('aws-vpc', 'k8s-app', 'draft'), ({ text, data }, bundle) => {
        if (!isObject(data['components'] ?? null) || Object.keys(data['components'] as JsonObject).length === 0) return;
        const added = plan(text, { kind: 'addComponent', bundle });
        if (added.kind === 'refused' || !added.select) return expect.fail('refused');
        const between = applied(text, added);
        const removed = plan(between, { kind: 'remove', nodes: [added.select.id] });
        if (removed.kind === 'refused') return expect.fail(removed.reason);
        expect(applied(between, removed)).toBe(text);
      }),
      runs,
    );
  });

  test('a slot connected and disconnected leaves the text as it was', () => {
    fc.assert(
      fc.property(manifests, names, slots, ({ text, data }, node, port) => {
        const component = at(data, ['components', node]);
        if (!isObject(component ?? null) || at(data, ['components', node, 'connections', port]) !== undefined) return;
        const hadEmptyMap = at(data, ['components', node, 'connections']);
        if (hadEmptyMap !== undefined && Object.keys(hadEmptyMap as JsonObject).length === 0) return;
        const from =
          port === 'upstream'
            ? { node: 'dns', port: 'dns' }
            : { node: 'on', port: port === 'vpc' ? 'vpc' : 'authentication' };
        const connected = plan(text, { kind: 'connect', from, to: { node, port } });
        if (connected.kind === 'refused') return;
        const between = applied(text, connected);
        const disconnected = plan(between, { kind: 'disconnect', component: node, slot: port });
        if (disconnected.kind === 'refused') return expect.fail(disconnected.reason);
        expect(applied(between, disconnected)).toBe(text);
      }),
      runs,
    );
  });
});

function read(text: string): Json {
  return (parse(text, { version: '1.2', prettyErrors: false }) as Json | undefined) ?? null;
}

/** From the first line of the entry that an intent is about to the last. */
function regionOf(source: SourceText, intent: Intent): { start: number; end: number } | undefined {
  const manifest = parseManifest(testUri, 1, source.text);
  const inEnvironment = 'environment' in intent && intent.environment !== undefined;
  const component = intent.kind === 'connect' ? intent.to.node : 'component' in intent ? intent.component : '';
  const entry = inEnvironment
    ? manifest.environments.get(intent.environment ?? '')
    : manifest.components.get(component);
  if (!entry) return undefined;
  const range = manifest.range(entry.slice, entry.span);
  const end = source.offsetAt(range.end);
  return { start: source.offsetAt(range.start), end: Math.max(source.nextLine(end), endOfDeeperLines(source, end)) };
}

/** Comments that are indented stay in front of what is added behind an entry. */
function endOfDeeperLines(source: SourceText, offset: number): number {
  let end = source.nextLine(offset);
  while (end < source.text.length && /^[ ]+#/.test(source.line(end))) end = source.nextLine(end);
  return end;
}

/** Adding takes nothing away but an empty value. */
function emptyValue(text: string, start: number, end: number): number {
  return /^\s*(?:\{\s*\})?$/.test(text.slice(start, end)) ? end - start : 0;
}

function renamedText(name: string): RegExp {
  return new RegExp(`^["']?${name}(?:\\.[a-z]+)?["']?$`);
}

/** True for an intent that takes nothing away but a name or a text, which have no comments in them. */
function keepsAllElse(intent: Intent): boolean {
  switch (intent.kind) {
    case 'addComponent':
    case 'connect':
    case 'rename':
    case 'pin':
      return true;
    case 'setTitle':
      return intent.title !== '';
    case 'disconnect':
    case 'remove':
    case 'setParam':
    case 'setEnvironmentParam':
    case 'setSecret':
      return false;
  }
}

function comments(text: string): string[] {
  return text.match(/# (?:above|behind): a \{ [^;\n]* \d+;/g) ?? [];
}

/** What an intent does to plain data: the specification that edits of the text are held to. */
function meant(before: Json, intent: Intent): Json {
  const data = structuredClone(before ?? {}) as Json;
  switch (intent.kind) {
    case 'addComponent': {
      const params = { 'k8s-app': { image: 'nginx' }, 'local-postgres': { version: '15', storage: { class: 'ssd' } } }[
        intent.bundle
      ];
      const reference = { 'aws-vpc': 'aws-vpc@~1', 'k8s-app': 'k8s-app@~0', 'local-postgres': 'local-postgres@~2' }[
        intent.bundle
      ];
      const name = intent.bundle.replace('local-', '');
      return put(data, ['components', name], { bundle: reference ?? intent.bundle, ...(params && { params }) });
    }
    case 'connect': {
      const target = intent.from.node === 'dns' ? 'dns' : `${intent.from.node}.${intent.from.port}`;
      return put(data, ['components', intent.to.node, 'connections', intent.to.port], target);
    }
    case 'disconnect':
      return drop(data, ['components', intent.component, 'connections', intent.slot]);
    case 'setTitle':
      if (intent.title === '') return drop(data, ['components', intent.component, 'title']);
      return put(data, ['components', intent.component, 'title'], intent.title);
    case 'setParam':
      return write(data, ['components', intent.component, 'params', ...intent.path], intent.value);
    case 'setEnvironmentParam':
      return write(
        data,
        ['environments', intent.environment, 'components', intent.component, 'params', ...intent.path],
        intent.value,
      );
    case 'setSecret':
      return put(data, ['components', intent.component, 'secrets', intent.secret], { env: intent.variable });
    case 'pin': {
      const bundle = String(at(data, ['components', intent.component, 'bundle'])).split('@')[0] ?? '';
      const path = intent.environment === undefined ? [] : ['environments', intent.environment];
      return put(data, [...path, 'components', intent.component, 'bundle'], `${bundle}@${intent.range}`);
    }
    case 'rename':
      return renamed(data, intent);
    case 'remove': {
      const known = (node: string): boolean =>
        ['components', 'resources'].some((section) => at(data, [section, node]) !== undefined);
      const gone = intent.nodes.filter(known);
      return mapLeaves(data, (path, value) => {
        const [section, , part] = path;
        if (path.length === 2 && section !== 'environments' && gone.includes(String(path[1]))) return undefined;
        const inEnvironment = section === 'environments' && path.length === 4;
        if (inEnvironment && part === 'components' && gone.includes(String(path[3]))) return undefined;
        const isTarget =
          (section === 'components' && path.length === 4 && part === 'connections') ||
          (inEnvironment && part === 'defaults');
        return isTarget && gone.includes(String(value).split('.')[0] ?? '') ? undefined : value;
      });
    }
  }
}

function renamed(data: Json, { target, name, newName }: Extract<Intent, { kind: 'rename' }>): Json {
  const section = { component: 'components', resource: 'resources', environment: 'environments' }[target];
  const follow = (value: Json): Json => {
    if (typeof value !== 'string') return value;
    const [node, ...rest] = value.split('.');
    return node === name ? [newName, ...rest].join('.') : value;
  };
  const keys = rekey(data, (path) => {
    if (path.length === 2 && path[0] === section && path[1] === name) return newName;
    const override =
      target !== 'environment' && path.length === 4 && path[0] === 'environments' && path[2] === 'components';
    return override && path[3] === name ? newName : undefined;
  });
  if (target === 'environment') return keys;
  return mapLeaves(keys, (path, value) => {
    const connection = path.length === 4 && path[0] === 'components' && path[2] === 'connections';
    const fallback = path.length === 4 && path[0] === 'environments' && path[2] === 'defaults';
    return connection || fallback ? follow(value) : value;
  });
}

function rekey(value: Json, name: (path: readonly string[]) => string | undefined, path: readonly string[] = []): Json {
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value).map((key) => [name([...path, key]) ?? key, rekey(value[key] as Json, name, [...path, key])]),
  );
}

function mapLeaves(
  value: Json,
  change: (path: readonly string[], value: Json) => Json | undefined,
  path: readonly string[] = [],
): Json {
  if (!isObject(value)) return value;
  const entries: [string, Json][] = [];
  for (const key of Object.keys(value)) {
    const changed = change([...path, key], value[key] as Json);
    if (changed !== undefined) entries.push([key, mapLeaves(changed, change, [...path, key])]);
  }
  return Object.fromEntries(entries);
}

function at(value: Json | undefined, path: readonly (string | number)[]): Json | undefined {
  let current = value;
  for (const step of path) {
    if (current === undefined || !isObject(current) || !Object.hasOwn(current, step)) return undefined;
    current = current[step];
  }
  return current;
}

function write(data: Json, path: readonly (string | number)[], value: unknown): Json {
  return value === undefined ? drop(data, path) : put(data, path, value as Json);
}

function put(data: Json, path: readonly (string | number)[], value: Json): Json {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  const map = isObject(data) ? data : {};
  const child = Object.hasOwn(map, step) ? (map[step] as Json) : null;
  const entries = Object.keys(map).map((key) => [key, map[key]]);
  const changed = [String(step), put(child, rest, value)];
  const index = entries.findIndex(([key]) => key === String(step));
  if (index < 0) entries.push(changed);
  else entries[index] = changed;
  return Object.fromEntries(entries) as JsonObject;
}

function drop(data: Json, path: readonly (string | number)[]): Json {
  return mapLeaves(data, (candidate, value) => (sameJson(candidate, path.map(String)) ? undefined : value));
}

/** Without the maps that an edit may take away when they become empty: they say nothing. */
function tidy(data: Json): Json {
  const structural = (path: readonly string[]): boolean => {
    const [section, , part] = path;
    if (section === 'components' && path.length === 3) return part === 'connections' || part === 'params';
    return path.length === 1 || (section === 'environments' && path.length > 1);
  };
  const clean = (value: Json, path: readonly string[]): Json | undefined => {
    if (value === null && structural(path) && path.length < 5) return undefined;
    if (!isObject(value)) return value;
    const entries = Object.keys(value).flatMap((key) => {
      const child = clean(value[key] as Json, [...path, key]);
      return child === undefined ? [] : [[key, child]];
    });
    return entries.length === 0 && structural(path) ? undefined : (Object.fromEntries(entries) as JsonObject);
  };
  return clean(data, []) ?? {};
}
