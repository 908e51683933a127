// Runs npm and tells what it downloads. Plain JavaScript without dependencies: it runs before anything is installed.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** What npm writes about each file that it downloads, or finds in its cache. */
const PACKAGE = /^npm http (?:fetch GET 200|cache) (\S+\.tgz)\b/;

const REDRAWN_EVERY_MS = 500;

/** The name in the address of a package: `@scope/name` of `https://…/@scope/name/-/name-1.0.0.tgz`. */
export function packageIn(/** @type {string} */ line) {
  const [, address] = PACKAGE.exec(line) ?? [];
  if (address === undefined) return undefined;
  const [, name] =
    /^https?:\/\/[^/]+\/(.+)\/-\/[^/]+\.tgz$/.exec(address.replace(/^.*@(?=https?:)/, '')) ?? [];
  return name;
}

/**
 * The line of the progress.
 * @param {string} what is installed
 * @param {{ packages: number, of: number | undefined, newest: string | undefined, seconds: number }} state
 */
export function progressText(what, { packages, of, newest, seconds }) {
  const count = of === undefined ? `${packages}` : `${Math.min(packages, of)} of ${of}`;
  const downloaded = packages === 0 ? '' : ` · ${count} packages${newest ? `, ${newest}` : ''}`;
  return `${what}${downloaded} · ${seconds} s`;
}

/**
 * Runs npm, if possible the one that started this script. A terminal shows the progress in one line, which is redrawn;
 * elsewhere the beginning and the end are one line each. Errors of npm are printed as they are.
 * @param {readonly string[]} npmArguments
 * @param {object} options
 * @param {string} options.cwd
 * @param {string} options.what is installed
 * @param {number} [options.of] number of packages, if it is known
 * @param {(end: () => void) => void} [options.onStart] takes what ends npm
 * @returns {Promise<number>} the exit code
 */
export async function npmWithProgress(npmArguments, { cwd, what, of, onStart }) {
  const npmCli = process.env.npm_execpath;
  const [command, first] = npmCli?.endsWith('npm-cli.js')
    ? [process.execPath, [npmCli]]
    : ['npm', []];
  const child = spawn(command, [...first, ...npmArguments, '--loglevel=http', '--no-progress'], {
    cwd,
    stdio: ['inherit', 'pipe', 'pipe'],
    // npm is a batch file on Windows, which only a shell can start.
    shell: command === 'npm' && process.platform === 'win32',
  });
  onStart?.(() => child.kill());
  const isTerminal = process.stdout.isTTY === true;
  const startedMs = Date.now();
  /** @type {Set<string>} */
  const packages = new Set();
  /** @type {string | undefined} */
  let newest;
  const text = () =>
    progressText(what, {
      ...{ packages: packages.size, of, newest },
      seconds: Math.round((Date.now() - startedMs) / 1000),
    });
  const draw = () =>
    process.stdout.write(`\r\x1b[K${text().slice(0, (process.stdout.columns || 80) - 1)}`);
  const clear = () => isTerminal && process.stdout.write('\r\x1b[K');
  if (!isTerminal) console.log(`${what} …`);
  const timer = isTerminal ? setInterval(draw, REDRAWN_EVERY_MS) : undefined;
  createInterface({ input: child.stderr }).on('line', (line) => {
    const name = packageIn(line);
    if (name !== undefined) {
      packages.add(name);
      newest = name;
    } else if (/^npm error/.test(line)) {
      clear();
      console.error(line);
    }
  });
  child.stdout.resume();
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => resolve(code ?? (signal ? 128 : 1)));
    });
  } finally {
    clearInterval(timer);
    clear();
    newest = undefined;
    console.log(text());
  }
}
