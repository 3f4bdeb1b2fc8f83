import type { ModuleCheck } from './context.ts';

const known = new WeakMap<ModuleCheck, readonly string[]>();

/** Everything of a bundle and its modules that may read inputs by itself. */
export function expressionsOf(check: ModuleCheck): readonly string[] {
  const expressions = known.get(check) ?? collect(check);
  known.set(check, expressions);
  return expressions;
}

function collect({ bundle, modules }: ModuleCheck): readonly string[] {
  return [
    ...bundle.app.envs.values(),
    ...bundle.app.policies,
    ...bundle.checks.map(({ expression }) => expression),
    ...bundle.steps.map(({ config }) => JSON.stringify(config)),
    ...modules.flatMap((module) => (module.kind === 'opaque' ? [] : module.templates.map(({ text }) => text))),
    ...[...JSON.stringify(bundle.params).matchAll(/"\$md\.enum":\{[^}]*\}/g)].map(([text]) => text),
  ];
}

/** Whether some expression may read an input: by its name, or together with all others. */
export function mentions(expressions: readonly string[], name: string): boolean {
  return expressions.some(
    (text) => text.includes(name) || /\.(?:params|connections|dependencies)\b(?!\s*[.[])/.test(text),
  );
}
