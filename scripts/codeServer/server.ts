import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { endProcessTree, endProcessTreeNow } from '../../src/modelExport/processTree.ts';
import type { CodeServer } from './install.ts';
import { codeServerVersion, installCodeServer } from './install.ts';
import { quietSettings } from './settings.ts';

const startTimeoutMs = 60_000;

export interface ServerOptions {
  /** Folder of installed extensions. */
  readonly extensionsFolder: string;
  /** User settings beside the quiet ones. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly environment?: Readonly<Record<string, string>>;
  /** Lets the address of a window name an extension under development and its tests. That hides notifications. */
  readonly allowTestsInAddress?: boolean;
  /** Folders are trusted only once the person says so; otherwise all are. */
  readonly asksForTrust?: boolean;
  /** 0 or nothing: any free port. */
  readonly port?: number;
}

export interface RunningServer {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  readonly port: number;
  /** Resolves when the server's process has ended, whatever ended it. */
  readonly ended: Promise<void>;
  /** Everything that the server has printed. */
  output(): string;
  /** Ends the server with all its processes and removes its user data. May be called again. */
  stop(): Promise<void>;
}

/** Starts code-server with user data of its own in a temporary folder. Throws when it does not answer within a minute. */
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
  // Whatever ends this process, also while the server starts: the server ends with it.
  const endNow = () => endProcessTreeNow(child);
  process.once('exit', endNow);
  const stop = async () => {
    await endProcessTree(child, ended);
    process.off('exit', endNow);
    rmSync(userData, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  try {
    const port = await listeningPort(child, () => output);
    return { origin: `http://127.0.0.1:${port}`, port, ended, output: () => output, stop };
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
  const settings = JSON.stringify({ ...quietSettings, ...options.settings }, null, 2);
  writeFileSync(path.join(userData, 'User', 'settings.json'), settings);
  const configuration = path.join(userData, 'config.yaml');
  writeFileSync(configuration, 'auth: none\ncert: false\n');
  const serverArguments = [
    ...['--config', configuration, '--auth', 'none'],
    ...['--bind-addr', `127.0.0.1:${options.port ?? 0}`],
    ...['--user-data-dir', userData, '--extensions-dir', options.extensionsFolder],
    ...['--disable-telemetry', '--disable-update-check'],
    ...(options.asksForTrust ? [] : ['--disable-workspace-trust']),
    ...['--disable-getting-started-override', '--disable-proxy', '--ignore-last-opened'],
    ...(options.allowTestsInAddress ? testDriverArguments() : []),
  ];
  return spawn(codeServer.node, [codeServer.entry, ...serverArguments], {
    env: { ...serverEnvironment(), ...temporaryFolders(userData), ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own, so that everything which the server starts can be ended together.
    detached: process.platform !== 'win32',
  });
}

/** What the server and its extensions leave in temporary folders and caches goes with its user data. macOS: the path is too long for sockets. */
function temporaryFolders(userData: string): Record<string, string> {
  if (process.platform !== 'linux') return {};
  const folder = path.join(userData, 'tmp');
  mkdirSync(folder);
  return { TMPDIR: folder, XDG_RUNTIME_DIR: folder, XDG_CACHE_HOME: folder };
}

/** This process's environment without what would change how a code-server behaves; no extension gallery. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) =>
      !/^(VSCODE_|CODE_SERVER_|PASSWORD$|HASHED_PASSWORD$|PORT$|NODE_OPTIONS$)/.test(name),
  );
  return { ...Object.fromEntries(inherited), EXTENSIONS_GALLERY: '{}' };
}

/** Newer versions run tests that the address names only with this option; older ones do not know it. */
function testDriverArguments(): string[] {
  const minorVersion = Number(codeServerVersion.split('.')[1]);
  return minorVersion > 110 ? ['--vscode-option', 'enable-smoke-test-driver'] : [];
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
