import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { quietSettings } from './codeServer/settings.ts';
import { firstStepsExtension } from './firstSteps/firstSteps.ts';
import { repositoryRoot } from './repository.ts';

const isWindows = process.platform === 'win32';

/**
 * The command of a desktop VS Code that works here, or undefined. It needs a screen; the `code` of a remote terminal
 * cannot load an extension under development, and root may not start one.
 */
export function findDesktop(): string | undefined {
  const { DISPLAY, WAYLAND_DISPLAY, VSCODE_IPC_HOOK_CLI } = process.env;
  if (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY) return undefined;
  if (VSCODE_IPC_HOOK_CLI) return undefined;
  const { status, stdout } = spawnSync('code', ['--version'], {
    encoding: 'utf8',
    env: { ...process.env, DONT_PROMPT_WSL_INSTALL: '1' },
    shell: isWindows,
    timeout: 20_000,
  });
  return status === 0 && /^\d+\.\d+\.\d+/.test(stdout) ? 'code' : undefined;
}

/**
 * Opens the folder in desktop VS Code with the extension of this repository and the first steps, and waits until the
 * window is closed or the user interrupts. It runs with separate user data, so that it is a separate process that can
 * be ended.
 * @param environment variables for its extensions
 */
export async function openDesktop(
  command: string,
  folder: string,
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  const userData = mkdtempSync(path.join(tmpdir(), 'cam-lens-user-'));
  mkdirSync(path.join(userData, 'User'));
  writeFileSync(path.join(userData, 'User', 'settings.json'), JSON.stringify(quietSettings));
  const child = spawn(
    command,
    [
      ...['--new-window', '--wait', '--disable-workspace-trust'],
      ...[repositoryRoot, firstStepsExtension].map((each) => `--extensionDevelopmentPath=${each}`),
      ...[`--user-data-dir=${userData}`, folder],
    ],
    { stdio: 'inherit', shell: isWindows, env: { ...process.env, ...environment } },
  );
  console.log('VS Code opens with CAM Lens. Press Ctrl-C to close it.');
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      endMainProcess(userData);
      child.kill();
    });
  }
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 0));
  });
  endMainProcess(userData);
  rmSync(userData, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  process.exit(exitCode);
}

/** `code` only starts VS Code; the main process writes its id into the user data. */
function endMainProcess(userData: string): void {
  try {
    const processId = Number(readFileSync(path.join(userData, 'code.lock'), 'utf8'));
    if (processId > 1) process.kill(processId);
  } catch {
    // It has not started or has already ended.
  }
}
