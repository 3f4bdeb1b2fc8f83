import { choicesOf } from '../deployment/choices.ts';
import { sameJson } from '../edit/write-value.ts';
import { printFlow } from '../edit/print.ts';
import { annotatedValues } from '../schema/annotated.ts';
import type { Json } from '../schema/json-schema.ts';
import { closest } from '../text-distance.ts';
import { enumerate, quoted } from './collect.ts';
import type { CheckContext } from './context.ts';

/** Values of params with `$md.enum` against what the connected resource offers, where that is known. */
export function checkChoices({ component, variant, registry, surroundings, report }: CheckContext): void {
  const { bundle, override } = variant;
  if (!bundle) return;
  for (const { path, value, schema } of annotatedValues(bundle.params, variant.params, '$md.enum')) {
    const source = override?.params?.locate(path, 'value') ? override : component;
    const span = source.params?.locate(path, 'value');
    if (!span) continue;
    for (const environment of variant.environments) {
      const place = { component: component.name.value, environment };
      const { manifest, deployments } = surroundings;
      const known = choicesOf(schema, bundle, place, { manifest: manifest(), registry, deployments });
      if (!known) continue;
      const values = known.choices.map((choice) => choice.value);
      const chosen = Array.isArray(value) ? (value as readonly Json[]) : [value];
      const wrong = chosen.find((each) => !values.some((one) => sameJson(one, each)));
      if (wrong === undefined) continue;
      const texts = values.map((each) => printFlow(each));
      const [suggestion] = closest(printFlow(wrong), texts, 1);
      const hint =
        suggestion === undefined
          ? ` It has ${enumerate(quoted(texts), 'and', 6)}.`
          : ` Did you mean \`${suggestion}\`?`;
      report(
        {
          slice: source.slice,
          span,
          severity: 'warning',
          code: 'unknown-choice',
          message: `\`${known.from}\` has no \`${printFlow(wrong)}\` to choose for \`${path.join('.')}\`.${hint}`,
          data: Array.isArray(value)
            ? {}
            : { suggestions: suggestion === undefined ? texts.slice(0, 5) : [suggestion] },
        },
        [environment],
      );
    }
  }
}
