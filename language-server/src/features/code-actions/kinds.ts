/** Everything in a file that has one clear fix; what an editor asks for when the file is saved. */
export const fixAllKind = 'source.fixAll.patchbay';

/**
 * Whether an editor asked for actions of a kind: `refactor` stands for `refactor.extract`, and no
 * list for every kind.
 */
export function isWanted(kind: string, only: readonly string[] | undefined): boolean {
  return only === undefined || only.some((wanted) => wanted === '' || kind === wanted || kind.startsWith(`${wanted}.`));
}
