import type { Json } from '@patchbay/language-server/model/schema/json-schema';
// The package carries its WebAssembly inside its JavaScript, so a bundle of the command line needs no file beside it.
import { raw } from 'jq-wasm';
import { Failure } from './failure.ts';

/**
 * Evaluates a jq expression.
 *
 * @param what names the expression in messages, such as `app.envs.DATABASE_URL`
 * @returns its first result; null when it has none
 * @throws Failure when it does not compile or does not evaluate
 */
export async function evaluateJq(what: string, expression: string, input: Json): Promise<Json> {
  let output: string;
  try {
    // By argument: the package reads standard input byte by byte, in quadratic time.
    output = await raw('null', `$input|(${expression}\n)`, ['-c', '--argjson', 'input', JSON.stringify(input)]);
  } catch (error) {
    throw new Failure(`${what} is a jq expression that fails: ${firstLine(error)}. It is \`${expression.trim()}\`.`);
  }
  const [first = ''] = output.split('\n', 1);
  return first === '' ? null : (JSON.parse(first) as Json);
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return (text.split('\n', 1)[0] ?? text).replace(/^jq: error( \(at [^)]*\))?: /, '');
}
