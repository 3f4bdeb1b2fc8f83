import { run } from '../provisioning/engine.ts';
import type { Action, RunEvent } from '../provisioning/events.ts';
import { loadProject } from '../provisioning/project.ts';
import { parseRunArguments } from './arguments.ts';
import { askPerson } from './ask-person.ts';
import { cancellationBySignals } from './cancellation.ts';
import { exitCodeOf } from './exit-codes.ts';
import { colours, createPrinter, plain } from './print-events.ts';

/**
 * `plan`, `deploy` and `destroy`: the same but for what the engine does.
 *
 * @param builtIn folder of the built-in bundles
 * @returns the exit code
 * @throws UsageError for arguments that make no sense
 */
export async function runCommand(action: Action, args: readonly string[], builtIn: string): Promise<number> {
  const given = parseRunArguments(args);
  const project = await loadProject(given.manifest, {
    builtIn,
    registryFolders: given.registryFolders,
    ...(given.workspace !== undefined && { workspace: given.workspace }),
  });
  const print = createPrinter(process.stdout.isTTY && process.env.NO_COLOR === undefined ? colours : plain);
  const tell = (event: RunEvent): void => {
    if (given.json) process.stdout.write(`${JSON.stringify(event)}\n`);
    else for (const line of print(event)) process.stdout.write(`${line}\n`);
  };

  const { cancellation, stop } = cancellationBySignals((message) => process.stderr.write(`\n${message}\n`));
  let finished = false;
  try {
    const { outcome, message } = await run({
      project,
      environment: given.environment,
      action,
      only: given.only,
      confirm: given.yes ? async () => true : ({ text }) => askPerson(text, cancellation.gently),
      onEvent: (event) => {
        finished ||= event.type === 'run-finished';
        tell(event);
      },
      cancellation,
      concurrency: given.concurrency,
      processEnvironment: process.env,
    });
    // A run that did not get the lock tells nothing by events.
    if (!finished) process.stderr.write(`${message}\n`);
    return exitCodeOf(outcome);
  } finally {
    stop();
  }
}
