import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { samplesFolder } from '../../../scripts/repository.ts';
import { bundleTestProgram } from '../../support/bundleOnce.ts';

const run = promisify(execFile);

describe('the runtime', () => {
  it('leaves no identifier and no record of what was run in the home folder', async function () {
    this.timeout(60_000);
    if (process.platform === 'win32') this.skip(); // there the runtime writes to the system's own trace
    const home = await mkdtemp(path.join(os.tmpdir(), 'cam-lens-home-'));
    try {
      const { ORT_DISABLE_TELEMETRY: _, ...env } = process.env;
      const program = await bundleTestProgram('test/unit/runtime/explainOnce.ts');
      const picture = path.join(samplesFolder, 'pictures', 'beach', 'beach-01.png');
      await run(process.execPath, [program, path.join(samplesFolder, 'scenes-gap.onnx'), picture], {
        env: { ...env, HOME: home, XDG_CACHE_HOME: path.join(home, 'cache'), TMPDIR: home },
      });
      assert.deepEqual(await readdir(home), []);
    } finally {
      await rm(home, { recursive: true });
    }
  });
});
