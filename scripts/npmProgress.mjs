// Runs npm and tells what it downloads. Plain JavaScript without dependencies: it runs before anything is installed.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** What npm writes about each answer of the registry, and about packages in its cache. */
const ANSWER = /^npm http (?:fetch GET 200 |cache .*@)https?:\/\/[^/\s]+\/(\S+)/;

const REDRAWN_EVERY_MS = 500;

/**
 * The package that a line of npm is about: the registry was asked about it, or its files were downloaded.
 * @param {string} line
 */
export function packageIn(line) {
  const [, path] = ANSWER.exec(line) ?? [];
  if (path === undefined) return undefined;
  const [name = '', file] = decodeURIComponent(path).split('/-/');
  return { name, isDownloaded: file?.endsWith('.tgz') ?? false };
}

/**
 * The line of the progress.
 * @param {string} what is installed
 * @param {{ found: number, downloaded: number, of: number | undefined, newest: string | undefined, seconds: number }} state
 */
export function progressText(what, { found, downloaded, of, newest, seconds }) {
  const count = downloaded || found;
  const known = of === undefined ? `${count}` : `${Math.min(count, of)} of ${of}`;
  const done = `${known} packages ${downloaded > 0 ? 'downloaded' : 'found'}`;
  return [what, ...(count > 0 ? [done] : []), ...(newest ? [newest] : []), `${seconds} s`].join(
    ' · ',
  );
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
  const found = new Set();
  /** @type {Set<string>} */
  const downloaded = new Set();
  /** @type {string | undefined} */
  let newest;
  const text = () =>
    progressText(what, {
      ...{ found: found.size, downloaded: downloaded.size, of, newest },
      seconds: Math.round((Date.now() - startedMs) / 1000),
    });
  const draw = () =>
    process.stdout.write(`\r\x1b[K${text().slice(0, (process.stdout.columns || 80) - 1)}`);
  const clear = () => isTerminal && process.stdout.write('\r\x1b[K');
  if (!isTerminal) console.log(`${what} …`);
  const timer = isTerminal ? setInterval(draw, REDRAWN_EVERY_MS) : undefined;
  createInterface({ input: child.stderr }).on('line', (line) => {
    const about = packageIn(line);
    if (about) {
      (about.isDownloaded ? downloaded : found).add(about.name);
      newest = about.name;
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
