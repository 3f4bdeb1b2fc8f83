import { RE2JS } from 're2js';

/** A `pattern` of a schema: one that can be tested in linear time, or why it cannot be. */
export type Pattern =
  | { readonly kind: 'linear'; test(text: string): boolean }
  /** ECMAScript, but only a backtracking engine runs it: look-around, back-references, huge counts. */
  | { readonly kind: 'backtracking'; readonly reason: string }
  /** Not an ECMAScript pattern at all. */
  | { readonly kind: 'invalid'; readonly reason: string };

/** Longer patterns are not compiled: nobody reads them, and compiling costs memory. */
const longestPattern = 4_000;
const cacheSize = 2_000;
const cache = new Map<string, Pattern>();

/**
 * Compiles a pattern so that testing a text takes time linear in its length, whatever the pattern:
 * bundles are input, and a backtracking engine lets `^(a+)+$` stop the editor.
 */
export function compilePattern(source: string): Pattern {
  const known = cache.get(source);
  if (known !== undefined) return known;
  const pattern = compile(source);
  if (cache.size >= cacheSize) cache.clear();
  cache.set(source, pattern);
  return pattern;
}

function compile(source: string): Pattern {
  if (source.length > longestPattern) {
    return { kind: 'backtracking', reason: `it is longer than ${longestPattern} characters` };
  }
  const fault = ecmaScriptFault(source);
  if (fault !== undefined) return { kind: 'invalid', reason: fault };
  try {
    const compiled = RE2JS.compile(RE2JS.translateRegExp(source));
    return { kind: 'linear', test: (text) => compiled.test(text) };
  } catch (error) {
    return { kind: 'backtracking', reason: reasonOf(source, error) };
  }
}

/** What an ECMAScript engine says against a pattern. Only compiles it: never runs it. */
function ecmaScriptFault(source: string): string | undefined {
  try {
    new RegExp(source, 'u');
    return undefined;
  } catch {
    // Needless escapes such as `\-` are errors in unicode mode only, and common in public bundles.
  }
  try {
    new RegExp(source);
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return message.slice(message.lastIndexOf(': ') + 2).toLowerCase();
  }
}

function reasonOf(source: string, error: unknown): string {
  if (/\(\?<?[=!]/.test(source)) return 'it looks ahead or behind';
  if (/\\[1-9]|\\k</.test(source)) return 'it refers back to a group';
  if (error instanceof Error && /repeat count|too large/.test(error.message)) return 'it counts beyond 1000';
  return 'only a backtracking engine can run it';
}
