import { execFile } from 'node:child_process';
import { access, constants, readdir } from 'node:fs/promises';
import path from 'node:path';

/** Folders that hold `bin` folders of PostgreSQL versions, where packages for each system put them. */
const installations = [
  '/usr/lib/postgresql',
  '/opt/homebrew/opt',
  '/usr/local/opt',
  '/Library/PostgreSQL',
  'C:\\Program Files\\PostgreSQL',
];

/**
 * Finds a program of PostgreSQL: on PATH, else the newest where packages put it.
 *
 * @param {string} name Such as `initdb`.
 * @returns {Promise<string>} Absolute path. Rejects with a message that says what to install.
 */
export async function findProgram(name) {
  const onPath = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  for (const folder of [...onPath, ...(await installed())]) {
    const program = path.join(folder, process.platform === 'win32' ? `${name}.exe` : name);
    if (await canRun(program)) return program;
  }
  throw new Error(
    `\`${name}\` of PostgreSQL is not on this machine. Install the PostgreSQL server (apt install postgresql, ` +
      `brew install postgresql@17), or use the bundle local-pglite, which needs Node alone.`,
  );
}

async function installed() {
  const folders = [];
  for (const place of installations) {
    const names = await readdir(place).catch(() => []);
    const versions = names.filter((name) => /^(postgresql(@\d+)?|[\d.]+)$/.test(name));
    versions.sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
    folders.push(...versions.map((version) => path.join(place, version, 'bin')));
  }
  return folders;
}

function canRun(program) {
  return access(program, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/**
 * PostgreSQL refuses to run as root, so root lends it another account.
 *
 * @returns {Promise<{uid: number, gid: number} | null>} null when the present one will do.
 */
export async function serverAccount() {
  if (process.getuid?.() !== 0) return null;
  for (const name of ['postgres', 'nobody']) {
    const ids = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]).catch(() => undefined);
    if (ids !== undefined) return { uid: Number(ids[0]), gid: Number(ids[1]) };
  }
  throw new Error('PostgreSQL does not run as root, and there is neither a user `postgres` nor `nobody` to run it as.');
}

/**
 * Runs a program to its end.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{account?: {uid: number, gid: number} | null, environment?: Record<string, string>}} [how]
 * @returns {Promise<string>} What it printed. Rejects with what it said when it fails.
 */
export function run(program, args, { account = null, environment = {} } = {}) {
  // An account that is lent may not enter the folder that the run works in.
  const options = { ...account, cwd: account === null ? process.cwd() : '/', env: { ...process.env, ...environment } };
  return new Promise((resolve, reject) => {
    execFile(program, args, options, (error, stdout, stderr) => {
      if (error === null) return resolve(stdout);
      const said = `${stdout}${stderr}`.trim() || error.message;
      reject(new Error(`${path.basename(program)} failed:\n${said}`));
    });
  });
}
