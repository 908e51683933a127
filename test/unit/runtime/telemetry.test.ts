import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Opens the sample and explains a picture, like every caller of the library. */
const PROGRAM = `
import { Engine } from './src/cam/engine.ts';
const engine = new Engine();
await engine.explain('samples/scenes-gap.onnx', 'samples/pictures/beach-01.png');
await engine.dispose();
`;

describe('the runtime', () => {
  it('leaves no identifier and no record of what was run in the home folder', async function () {
    this.timeout(60_000);
    if (process.platform === 'win32') this.skip(); // there the runtime writes to the system's own trace
    const home = await mkdtemp(path.join(os.tmpdir(), 'cam-lens-home-'));
    try {
      const { ORT_DISABLE_TELEMETRY: _, ...env } = process.env;
      await run(process.execPath, ['--import=tsx', '--input-type=module', '--eval', PROGRAM], {
        env: { ...env, HOME: home, XDG_CACHE_HOME: path.join(home, 'cache'), TMPDIR: home },
      });
      assert.deepEqual(
        (await readdir(home)).filter((name) => !name.startsWith('tsx-')),
        [],
      );
    } finally {
      await rm(home, { recursive: true });
    }
  });
});
