import { spawn } from 'node:child_process';
import { buildAll } from './bundles.ts';
import { endWithParent, exitWithSuccessAtSignals, withCleanup } from './cleanup.ts';
import { runMain } from './command.ts';
import { findDesktop, openDesktop } from './desktop.ts';
import { firstStepsEnvironment } from './firstSteps/firstSteps.ts';
import { startSamplesServer } from './firstSteps/samplesServer.ts';
import { samplesFolder } from './repository.ts';

/** What a new user does first. */
const NEXT = 'Right-click an image in the explorer, and choose Show CAM.';

const parentId = process.ppid;

await runMain(async () => {
  exitWithSuccessAtSignals();
  endWithParent(parentId);
  await buildAll({ production: false });
  const desktop = findDesktop();
  if (!desktop) return serveSamples();
  console.log(`\nVS Code opens with CAM Lens. ${NEXT}\n`);
  await openDesktop(desktop, samplesFolder, firstStepsEnvironment());
});

/** Serves VS Code with the extension on the sample workspace until the user stops it. */
function serveSamples(): Promise<void> {
  return withCleanup(async (onEnd) => {
    const port = Number(process.env.CAM_LENS_PORT ?? 0);
    const environment = firstStepsEnvironment();
    const options = { folder: samplesFolder, port, environment };
    const { server, address } = await startSamplesServer(options, onEnd);
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
