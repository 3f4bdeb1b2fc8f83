import { sameJson } from '../edit/write-value.ts';
import { printFlow } from '../edit/print.ts';
import type { Bundle } from '../bundle/bundle.ts';
import { annotatedValues, annotationsIn } from '../schema/annotated.ts';
import type { Json, JsonObject, JsonPath } from '../schema/json-schema.ts';
import { getOwn } from '../schema/own-property.ts';
import { sensitivePaths } from '../schema/sensitive.ts';
import { completeParams } from './complete-params.ts';
import type { CheckContext } from './context.ts';

/** Params with `$md.immutable` that are not what they were deployed as. */
export function checkImmutableParams({ component, variant, surroundings, report }: CheckContext): void {
  const { bundle, override } = variant;
  if (!bundle || !annotationsIn(bundle.params).has('$md.immutable')) return;
  const params = completeParams(variant, bundle);
  const name = component.name.value;
  for (const environment of variant.environments) {
    const deployed = surroundings.deployments.environments.get(environment)?.instances.get(name)?.deployed;
    // Another bundle replaces what is there anyway.
    if (!deployed || deployed.bundle !== bundle.name) continue;
    for (const { path, before, isSecret } of changed(bundle, params, deployed.params)) {
      const inOverride = override?.params?.locate(path, 'value');
      const source = inOverride && override ? override : component;
      const span = inOverride ?? component.params?.locate(path, 'value') ?? component.name.span;
      const was = isSecret ? 'with another value' : `as \`${short(before)}\``;
      report(
        {
          slice: source.slice,
          span,
          severity: 'warning',
          code: 'immutable-param',
          message: `\`${path.join('.')}\` of \`${name}\` was deployed ${was} and cannot be changed in place: the next deploy fails, or replaces what is there and loses its data. Change it back, or destroy \`${name}\` first if you mean it.`,
          data: {
            component: name,
            // Where it is to be changed back.
            ...((inOverride || override || variant.environments.length > 1) && { environment }),
            path,
            ...(!isSecret && { before }),
          },
        },
        [environment],
      );
    }
  }
}

interface Change {
  readonly path: JsonPath;
  readonly before: Json;
  readonly isSecret: boolean;
}

/** The outermost immutable values that differ; one that was never deployed may still be set. */
function* changed(bundle: Bundle, params: JsonObject, deployed: JsonObject): Generator<Change> {
  const secrets = sensitivePaths(bundle.params, deployed);
  const reported: JsonPath[] = [];
  for (const { path, value: before } of annotatedValues(bundle.params, deployed, '$md.immutable')) {
    if (path.length === 0 || reported.some((outer) => isBelow(path, outer))) continue;
    if (sameJson(before, valueAt(params, path))) continue;
    reported.push(path);
    yield { path, before, isSecret: secrets.some((secret) => isBelow(secret, path) || isBelow(path, secret)) };
  }
}

function isBelow(path: JsonPath, outer: JsonPath): boolean {
  return outer.every((step, index) => path[index] === step);
}

function valueAt(value: Json, path: JsonPath): Json | undefined {
  let at: Json | undefined = value;
  for (const step of path) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = getOwn(at as JsonObject, String(step));
  }
  return at;
}

function short(value: Json): string {
  const text = printFlow(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
