/** Names of components and imported resources, as the manifest's grammar has them. */
const grammar = /^[a-z][a-z0-9-]{0,39}$/;

/** Why `name` cannot be the new name of `current`; undefined when it can. */
export function nameProblem(name: string, current: string, taken: Iterable<string>): string | undefined {
  if (name === current) return undefined;
  if (name === '') return 'Give it a name.';
  if (name.length > 40) return 'At most 40 characters.';
  if (!grammar.test(name)) return 'Lower-case letters, digits and dashes; the first one a letter.';
  for (const other of taken) if (other === name) return `“${name}” is taken.`;
  return undefined;
}
