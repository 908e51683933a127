import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { endProcessTree, endProcessTreeNow } from '../../src/exportRunner/processTree.ts';
import type { CodeServer } from './install.ts';
import { codeServerVersion, installCodeServer } from './install.ts';
import { quietSettings } from './settings.ts';

const startTimeoutMs = 60_000;

export interface ServerOptions {
  /** Folder of installed extensions. */
  readonly extensionsFolder: string;
  /** The only built-in extensions of VS Code that are available; default: all of them. */
  readonly builtInExtensions?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Allows a window's address to name an extension under development and its tests. This hides notifications. */
  readonly allowTestsInAddress?: boolean;
  /** Whether the settings of a window decide about trust; otherwise every folder is trusted. */
  readonly hasTrustSetting?: boolean;
  /** 0 or undefined: any free port. */
  readonly port?: number;
}

export interface RunningServer {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  readonly port: number;
  /** Resolves when the server's process has ended, whatever ended it. */
  readonly ended: Promise<void>;
  /** The complete output of the server. */
  output(): string;
  /** Sets these user settings in addition to the quiet ones. Open windows follow. */
  writeSettings(settings: Readonly<Record<string, unknown>>): void;
  /** Sets these keyboard shortcuts of the user. */
  writeKeybindings(keybindings: readonly Keybinding[]): void;
  /** Ends the server with all its processes and removes its user data. May be called again. */
  stop(): Promise<void>;
}

/** As in keybindings.json. */
export interface Keybinding {
  readonly key: string;
  readonly command: string;
  readonly args?: unknown;
}

/** Starts code-server with separate user data in a temporary folder. Throws when it does not answer within a minute. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const codeServer = await installCodeServer();
  const userData = mkdtempSync(path.join(tmpdir(), 'cam-lens-user-'));
  const child = spawnServer(codeServer, userData, options);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (data) => {
      output += data;
    });
  }
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const removeUserData = () =>
    rmSync(userData, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  // If this process ends for any reason, also while the server starts, the server ends with it.
  const endNow = () => {
    endProcessTreeNow(child);
    removeUserData();
  };
  process.once('exit', endNow);
  const stop = async () => {
    await endProcessTree(child, ended);
    process.off('exit', endNow);
    removeUserData();
  };
  try {
    const port = await listeningPort(child, () => output);
    return {
      origin: `http://127.0.0.1:${port}`,
      port,
      ended,
      output: () => output,
      writeSettings: (settings) =>
        writeUserFile(userData, 'settings.json', { ...quietSettings, ...settings }),
      writeKeybindings: (keybindings) => writeUserFile(userData, 'keybindings.json', keybindings),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function spawnServer(
  codeServer: CodeServer,
  userData: string,
  options: ServerOptions,
): ChildProcess {
  mkdirSync(path.join(userData, 'User'));
  writeUserFile(userData, 'settings.json', quietSettings);
  const configuration = path.join(userData, 'config.yaml');
  writeFileSync(configuration, 'auth: none\ncert: false\n');
  const serverArguments = [
    ...['--config', configuration, '--auth', 'none'],
    ...['--bind-addr', `127.0.0.1:${options.port ?? 0}`],
    ...['--user-data-dir', userData, '--extensions-dir', options.extensionsFolder],
    ...['--disable-telemetry', '--disable-update-check'],
    ...(options.hasTrustSetting ? [] : ['--disable-workspace-trust']),
    ...['--disable-getting-started-override', '--disable-proxy', '--ignore-last-opened'],
    ...(options.allowTestsInAddress ? vsCodeOption('enable-smoke-test-driver') : []),
    ...(options.builtInExtensions
      ? vsCodeOption(
          `builtin-extensions-dir=${linkExtensions(codeServer, options.builtInExtensions, userData)}`,
        )
      : []),
  ];
  return spawn(codeServer.node, [codeServer.entry, ...serverArguments], {
    env: { ...serverEnvironment(), ...temporaryFolders(userData), ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A separate process group, so that everything that the server starts can be ended together.
    detached: process.platform !== 'win32',
  });
}

/**
 * Temporary folders and caches of the server and its extensions are removed with its user data. Not on macOS, where the
 * path is too long for sockets.
 */
function temporaryFolders(userData: string): Record<string, string> {
  if (process.platform !== 'linux') return {};
  const folder = path.join(userData, 'tmp');
  mkdirSync(folder);
  return { TMPDIR: folder, XDG_RUNTIME_DIR: folder, XDG_CACHE_HOME: folder };
}

/** This process's environment without variables that change the behaviour of code-server; no extension gallery. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) =>
      !/^(VSCODE_|CODE_SERVER_|PASSWORD$|HASHED_PASSWORD$|PORT$|NODE_OPTIONS$)/.test(name),
  );
  return { ...Object.fromEntries(inherited), EXTENSIONS_GALLERY: '{}' };
}

/** An option of VS Code itself; older versions do not have it and run without it. */
function vsCodeOption(option: string): string[] {
  const minorVersion = Number(codeServerVersion.split('.')[1]);
  return minorVersion > 110 ? ['--vscode-option', option] : [];
}

/** A folder with only these extensions of VS Code, so that it need not read the others for each window. */
function linkExtensions(
  codeServer: CodeServer,
  names: readonly string[],
  userData: string,
): string {
  const folder = path.join(userData, 'built-in');
  mkdirSync(folder);
  for (const name of names) {
    symlinkSync(path.join(codeServer.builtInExtensions, name), path.join(folder, name), 'junction');
  }
  return folder;
}

function writeUserFile(userData: string, name: string, content: unknown): void {
  writeFileSync(path.join(userData, 'User', name), JSON.stringify(content, null, 2));
}

async function listeningPort(child: ChildProcess, output: () => string): Promise<number> {
  const deadlineMs = Date.now() + startTimeoutMs;
  for (;;) {
    const port = /HTTP server listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(output())?.[1];
    if (port) return Number(port);
    if (child.exitCode !== null) {
      throw new Error(`code-server ended with exit code ${child.exitCode}:\n${output()}`);
    }
    if (Date.now() > deadlineMs) throw new Error(`code-server did not start:\n${output()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
