import type { Problem } from '../problem.ts';
import { closest } from '../text-distance.ts';
import type { Finding } from './analyze.ts';

/**
 * What to tell a person about a finding. Errors are what keeps every jq from running the program.
 * A name that no schema declares is a warning at most: schemas allow more than they declare.
 */
export function describeFinding(finding: Finding): Omit<Problem, 'range'> {
  switch (finding.kind) {
    case 'path':
      return describePath(finding);
    case 'hyphen':
      return {
        severity: 'warning',
        code: 'jq-path',
        message: `jq reads \`-\` as minus. Write \`${finding.owner}["${finding.name}"]\` for what has this name.`,
        data: { word: finding.name },
      };
    case 'nameless':
      return describeNameless(finding);
    case 'format':
      return unknownName('jq-format', `jq has no format \`${finding.name}\`.`, finding, '@');
    case 'variable':
      return unknownName('jq-variable', `There is no variable \`$${finding.name}\` here.`, finding, '$');
    case 'function':
      return finding.isName
        ? missingDot(finding.name)
        : unknownName('jq-function', `jq has no function \`${finding.name}\`.`, finding, '');
    case 'arity': {
      const takes = listed(finding.takes.map(String), ' or ');
      const plural = finding.takes.at(-1) === 1 ? 'argument' : 'arguments';
      return {
        severity: 'error',
        code: 'jq-arguments',
        message: `\`${finding.name}\` of jq takes ${takes} ${plural}, and here it has ${finding.given}. A semicolon separates arguments.`,
      };
    }
  }
}

function describePath({ name, owner, known }: Finding & { readonly kind: 'path' }): Omit<Problem, 'range'> {
  const names = known.filter((candidate) => candidate !== 'md_metadata');
  const [suggestion] = closest(name, names, 1);
  const data = { word: name, ...(suggestion === undefined ? {} : { suggestion }) };
  const hint = suggestion === undefined ? '' : ` Did you mean \`${suggestion}\`?`;
  if (owner === '.secrets') {
    const todo = suggestion === undefined ? ` Declare it under \`app.secrets\`.` : hint;
    return {
      severity: 'warning',
      code: 'jq-secret',
      message: `This bundle declares no secret \`${name}\`.${todo}`,
      data,
    };
  }
  const lacks = owner === '' ? `There is no \`${name}\` here.` : `\`${owner}\` has no \`${name}\`.`;
  const has = names.length === 0 ? '' : ` It has ${shortened(names)}.`;
  return {
    severity: suggestion === undefined ? 'information' : 'warning',
    code: 'jq-path',
    message: `${lacks}${hint || (owner === '' ? '' : has)}`,
    data,
  };
}

function missingDot(name: string): Omit<Problem, 'range'> {
  const message = `jq has no function \`${name}\`. Write \`.${name}\` for what has this name.`;
  return { severity: 'error', code: 'jq-function', message, data: { word: name, suggestion: `.${name}` } };
}

/** jq stops there, unless nothing is there. */
function describeNameless({ name, owner, holds }: Finding & { readonly kind: 'nameless' }): Omit<Problem, 'range'> {
  const subject = owner === '' ? 'This' : `\`${owner}\``;
  const step = /^[A-Za-z_]\w*$/.test(name) ? `.${name}` : `["${name}"]`;
  const message =
    holds === 'list'
      ? `${subject} is a list, and a list has no \`${name}\`. Write \`${owner}[]${step}\` for that of each item.`
      : `${subject} is a single value, so it has no \`${name}\`.`;
  return { severity: 'warning', code: 'jq-path', message, data: { word: name, ofItems: holds === 'list' } };
}

function unknownName(
  code: string,
  message: string,
  { name, known }: { readonly name: string; readonly known: readonly string[] },
  sigil: string,
): Omit<Problem, 'range'> {
  const [suggestion] = closest(name.replace('@', ''), known, 1);
  const word = name.startsWith(sigil) ? name : `${sigil}${name}`;
  if (suggestion === undefined) return { severity: 'error', code, message, data: { word } };
  const written = `${sigil}${suggestion}`;
  return {
    severity: 'error',
    code,
    message: `${message} Did you mean \`${written}\`?`,
    data: { word, suggestion: written },
  };
}

function shortened(names: readonly string[]): string {
  const shown = names.slice(0, 8).map((name) => `\`${name}\``);
  return names.length > 8 ? `${shown.join(', ')} and ${names.length - 8} more` : shown.join(', ');
}

function listed(words: readonly string[], conjunction: string): string {
  return [words.slice(0, -1).join(', '), ...words.slice(-1)].filter((part) => part !== '').join(conjunction);
}
