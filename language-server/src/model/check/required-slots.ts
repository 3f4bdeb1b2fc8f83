import { fittingHint } from './connections.ts';
import type { CheckContext } from './context.ts';

/** Required slots that neither a connection nor a default of the environment fills. */
export function checkRequiredSlots(context: CheckContext): void {
  const { component, variant, surroundings, report } = context;
  if (!variant.bundle) return;
  for (const slot of variant.bundle.dependencies.values()) {
    if (!slot.required || variant.connections.has(slot.name)) continue;
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
