import { closest } from '../text-distance.ts';
import { enumerate, quoted } from './collect.ts';
import type { CheckContext } from './context.ts';

/** Secrets: those that the bundle requires are there, and those that are there are the bundle's. */
export function checkSecrets({ component, variant, report }: CheckContext): void {
  const { bundle, override } = variant;
  if (!bundle) return;
  const declared = bundle.app.secrets;
  const given = new Set<string>();

  for (const source of override ? [component, override] : [component]) {
    for (const { name } of source.secrets) {
      given.add(name.value);
      if (declared.has(name.value)) continue;
      const others = [...declared.keys()].filter(
        (each) => !source.secrets.some((secret) => secret.name.value === each),
      );
      const suggestions = closest(name.value, others);
      const hint =
        suggestions.length > 0
          ? ` Did you mean ${enumerate(quoted(suggestions), 'or')}?`
          : declared.size > 0
            ? ` It takes ${enumerate(quoted([...declared.keys()]))}.`
            : ' It takes none.';
      report({
        slice: source.slice,
        span: name.span,
        severity: 'warning',
        code: 'unknown-secret',
        message: `\`${bundle.name}\` has no secret \`${name.value}\`, so nothing reads it.${hint}`,
        data: { suggestions },
      });
    }
  }

  for (const secret of declared.values()) {
    if (!secret.required || given.has(secret.name)) continue;
    report({
      slice: component.slice,
      span: component.name.span,
      severity: 'error',
      code: 'missing-secret',
      message: `\`${component.name.value}\` needs the secret \`${secret.name}\`. Say where it comes from, such as \`${secret.name}: { env: ${secret.name} }\` under \`secrets\`.`,
      data: { component: component.name.value, secret: secret.name },
    });
  }
}
