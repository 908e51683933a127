import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Log files for the server, in place of the native @vscode/spdlog. */
const spdlog = `
const fs = require('node:fs');
const path = require('node:path');
const levels = ['trace', 'debug', 'info', 'warn', 'error', 'critical'];
class Logger {
  constructor(file) { this.file = file; this.level = 2; fs.mkdirSync(path.dirname(file), { recursive: true }); }
  write(level, message) {
    if (level < this.level) return;
    try {
      fs.appendFileSync(this.file, new Date().toISOString() + ' [' + levels[level] + '] ' + message + '\\n');
    } catch { /* the folder is gone: the server is ending */ }
  }
  getLevel() { return this.level; }
  setLevel(level) { this.level = level; }
  setPattern() {} clearFormatters() {} flush() {} drop() {}
}
levels.forEach((name, level) => { Logger.prototype[name] = function (message) { this.write(level, message); }; });
exports.version = 11500;
exports.setLevel = exports.setFlushOn = exports.shutdown = () => {};
exports.createRotatingLogger = exports.createAsyncRotatingLogger = async (_name, file) => new Logger(file);
`;

/** Ends the process of a server that hangs: not needed, because the tests end it themselves. */
const watchdog = 'exports.start = () => {}; exports.exit = (code) => process.exit(code ?? 0);\n';

/** Hashes a password: not needed, because the server listens only on this machine and has none. */
const argon2 = `
exports.hash = exports.verify = async () => { throw new Error('This code-server has no password.'); };
`;

/**
 * Without a compiler, a few native modules of code-server are missing. Those that it loads at start are replaced by the
 * few lines that are needed here. `packageFolder` is the installed package `code-server`.
 */
export function replaceNativeModules(packageFolder: string): void {
  const modules = path.join(packageFolder, 'lib/vscode/node_modules');
  replaceModule(path.join(modules, '@vscode/spdlog'), spdlog);
  replaceModule(path.join(modules, '@vscode/native-watchdog'), watchdog);
  replaceModule(path.join(modules, 'native-watchdog'), watchdog);
  for (const argon2Folder of [
    path.join(packageFolder, 'node_modules/argon2'),
    path.join(packageFolder, '../argon2'),
  ]) {
    if (!existsSync(path.join(argon2Folder, 'prebuilds'))) replaceModule(argon2Folder, argon2);
  }
  const archive = path.join(packageFolder, 'lib/vscode/node_modules.asar');
  // Older versions look for their modules under this name. The link is relative, because the folder is moved when it is
  // complete.
  if (!existsSync(archive)) symlinkSync('node_modules', archive, 'dir');
}

function replaceModule(folder: string, code: string): void {
  const manifestFile = path.join(folder, 'package.json');
  if (!existsSync(manifestFile)) return;
  const { main = 'index.js' } = JSON.parse(readFileSync(manifestFile, 'utf8')) as { main?: string };
  writeFileSync(path.join(folder, /\.c?js$/.test(main) ? main : `${main}.js`), code);
}
