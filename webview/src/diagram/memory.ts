import * as v from 'valibot';

const number = v.pipe(v.number(), v.finite());
const point = v.object({ x: number, y: number });
const memorySchema = v.object({
  /** Where nodes were, also those that no layout file names: the same diagram comes back after the editor hid it. */
  positions: v.pipe(v.array(v.tuple([v.string(), point])), v.maxLength(20_000)),
  routes: v.optional(v.pipe(v.array(v.tuple([v.string(), v.array(point)])), v.maxLength(20_000))),
  viewport: v.optional(v.object({ x: number, y: number, zoom: v.pipe(number, v.minValue(0.01)) })),
  paletteOpen: v.optional(v.boolean()),
  inspectorOpen: v.optional(v.boolean()),
});

/** What the page keeps while the editor hides it. */
export type Memory = v.InferOutput<typeof memorySchema>;

/** What was kept; undefined when it was nothing, or something else. */
export function readMemory(value: unknown): Memory | undefined {
  const result = v.safeParse(memorySchema, value);
  return result.success ? result.output : undefined;
}
