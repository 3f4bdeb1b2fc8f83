import { provisioners } from '../../../model/bundle/bundle.ts';
import { formatTypeReference, parseTypeReference } from '../../../model/bundle/type-reference.ts';
import { parseProgram } from '../../../model/jq/parse.ts';
import { entryOf } from '../../../model/edit/outline.ts';
import { printFlow, printScalar, printScalarLike } from '../../../model/edit/print.ts';
import type { Json } from '../../../model/schema/json-schema.ts';
import type { FixedAction } from '../../code-actions/fix.ts';
import { memberAt, replacement, type FixRequest } from './fix.ts';

const most = 5;

/** Fixes that replace the underlined word: "did you mean", a value that is allowed, the right form of a name. */
export function wordFixes(request: FixRequest): FixedAction[] {
  const { problem, data, underlined } = request;
  switch (problem.code) {
    case 'preset-invalid':
    case 'default-invalid':
    case 'condition-never':
      return allowedValues(request);
    case 'resource-type-unknown':
      return typeof data['suggestion'] === 'string' ? [changeType(request, data['suggestion'])] : [];
    case 'resource-type-version':
    case 'version-range':
      return rangeFixes(request);
    case 'step-provisioner':
      return provisionerFixes(request);
    case 'bundle-name':
      // Without a `name:` the whole file is underlined.
      if (request.path[0] !== 'name') return [];
      return name(request, underlined.toLowerCase().replace(/[^a-z0-9]+/g, '-'), /^[a-z][a-z0-9-]+[a-z0-9]$/);
    case 'env-name':
      return name(
        request,
        unquoted(underlined)
          .replace(/[^A-Za-z0-9_]+/g, '_')
          .replace(/^(?=\d)/, '_'),
        /^[A-Z_]\w*$/i,
      );
    case 'bundle-version':
      return versionFix(request);
    case 'env-shape':
      return expressionFix(request);
    case 'choice-invalid':
      return quotesFix(request);
    case 'md-value':
      return flagFix(request);
    case 'step-shape':
    case 'slot-shape':
      return ['skip_on_delete', 'required'].includes(String(request.path.at(-1)))
        ? flagFix(request)
        : suggestion(request);
    case 'secret-shape':
      return ['required', 'json'].includes(String(request.path.at(-1))) ? flagFix(request) : suggestion(request);
    case 'malformed-keyword':
      return keywordFixes(request);
    case 'ui-order-shape':
      return listFix(request);
    case 'pattern-foreign':
      return patternFix(request);
    case 'unused-param':
    case 'unused-dependency':
    case 'resource-not-given':
      // These names stand in more than one place: `moduleFixes` renames them in all.
      return [];
    case 'module-path':
    case 'module-variable-undeclared':
    case 'resource-unknown-field':
      // What is wrong stands in the module: `fixesBeside` changes it there.
      return [];
    default:
      return suggestion(request);
  }
}

/** "Did you mean": the word itself, or the part of the underlined text that it is. */
function suggestion(request: FixRequest): FixedAction[] {
  const { data, underlined } = request;
  const meant = data['suggestion'];
  if (typeof meant !== 'string' || isTaken(request, meant)) return [];
  const word = data['word'];
  if (typeof word !== 'string') return [replacement(request, `Change to \`${meant}\``, printedLike(meant, underlined))];
  const at = underlined.indexOf(word);
  if (at < 0) return [];
  const text = underlined.slice(0, at) + meant + underlined.slice(at + word.length);
  return [replacement(request, `Change to \`${meant}\``, text)];
}

/** A key of this name beside the one that is underlined: a map has no name twice. */
function isTaken({ document, outline, path, problem }: FixRequest, name: string): boolean {
  const found = memberAt(outline, path);
  const start = document.lines.offsetAt(problem.range.start);
  return found?.member.start === start && entryOf(found.container, name) !== undefined;
}

function allowedValues(request: FixRequest): FixedAction[] {
  const { problem, path, data, underlined } = request;
  const listed = Array.isArray(data['allowedValues']) ? (data['allowedValues'] as Json[]) : [];
  const values = [data['suggestion'] as Json | undefined, ...listed].filter((value) => value !== undefined);
  const texts = [
    ...new Set(values.map((value) => (typeof value === 'string' ? printedLike(value, underlined) : printFlow(value)))),
  ];
  // A list of values stays a list.
  const isList = problem.code === 'condition-never' && path.at(-1) === 'enum';
  if (isList && !underlined.startsWith('[')) return [];
  const isClear = data['suggestion'] !== undefined || texts.length === 1;
  return texts
    .map((text) => (isList ? `[${text}]` : text))
    .slice(0, most)
    .map((text, index) => replacement(request, `Change to \`${text}\``, text, index === 0 && isClear));
}

function changeType(request: FixRequest, meant: string): FixedAction {
  const type = parseTypeReference(unquoted(request.underlined));
  const range = type?.range === undefined ? {} : { range: type.range };
  const text = formatTypeReference({ name: meant, ...range });
  return replacement(request, `Change to \`${text}\``, printedLike(text, request.underlined));
}

/** A range that no version is in, or that is none at all. */
function rangeFixes(request: FixRequest): FixedAction[] {
  const written = unquoted(request.underlined);
  const type = parseTypeReference(written);
  if (type?.range === undefined) return [];
  const withoutRange = written.slice(0, written.lastIndexOf('@'));
  const major = /\d+/.exec(type.range)?.[0];
  const fixes: FixedAction[] = [];
  if (request.problem.code === 'version-range' && major !== undefined)
    fixes.push(
      replacement(request, `Change to \`~${major}\``, printedLike(`${withoutRange}@~${major}`, request.underlined)),
    );
  const isFirst = fixes.length === 0;
  fixes.push(replacement(request, 'Accept any version', printedLike(withoutRange, request.underlined), isFirst));
  return fixes;
}

function provisionerFixes(request: FixRequest): FixedAction[] {
  const written = unquoted(request.underlined);
  // Without a `provisioner:` the whole step is underlined; there is another fix for that.
  if (request.path.at(-1) !== 'provisioner' || written === 'provisioner') return [];
  const version = /:.*$/s.exec(written)?.[0] ?? '';
  const meant = request.data['suggestion'];
  if (typeof meant === 'string')
    return [replacement(request, `Change to \`${meant}${version}\``, printedLike(meant + version, request.underlined))];
  return provisioners.map((provisioner) =>
    replacement(request, `Change to \`${provisioner}\``, printedLike(provisioner, request.underlined), false),
  );
}

function name(request: FixRequest, wanted: string, legal: RegExp): FixedAction[] {
  const trimmed = wanted.replace(/^[^A-Za-z_]+/, '').replace(/-+$/, '');
  if (!legal.test(trimmed) || trimmed === request.underlined || request.underlined.includes('\n')) return [];
  return [replacement(request, `Change to \`${trimmed}\``, trimmed)];
}

/** `1`, `1.2`, `v1.2.3-rc` as three numbers; from the text, for YAML reads `1.10` as 1.1. */
function versionFix(request: FixRequest): FixedAction[] {
  const numbers = /\d+(?:\.\d+){0,2}/.exec(request.underlined)?.[0].split('.') ?? [];
  if (request.path.at(-1) !== 'version') return [];
  const version = [numbers[0] ?? '0', numbers[1] ?? '0', numbers[2] ?? '0']
    .map((number) => String(Number(number)))
    .join('.');
  return [replacement(request, `Change to \`${version}\``, printedLike(version, request.underlined))];
}

/** What YAML reads as something else becomes the text of an expression: a list or a map in braces is jq as it stands. */
function expressionFix(request: FixRequest): FixedAction[] {
  const { underlined } = request;
  if (underlined.includes('\n') || underlined === request.path.at(-1)) return [];
  const isExpression = /^[[{]/.test(underlined);
  if (isExpression && parseProgram(underlined).kind !== 'program') return [];
  const expression = isExpression ? underlined : JSON.stringify(underlined);
  return [replacement(request, 'Make it a text of jq', `'${expression.replaceAll("'", "''")}'`)];
}

function quotesFix(request: FixRequest): FixedAction[] {
  const { underlined, data } = request;
  if (data['quotes'] === 'remove') return [replacement(request, 'Remove the quotes', unquoted(underlined))];
  if (data['quotes'] !== 'add' || !/^[\w.+-]+$/.test(underlined)) return [];
  return [replacement(request, 'Put it in quotes', `"${underlined}"`)];
}

function flagFix(request: FixRequest): FixedAction[] {
  if (request.path.at(-1) === '$md.enum') return [];
  const written = unquoted(request.underlined);
  const isNo = /^(?:false|no|n|off|0)$/i.test(written);
  const isClear = isNo || /^(?:true|yes|y|on|1)$/i.test(written);
  const [first, second] = isNo ? ['false', 'true'] : ['true', 'false'];
  return [
    replacement(request, `Change to \`${first}\``, String(first), isClear),
    replacement(request, `Change to \`${second}\``, String(second), false),
  ];
}

const numeric = /^(?:exclusive)?(?:min|max)(?:imum|Length|Items|Properties)?$|^multipleOf$/i;

/** A number in quotes, a flag in quotes, one value where a list is asked for. */
function keywordFixes(request: FixRequest): FixedAction[] {
  const keyword = String(request.path.at(-1));
  const text = unquoted(request.underlined);
  if (numeric.test(keyword) && text !== '' && Number.isFinite(Number(text)))
    return [replacement(request, `Change to \`${text}\``, text)];
  if (keyword === 'uniqueItems') return flagFix(request);
  if (keyword === 'enum' || keyword === 'examples') return listFix(request);
  if (keyword === 'required' && !/^(?:true|false)$/.test(text)) return listFix(request);
  return suggestion(request);
}

/** One value as a list of it. */
function listFix(request: FixRequest): FixedAction[] {
  const { underlined } = request;
  const isPlainValue = underlined !== '' && !/[\n{}[\]]|:(?:\s|$)|^[|>&*]/.test(underlined);
  // An empty value has its key underlined.
  if (!isPlainValue || underlined === request.path.at(-1)) return [];
  return [replacement(request, 'Make it a list', `[${underlined}]`)];
}

const classes: ReadonlyMap<string, string> = new Map([
  ['alnum', 'A-Za-z0-9'],
  ['alpha', 'A-Za-z'],
  ['blank', ' \\t'],
  ['digit', '0-9'],
  ['lower', 'a-z'],
  ['space', '\\s'],
  ['upper', 'A-Z'],
  ['xdigit', 'A-Fa-f0-9'],
]);

/** Anchors and classes of PCRE as ECMAScript writes them. */
function patternFix(request: FixRequest): FixedAction[] {
  const { underlined } = request;
  const backslash = underlined.startsWith('"') ? '\\\\' : '\\';
  const text = underlined
    .replaceAll(`${backslash}A`, '^')
    .replaceAll(`${backslash}Z`, '$')
    .replaceAll(`${backslash}z`, '$')
    .replaceAll(`${backslash}h`, `[ ${backslash}t]`)
    .replace(/\[:([a-z]+):\]/g, (whole, named: string) => classes.get(named)?.replaceAll('\\', backslash) ?? whole);
  if (text === underlined || text.includes('[:') || text.includes(`${backslash}Q`)) return [];
  return [replacement(request, 'Write the pattern as ECMAScript does', text)];
}

/** A text in the quotes of what it replaces. */
function printedLike(text: string, before: string): string {
  const style = before.startsWith('"') ? 'double' : before.startsWith("'") ? 'single' : undefined;
  const quoted = style === undefined ? undefined : printScalarLike(text, style);
  return quoted ?? printScalar(text, true);
}

function unquoted(text: string): string {
  const quote = /^["']/.exec(text)?.[0];
  return quote !== undefined && text.length > 1 && text.endsWith(quote) ? text.slice(1, -1) : text;
}
