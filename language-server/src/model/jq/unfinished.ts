import type { JsonSchema } from '../schema/json-schema.ts';
import { ownerOf } from './analyze.ts';
import { parseProgram } from './parse.ts';
import type { Shape } from './shape.ts';
import type { Expression } from './syntax.ts';

/** A name that no schema has. */
const typed = '__typed_here';

/** What may have to follow, so that the part that is there can be read. */
const endings: readonly string[] = ['', ' end', ' then . end', ' as $x | .', '; .'];

const mostOpen = 50;

/**
 * What the name behind the last dot of a half-typed program is asked of.
 *
 * @param before the program up to the cursor; it ends with a dot, or with a dot and the start of a name.
 * @param input describes the program's input.
 * @returns undefined when nothing can be said.
 */
export function ownerAtEnd(before: string, input: JsonSchema): Shape | undefined {
  const program = `${before.replace(/\.\w*$/, '')}.${typed}`;
  for (const ending of endings) {
    const expression = closed(program + ending);
    if (expression !== undefined) return ownerOf(expression, input, typed);
  }
  return undefined;
}

/** The program with the brackets and quotes that are open closed. */
function closed(program: string): Expression | undefined {
  let text = program;
  for (let open = 0; open < mostOpen; open++) {
    const parsed = parseProgram(text);
    if (parsed.kind === 'program') return parsed.expression;
    if (parsed.kind === 'beyond' || parsed.fault.lacks === undefined) return undefined;
    text += parsed.fault.lacks;
  }
  return undefined;
}
