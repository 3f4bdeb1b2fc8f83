import { closest } from '../text-distance.ts';
import { formatTypeReference } from '../bundle/type-reference.ts';
import { matches } from '../registry/match.ts';
import type { Slot, TypeReference } from '../bundle/bundle.ts';
import type { ConnectionSource, ConnectionTarget } from '../manifest/manifest.ts';
import type { Slice } from '../yaml/slice.ts';
import { enumerate, quoted } from './collect.ts';
import type { CheckContext, TargetLookup } from './context.ts';

/** Each connection: the slot exists, the target exists, and the types fit. */
export function checkConnections(context: CheckContext): void {
  const { variant } = context;
  if (!variant.bundle) {
    for (const connection of variant.connections.values()) checkTarget(context, connection, undefined);
    return;
  }
  const slots = variant.bundle.dependencies;
  for (const connection of variant.connections.values()) {
    const slot = slots.get(connection.slot.value);
    if (!slot) reportUnknownSlot(context, connection, [...slots.keys()]);
    else checkTarget(context, connection, slot);
  }
}

function isOverride({ variant }: CheckContext, connection: ConnectionSource): boolean {
  return variant.override?.connections.includes(connection) ?? false;
}

function sliceOf(context: CheckContext, connection: ConnectionSource): Slice {
  const { component, variant } = context;
  return variant.override && isOverride(context, connection) ? variant.override.slice : component.slice;
}

function reportUnknownSlot(context: CheckContext, connection: ConnectionSource, slots: readonly string[]): void {
  const name = connection.slot.value;
  const bundle = context.variant.bundle?.name ?? '';
  const open = slots.filter((slot) => !context.variant.connections.has(slot));
  const suggestions = closest(name, open);
  const hint =
    suggestions.length > 0
      ? ` Did you mean ${enumerate(quoted(suggestions), 'or')}?`
      : slots.length > 0
        ? ` It has ${enumerate(quoted(slots))}.`
        : ' It takes no connections.';
  context.report({
    slice: sliceOf(context, connection),
    span: connection.slot.span,
    severity: 'error',
    code: 'unknown-slot',
    message: `\`${bundle}\` has no slot \`${name}\`.${hint}`,
    data: {
      suggestions,
      ...(!isOverride(context, connection) && { component: context.component.name.value, slot: name }),
    },
  });
}

/** @param slot undefined when the bundle is not known: then only the target's existence is checked. */
function checkTarget(context: CheckContext, connection: ConnectionSource, slot: Slot | undefined): void {
  const target = connection.target.value;
  if (!target) return;
  const { environments } = context.variant;
  const place = { slice: sliceOf(context, connection), span: connection.target.span, severity: 'error' } as const;
  // The target may be another bundle in each environment, even where this component is the same.
  for (const environment of environments.length > 0 ? environments : [undefined]) {
    const found = context.surroundings.lookUp(target.component, environment);
    const problem = targetProblem(context, target, found, slot);
    if (problem) context.report({ ...place, ...problem }, environment === undefined ? [] : [environment]);
  }
}

interface TargetProblem {
  readonly code: string;
  readonly message: string;
  readonly data?: unknown;
}

function targetProblem(
  context: CheckContext,
  target: ConnectionTarget,
  found: TargetLookup,
  slot: Slot | undefined,
): TargetProblem | undefined {
  switch (found.kind) {
    case 'unknown':
      return unknownTarget(context, target, slot);
    case 'imported': {
      if (target.resource !== undefined) {
        const message = `\`${target.component}\` is an imported resource: connect to it by its name alone, \`${target.component}\`.`;
        return { code: 'unknown-resource', message, data: { suggestions: [target.component] } };
      }
      return found.type && slot ? wrongType(context, target.component, found.type, slot) : undefined;
    }
    case 'component': {
      if (!found.outputs) return undefined;
      const output = target.resource === undefined ? undefined : found.outputs.get(target.resource);
      if (!output) return unknownOutput(context, target, found, slot);
      return slot && wrongType(context, `${target.component}.${output.name}`, output.type, slot);
    }
  }
}

function unknownTarget(context: CheckContext, target: ConnectionTarget, slot: Slot | undefined): TargetProblem {
  const near = context.surroundings.near(target.component);
  const suggestions = near.map((name) => (target.resource === undefined ? name : `${name}.${target.resource}`));
  const hint = near.length > 0 ? ` Did you mean ${enumerate(quoted(near), 'or')}?` : fittingHint(context, slot);
  const message = `There is no component or imported resource named \`${target.component}\`.${hint}`;
  return {
    code: 'unknown-component',
    message,
    data: { suggestions, missing: target.component, slotType: slot?.type.name },
  };
}

function unknownOutput(
  context: CheckContext,
  target: ConnectionTarget,
  found: TargetLookup & { kind: 'component' },
  slot: Slot | undefined,
): TargetProblem {
  const outputs = [...(found.outputs?.values() ?? [])];
  const fits = slot ? outputs.filter((output) => matches(output.type, slot.type, context.registry)) : outputs;
  const near =
    target.resource === undefined
      ? []
      : closest(
          target.resource,
          outputs.map(({ name }) => name),
        );
  const best = near.length > 0 ? near : fits.map(({ name }) => name);
  const suggestions = best.map((name) => `${target.component}.${name}`);
  const hint =
    suggestions.length > 0
      ? ` Did you mean ${enumerate(quoted(suggestions), 'or')}?`
      : outputs.length > 0
        ? ` It puts out ${enumerate(quoted(outputs.map(({ name }) => name)))}.`
        : ' It puts out nothing.';
  const message =
    target.resource === undefined
      ? `Say which resource of \`${target.component}\` to connect to.${hint}`
      : `\`${target.component}\` (${found.bundle}) has no resource \`${target.resource}\`.${hint}`;
  return { code: 'unknown-resource', message, data: { suggestions } };
}

function wrongType(context: CheckContext, target: string, type: TypeReference, slot: Slot): TargetProblem | undefined {
  if (matches(type, slot.type, context.registry)) return undefined;
  const suggestions = context.surroundings.fitting(slot.type, context.component.name.value);
  const sameName = type.name === slot.type.name;
  const message = sameName
    ? `\`${target}\` is \`${formatTypeReference(type)}\`, and \`${slot.name}\` takes \`${formatTypeReference(slot.type)}\`: another version.${fittingHint(context, slot)}`
    : `\`${target}\` is \`${type.name}\`, and \`${slot.name}\` takes \`${slot.type.name}\`.${fittingHint(context, slot)}`;
  return {
    code: sameName ? 'wrong-type-version' : 'wrong-type',
    message,
    data: { suggestions: suggestions.slice(0, 5) },
  };
}

/** Who would fit into a slot, as a sentence with a blank before it. */
export function fittingHint(context: CheckContext, slot: Slot | undefined): string {
  if (!slot) return '';
  const fitting = context.surroundings.fitting(slot.type, context.component.name.value);
  if (fitting.length === 0)
    return ` Nothing here puts out \`${formatTypeReference(slot.type)}\` yet: add a component that does.`;
  if (fitting.length === 1) return ` \`${fitting[0]}\` would fit.`;
  const more = fitting.length > 3 ? ', among others' : '';
  return ` These would fit: ${enumerate(quoted(fitting.slice(0, 3)))}${more}.`;
}
