import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Problem, runNpm } from '../command.ts';
import { downloadsFolder } from '../repository.ts';

const npmChromium = { name: '@sparticuz/chromium', version: '153.0.0' };

/** In order of preference: a browser without windows opens a page twice as fast. */
const executableNames = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
];

/** Newer Debian releases have the first. */
const debianPackages = ['chromium-headless-shell', 'chromium'];

const installedOnMac = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];

const installedOnWindows = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
];

/** Thrown when no browser is available; the message says what to do. */
export class NoBrowser extends Problem {}

/**
 * Absolute path of a Chromium that runs here: `CHROME_PATH`; else an installed Chromium, Chrome or Edge; else Debian's
 * package, installed if this is allowed; else the one inside an npm package. Throws {@link NoBrowser}.
 */
export async function findBrowser(): Promise<string> {
  const chosen = process.env.CHROME_PATH;
  if (chosen) {
    if (existsSync(chosen)) return chosen;
    throw new NoBrowser(`CHROME_PATH names ${chosen}, which does not exist.`);
  }
  const browser = installedBrowser() ?? debianChromium() ?? (await chromiumFromNpm());
  if (browser) return browser;
  throw new NoBrowser(
    'The tests need a browser: install Chromium, Chrome or Edge, or set CHROME_PATH to its executable.',
  );
}

function installedBrowser(): string | undefined {
  if (process.platform === 'darwin') return installedOnMac.find((file) => existsSync(file));
  if (process.platform === 'win32') {
    const { ProgramFiles, LOCALAPPDATA, 'ProgramFiles(x86)': programFilesX86 } = process.env;
    return [ProgramFiles, programFilesX86, LOCALAPPDATA]
      .flatMap((folder) =>
        folder ? installedOnWindows.map((file) => path.join(folder, file)) : [],
      )
      .find((file) => existsSync(file));
  }
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return executableNames
    .flatMap((name) => folders.map((folder) => path.join(folder, name)))
    .find((file) => existsSync(file) && runs(file));
}

/** Whether the browser starts: Ubuntu's `chromium-browser` may be a hint to install a snap, libraries may be missing. */
function runs(executable: string): boolean {
  const { status } = spawnSync(executable, ['--version', '--no-sandbox'], {
    stdio: 'ignore',
    timeout: 20_000,
  });
  return status === 0;
}

function debianChromium(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined;
  if (spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status !== 0) return undefined;
  const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  const wait = '-oDPkg::Lock::Timeout=120';
  spawnSync('apt-get', [wait, '-q', 'update'], { ...options, stdio: 'ignore' });
  for (const name of debianPackages) {
    console.log(`Installing Debian's package ${name} for the tests …`);
    const install = [wait, '-q', 'install', '--yes', '--no-install-recommends', name];
    const { status, stderr } = spawnSync('apt-get', install, { ...options, encoding: 'utf8' });
    if (status === 0) return installedBrowser();
    console.log(`apt-get could not install ${name}: ${stderr.trim()}`);
  }
  return undefined;
}

/** A headless Chromium for Linux on x64 that is inside an npm package. It needs libnss3 from the system. */
async function chromiumFromNpm(): Promise<string | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const { name, version } = npmChromium;
  const home = path.join(downloadsFolder, `chromium-${version}`);
  const requireFromHome = createRequire(path.join(home, 'package.json'));
  if (!existsSync(path.join(home, '.complete'))) {
    console.log('Installing a headless Chromium from npm for the tests …');
    mkdirSync(home, { recursive: true });
    writeFileSync(path.join(home, 'package.json'), '{ "private": true }');
    const flags = ['--force', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    await runNpm(['install', `${name}@${version}`, ...flags], { cwd: home });
    writeFileSync(path.join(home, '.complete'), '');
  }
  const { default: chromium } = (await import(
    pathToFileURL(requireFromHome.resolve(name)).href
  )) as { default: { executablePath(): Promise<string> } };
  // The package unpacks itself into the system's temporary folder; here it stays beside the package.
  const { TMPDIR } = process.env;
  process.env.TMPDIR = home;
  try {
    const executable = await chromium.executablePath();
    return runs(executable) ? executable : undefined;
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
  }
}
