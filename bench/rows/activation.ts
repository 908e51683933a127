import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Row } from '../measure.ts';
import { spreadOf } from '../measure.ts';

const PROBE = fileURLToPath(new URL('activationProbe.cjs', import.meta.url));
const RUNS = 15;

/** Loading and activating the extension, each time in a new process; VS Code's API is a stand-in. */
export function measureActivation(extensionBundle: string): Row[] {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const { status, stdout, stderr } = spawnSync(process.execPath, [PROBE, extensionBundle], {
      encoding: 'utf8',
    });
    if (status !== 0) {
      const [reason = `exit code ${status}`] = /^\w*Error\b.*$/m.exec(stderr) ?? [];
      return [{ name: 'activate the extension', values: reason, unit: 'ms' }];
    }
    times.push(Number(stdout));
  }
  return [{ name: 'activate the extension', values: spreadOf(times), unit: 'ms' }];
}
