import { Lexer } from 'yaml';

/**
 * True for a Liquid template: a text with `{{` or `{%` outside YAML strings and comments. Such a
 * file becomes a bundle only once it is rendered, so nothing is said about it.
 */
export function isTemplate(text: string): boolean {
  if (!/\{[{%]/.test(text)) return false;
  if (/^name:[ \t]*["']?[^#\n]*\{\{/m.test(text)) return true;
  let previous = '';
  for (const token of new Lexer().lex(text)) {
    if (previous === '{' && /^[{%]/.test(token)) return true;
    // The lexer announces a plain scalar with a character that is not in the text.
    if (token !== '\x1f') previous = token;
  }
  return false;
}
