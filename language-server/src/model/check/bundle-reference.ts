import { closest } from '../text-distance.ts';
import { enumerate, quoted } from './collect.ts';
import type { CheckContext } from './context.ts';

/** The bundle of a component: named at all, known, and of a version that exists. */
export function checkBundleReference({ component, variant, report }: CheckContext): void {
  const { reference, resolution, override } = variant;
  if (!reference) {
    const name = component.name.value;
    report({
      slice: component.slice,
      span: component.name.span,
      severity: 'error',
      code: 'missing-bundle',
      message: `\`${name}\` does not say which bundle it is. Add \`bundle: NAME@VERSION\`.`,
      data: { component: name },
    });
    return;
  }
  if (!reference.value || !resolution) return;
  const slice = (override?.bundle ? override : component).slice;
  const { name, range } = reference.value;
  const problem = { slice, span: reference.span, severity: 'error' } as const;

  switch (resolution.kind) {
    case 'found':
      return;
    case 'unknown-name': {
      const suggestions = closest(name, resolution.suggestions).length > 0 ? resolution.suggestions.slice(0, 3) : [];
      const hint =
        suggestions.length > 0
          ? ` Did you mean ${enumerate(quoted(suggestions), 'or')}?`
          : ' Check the name, or add the folder that holds it to `patchbay.registry.folders`.';
      const message = `There is no bundle named \`${name}\`.${hint}`;
      report({ ...problem, code: 'unknown-bundle', message, data: { suggestions, range } });
      return;
    }
    case 'no-version': {
      const available = resolution.available;
      const wanted = reference.value.dev ? `${range ?? 'latest'}+dev` : (range ?? 'latest');
      const message =
        available.length === 0
          ? `\`${name}\` has no version that \`${wanted}\` allows.`
          : `\`${name}\` has no version that \`${wanted}\` allows. There is ${enumerate(quoted(available))}.`;
      report({ ...problem, code: 'unknown-version', message, data: { name, available } });
      return;
    }
    case 'broken': {
      const first = resolution.problems[0];
      const reason = first ? ` Line ${first.range.start.line + 1}: ${first.message}` : '';
      const message = `The bundle \`${name}\` cannot be used until its file is repaired.${reason}`;
      const related = first && [{ uri: resolution.uri, range: first.range }];
      report({ ...problem, code: 'broken-bundle', message, data: { uri: resolution.uri, related } });
    }
  }
}
