import { UsageError } from '../provisioning/project.ts';
import { actions } from '../provisioning/events.ts';
import { messageOf } from '../provisioning/failure.ts';
import { pathToFileURL } from 'node:url';
import { builtInFolder } from '@patchbay/language-server/node/registry-files';
import manifest from '../../package.json' with { type: 'json' };
import { check } from './check.ts';
import { exitCodes } from './exit-codes.ts';
import { helpFor } from './help.ts';
import { runCommand } from './run-command.ts';

/** @returns the exit code. Throws UsageError for arguments that make no sense. */
type Command = (args: readonly string[], builtIn: string) => Promise<number>;

const commands = new Map<string, Command>([
  ['check', check],
  ...actions.map((action): [string, Command] => [action, (args, builtIn) => runCommand(action, args, builtIn)]),
]);

async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  if (args.includes('--help') || args.includes('-h') || name === 'help') {
    process.stdout.write(helpFor(name === 'help' ? rest[0] : name));
    return exitCodes.done;
  }
  if (name === '--version' || name === 'version') {
    process.stdout.write(`${manifest.version}\n`);
    return exitCodes.done;
  }
  const command = name === undefined ? undefined : commands.get(name);
  if (command === undefined) {
    process.stderr.write(
      name === undefined ? helpFor() : `There is no command ${JSON.stringify(name)}.\n\n${helpFor()}`,
    );
    return exitCodes.wrongUse;
  }
  try {
    // The build makes this file CommonJS, which has no import.meta.
    return await command(rest, builtInFolder(pathToFileURL(__filename).href));
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n`);
    if (error instanceof UsageError) {
      process.stderr.write(`See \`patchbay ${name} --help\`.\n`);
      return exitCodes.wrongUse;
    }
    return exitCodes.failed;
  }
}

// Whoever reads may go away, such as `head` or a closed terminal: a run must not die in the middle of it.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
