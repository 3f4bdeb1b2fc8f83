import type { JsonPath } from '../../model/schema/json-schema.ts';
import { subschemas } from '../../model/schema/keywords.ts';
import { getOwn, isObject } from '../../model/schema/own-property.ts';
import type { BundleDocument } from './document.ts';
import { readsOf } from './expression-reads.ts';
import type { Mention, Target } from './target.ts';

/** An expression of a bundle and where it stands. */
export interface Expression {
  readonly text: string;
  readonly path: JsonPath;
  /** The slot whose resource is the input; undefined when the input is the whole of params and connections. */
  readonly slot?: string;
}

/** The jq expressions of a bundle: environment, policies, step settings, choices from a connection. */
export function expressionsIn({ root }: BundleDocument): Expression[] {
  const expressions: Expression[] = [];
  const add = (text: unknown, path: JsonPath, slot?: string): void => {
    if (typeof text === 'string') expressions.push({ text, path, ...(slot === undefined ? {} : { slot }) });
  };
  // A setting may be an expression or just text: what reads an input is taken for one.
  const addSettings = (value: unknown, path: JsonPath): void => {
    if (path.length > 16) return;
    if (typeof value === 'string' && /\.\s*(?:params|connections|dependencies|secrets)\b/.test(value)) add(value, path);
    else if (Array.isArray(value)) (value as unknown[]).forEach((item, index) => addSettings(item, [...path, index]));
    else if (isObject(value)) for (const [key, part] of Object.entries(value)) addSettings(part, [...path, key]);
  };
  const app = entriesAt(root, 'app');
  for (const [name, text] of Object.entries(entriesAt(app, 'envs'))) add(text, ['app', 'envs', name]);
  const policies = getOwn(app, 'policies');
  for (const [index, text] of (Array.isArray(policies) ? policies : []).entries())
    add(text, ['app', 'policies', index]);
  const steps = getOwn(root, 'steps');
  for (const [index, step] of (Array.isArray(steps) ? (steps as unknown[]) : []).entries())
    if (isObject(step)) addSettings(getOwn(step, 'config'), ['steps', index, 'config']);
  const visit = (schema: unknown, path: JsonPath): void => {
    if (!isObject(schema) || path.length > 64) return;
    const choice = entriesAt(schema, '$md.enum');
    const connection = getOwn(choice, 'connection');
    if (typeof connection === 'string') add(getOwn(choice, 'options'), [...path, '$md.enum', 'options'], connection);
    for (const child of subschemas(schema)) visit(child.schema, [...path, ...child.path]);
  };
  visit(getOwn(root, 'params'), ['params']);
  return expressions;
}

/** What the expressions of a bundle read, jq and CEL, each name where it stands. */
export function expressionMentions(document: BundleDocument): Mention[] {
  const mentions: Mention[] = [];
  for (const expression of expressionsIn(document)) {
    for (const { target, start, end, isShorthand } of readTargets(expression)) {
      const range = document.source.rangeWithin(expression.path, start, end);
      mentions.push({ target, range, declares: false, as: 'expression', ...(isShorthand && { isShorthand }) });
    }
  }
  for (const { text, path } of checksIn(document)) {
    for (const { target, start, end } of celTargets(text)) {
      const range = document.source.rangeWithin(path, start, end);
      mentions.push({ target, range, declares: false, as: 'check' });
    }
  }
  return mentions;
}

/** The CEL expressions of a bundle. */
export function checksIn({ root }: BundleDocument): Expression[] {
  const checks = getOwn(root, 'checks');
  return (Array.isArray(checks) ? (checks as unknown[]) : []).flatMap((check, index) => {
    const text = isObject(check) ? getOwn(check, 'expression') : undefined;
    return typeof text === 'string' ? [{ text, path: ['checks', index, 'expression'] }] : [];
  });
}

/** A name in an expression: offsets into the expression's text. */
export interface ReadTarget {
  readonly target: Target;
  readonly start: number;
  readonly end: number;
  /** `{name}` of jq: the name of what is made, too. */
  readonly isShorthand?: true;
}

/** The params, slots, secrets and parts of connected resources that a jq expression surely reads. */
export function readTargets({ text, slot }: Pick<Expression, 'text' | 'slot'>): ReadTarget[] {
  return readsOf(text).flatMap(({ path, ...place }) => {
    const target = slot === undefined ? targetOf(path) : payloadOf(slot, path);
    return target === undefined ? [] : [{ target, ...place }];
  });
}

function targetOf([section, name, ...rest]: readonly string[]): Target | undefined {
  if (name === undefined) return undefined;
  if (section === 'params') return { kind: 'param', path: [name, ...rest] };
  if (section === 'secrets') return rest.length === 0 ? { kind: 'secret', name } : undefined;
  if (section !== 'connections' && section !== 'dependencies') return undefined;
  return rest.length === 0 ? { kind: 'slot', name } : payloadOf(name, rest);
}

function payloadOf(slot: string, path: readonly string[]): Target {
  return { kind: 'payload', slot, path };
}

/** `params.a.b` outside of texts. */
const celPath = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|(?<![\w.])params((?:\.[A-Za-z_]\w*)+)/g;

/** The params that a CEL expression surely reads. */
export function celTargets(text: string): ReadTarget[] {
  const targets: ReadTarget[] = [];
  for (const match of text.matchAll(celPath)) {
    const path: string[] = [];
    let at = match.index + 'params'.length;
    for (const name of (match[1] ?? '').split('.').slice(1)) {
      const start = at + 1;
      at = start + name.length;
      // `params.name.startsWith(…)`: what is called is no param.
      if (text[at] === '(') break;
      path.push(name);
      targets.push({ target: { kind: 'param', path: [...path] }, start, end: at });
    }
  }
  return targets;
}

function entriesAt(value: unknown, key: string): { readonly [key: string]: unknown } {
  const map = isObject(value) ? getOwn(value, key) : undefined;
  return isObject(map) ? map : {};
}
