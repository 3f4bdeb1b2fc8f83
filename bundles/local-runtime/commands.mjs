/**
 * The main function of a helper that Terraform runs: `node setup.mjs COMMAND`, with settings as JSON
 * in the environment. Prints what went wrong and sets the exit code.
 *
 * @param {Record<string, (settings: any) => unknown>} commands
 */
export async function runCommand(commands) {
  const name = process.argv[2] ?? '';
  try {
    if (!Object.hasOwn(commands, name)) throw new Error(`Say one of ${Object.keys(commands).join(', ')}.`);
    await commands[name](JSON.parse(process.env.SETTINGS ?? '{}'));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
