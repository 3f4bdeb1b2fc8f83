import { parseArgs } from 'node:util';
import { isValidName } from '@patchbay/language-server/model/manifest/reference';
import { UsageError } from '../provisioning/project.ts';

export interface RunArguments {
  readonly manifest: string;
  readonly environment: string;
  readonly only: readonly string[];
  readonly yes: boolean;
  readonly json: boolean;
  readonly registryFolders: readonly string[];
  readonly workspace: string | undefined;
  readonly concurrency: number;
}

export interface CheckArguments {
  readonly paths: readonly string[];
  readonly json: boolean;
  readonly registryFolders: readonly string[];
  readonly workspace: string | undefined;
}

const defaultConcurrency = 4;

const runOptions = {
  environment: { type: 'string', short: 'e' },
  only: { type: 'string', multiple: true },
  yes: { type: 'boolean', short: 'y' },
  json: { type: 'boolean' },
  registry: { type: 'string', multiple: true },
  workspace: { type: 'string' },
  concurrency: { type: 'string' },
} as const;

/**
 * Reads the arguments of `plan`, `deploy` and `destroy`.
 *
 * @throws UsageError with what is wrong
 */
export function parseRunArguments(args: readonly string[]): RunArguments {
  const { values, tokens } = parse(args, runOptions);
  const { only, manifests } = selectionOf(tokens);
  const [manifest, ...others] = manifests;
  if (manifest === undefined) throw new UsageError('Which manifest? Name its file, such as infra.yaml.');
  if (others.length > 0)
    throw new UsageError(`One manifest at a time: there is ${manifest}, and then ${others.join(', ')}.`);
  if (values.environment === undefined) throw new UsageError('Which environment? Add --environment NAME.');
  return {
    manifest,
    environment: values.environment,
    only,
    yes: values.yes ?? false,
    json: values.json ?? false,
    registryFolders: values.registry ?? [],
    workspace: values.workspace,
    concurrency: parseConcurrency(values.concurrency),
  };
}

/** Reads the arguments of `check`; without paths, the folder at hand. */
export function parseCheckArguments(args: readonly string[]): CheckArguments {
  const { json, registry, workspace } = runOptions;
  const { values, positionals } = parse(args, { json, registry, workspace });
  return {
    paths: positionals.length === 0 ? ['.'] : positionals,
    json: values.json ?? false,
    registryFolders: values.registry ?? [],
    workspace: values.workspace,
  };
}

function parse<const T extends NonNullable<NonNullable<Parameters<typeof parseArgs>[0]>['options']>>(
  args: readonly string[],
  options: T,
) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true, tokens: true });
  } catch (error) {
    throw new UsageError((error as Error).message.split('. ', 1)[0] ?? 'These arguments are not understood');
  }
}

type Token = NonNullable<ReturnType<typeof parseArgs>['tokens']>[number];

/** `--only a b` and `--only a --only b` are the same: names after `--only` are components, for a file has a dot or a slash. */
function selectionOf(tokens: readonly Token[]): {
  readonly only: readonly string[];
  readonly manifests: readonly string[];
} {
  const only: string[] = [];
  const manifests: string[] = [];
  let afterOnly = false;
  for (const token of tokens) {
    if (token.kind === 'option') afterOnly = token.name === 'only';
    if (token.kind === 'option' && token.name === 'only' && token.value !== undefined) only.push(token.value);
    if (token.kind !== 'positional') continue;
    if (afterOnly && isValidName(token.value)) only.push(token.value);
    else manifests.push(token.value);
  }
  return { only, manifests };
}

function parseConcurrency(text: string | undefined): number {
  if (text === undefined) return defaultConcurrency;
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > 64)
    throw new UsageError('--concurrency takes a whole number from 1 to 64.');
  return number;
}
