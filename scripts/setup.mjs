// `node scripts/setup.mjs scripts/NAME.ts [argument…]` prepares a fresh clone, then runs that script in the same
// process, so that a signal sent to npm reaches it. Plain JavaScript without dependencies: it runs before anything is
// installed.
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { npmWithProgress } from './npmProgress.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** The test runner and the linters do not start on older versions. */
function requireNode20() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`CAM Lens needs Node.js 20.19 or newer; this is ${process.version}.`);
  process.exit(1);
}

/** @param {string} file */
function modifiedMs(file) {
  return statSync(path.join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** npm writes node_modules/.package-lock.json last: it is missing after an interrupted installation. */
function dependenciesAreCurrent() {
  return modifiedMs('node_modules/.package-lock.json') >= modifiedMs('package-lock.json');
}

async function installDependencies() {
  const lock = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  // Those of other platforms are not installed.
  const packages = Object.values(lock.packages).filter(({ integrity, os }) => integrity && !os);
  const what = 'Installing the dependencies of CAM Lens';
  const exitCode = await npmWithProgress(['ci'], { cwd: root, what, of: packages.length });
  if (exitCode === 0) return;
  console.error('The dependencies could not be installed: see the messages of npm above.');
  process.exit(1);
}

requireNode20();
process.chdir(root);
if (!dependenciesAreCurrent()) await installDependencies();

const script = process.argv[2];
if (script) {
  process.argv.splice(1, 2, path.resolve(root, script));
  const { register } = await import('tsx/esm/api');
  register();
  await import(pathToFileURL(path.resolve(root, script)).href);
}
