// `node scripts/setup.mjs scripts/NAME.ts [argument…]` prepares a fresh clone, then runs that script in the same
// process, so that a signal sent to npm reaches it. Plain JavaScript without dependencies: it runs before anything is
// installed.
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

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

function installDependencies() {
  console.log('Installing dependencies (npm ci) …');
  const npmCli = process.env.npm_execpath;
  const options = { cwd: root, stdio: /** @type {const} */ ('inherit') };
  const result = npmCli?.endsWith('npm-cli.js')
    ? spawnSync(process.execPath, [npmCli, 'ci'], options)
    : spawnSync('npm ci', { ...options, shell: true });
  if (result.status === 0) return;
  console.error('The dependencies could not be installed: see the messages of npm above.');
  process.exit(1);
}

requireNode20();
process.chdir(root);
if (!dependenciesAreCurrent()) installDependencies();

const script = process.argv[2];
if (script) {
  process.argv.splice(1, 2, path.resolve(root, script));
  const { register } = await import('tsx/esm/api');
  register();
  await import(pathToFileURL(path.resolve(root, script)).href);
}
