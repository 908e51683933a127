import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { windowAddress } from '../codeServer/address.ts';
import { linkedExtension } from '../codeServer/extensions.ts';
import type { RunningServer } from '../codeServer/server.ts';
import { startServer } from '../codeServer/server.ts';
import { firstStepsExtension } from './firstSteps.ts';

export interface SamplesServerOptions {
  /** Absolute path of the samples, or of a copy. */
  folder: string;
  /** 0: any free port. */
  port: number;
  environment: Readonly<Record<string, string>>;
}

/**
 * Serves VS Code in the browser with the extension of the last build and the first steps.
 * @param onEnd takes what has to be undone
 * @returns the server, and the address of a window with the samples
 */
export async function startSamplesServer(
  { folder, port, environment }: SamplesServerOptions,
  onEnd: (cleanup: () => void | Promise<void>) => void,
): Promise<{ server: RunningServer; address: string }> {
  const extensions = linkedExtension();
  onEnd(extensions.remove);
  const link = path.join(extensions.path, 'cam-lens.cam-lens-first-steps-0.0.0');
  symlinkSync(firstStepsExtension, link, 'junction');
  const server = await startServer({ extensionsFolder: extensions.path, port, environment });
  onEnd(server.stop);
  return { server, address: windowAddress(server, { folder }) };
}
