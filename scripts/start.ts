import { spawn } from 'node:child_process';
import { buildAll } from './bundles.ts';
import { endWithParent, exitWithSuccessAtSignals, withCleanup } from './cleanup.ts';
import { windowAddress } from './codeServer/address.ts';
import { linkedExtension } from './codeServer/extensions.ts';
import { startServer } from './codeServer/server.ts';
import { runMain } from './command.ts';
import { findDesktop, openDesktop } from './desktop.ts';
import { samplesFolder } from './repository.ts';

/** What a new user does first. */
const NEXT = 'Open “pictures”, right-click a picture, and choose Show CAM.';

const parentId = process.ppid;

await runMain(async () => {
  exitWithSuccessAtSignals();
  endWithParent(parentId);
  await buildAll({ production: false });
  const desktop = findDesktop();
  if (!desktop) return serveSamples();
  console.log(`\nVS Code opens with CAM Lens. ${NEXT}\n`);
  await openDesktop(desktop, samplesFolder);
});

/** Serves VS Code with the extension on the sample workspace until the user stops it. */
function serveSamples(): Promise<void> {
  return withCleanup(async (onEnd) => {
    const extensions = linkedExtension();
    onEnd(extensions.remove);
    const port = Number(process.env.CAM_LENS_PORT ?? 0);
    const server = await startServer({ extensionsFolder: extensions.path, port });
    onEnd(server.stop);
    const address = windowAddress(server, { folder: samplesFolder });
    console.log(`\nCAM Lens is ready: ${address}\n${NEXT}\nPress Ctrl-C to stop.\n`);
    openInBrowser(address);
    await server.ended;
  });
}

/** Opens the address if there is a screen. */
function openInBrowser(address: string): void {
  const hasScreen =
    process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (process.env.CI || !(hasScreen || process.env.BROWSER)) return;
  const [command, commandArguments] = browserCommand(address);
  const child = spawn(command, commandArguments, { stdio: 'ignore', detached: true });
  child.on('error', () => {}); // The address is printed above.
  child.unref();
}

function browserCommand(address: string): [string, string[]] {
  if (process.platform === 'win32')
    return ['cmd', ['/c', 'start', '""', address.replaceAll('&', '^&')]];
  if (process.platform === 'darwin') return ['open', [address]];
  return [process.env.BROWSER ?? 'xdg-open', [address]];
}
