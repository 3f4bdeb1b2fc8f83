import type { Bundle } from '../bundle/bundle.ts';
import { closest } from '../text-distance.ts';
import { fittingHint } from './connections.ts';
import type { CheckContext } from './context.ts';

/** Required slots that neither a connection nor a default of the environment fills. */
export function checkRequiredSlots(context: CheckContext): void {
  const { component, variant, surroundings, report } = context;
  if (!variant.bundle) return;
  const misspelled = misspelledSlots(variant.bundle, [...variant.connections.keys()]);
  for (const slot of variant.bundle.dependencies.values()) {
    if (!slot.required || variant.connections.has(slot.name) || misspelled.has(slot.name)) continue;
    const open = variant.environments.filter((name) => surroundings.defaultFor(slot.type.name, name) === undefined);
    if (variant.environments.length > 0 && open.length === 0) continue;
    report(
      {
        slice: component.slice,
        span: component.name.span,
        severity: 'error',
        code: 'missing-connection',
        message: `\`${component.name.value}\` needs something in its slot \`${slot.name}\` (${slot.type.name}).${fittingHint(context, slot)}`,
        data: {
          component: component.name.value,
          slot: slot.name,
          type: slot.type.name,
          suggestions: surroundings.fitting(slot.type, component.name.value).slice(0, 5),
        },
      },
      open,
    );
  }
}

/** Slots that a connection with an unknown name is most likely for: that it is misspelled is said already. */
function misspelledSlots({ dependencies }: Bundle, connected: readonly string[]): ReadonlySet<string> {
  const open = [...dependencies.keys()].filter((name) => !connected.includes(name));
  const unknown = connected.filter((name) => !dependencies.has(name));
  return new Set(unknown.flatMap((name) => closest(name, open, 1)));
}
