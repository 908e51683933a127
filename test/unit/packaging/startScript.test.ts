import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, it } from 'mocha';
import { inRepository } from '../../../scripts/repository.ts';

describe('npm start', () => {
  it('loads its parts as npm runs them, not only in the test runner', () => {
    const part = path.join('scripts', 'firstSteps', 'samplesServer.ts');
    const { status, stderr } = spawnSync(process.execPath, ['scripts/setup.mjs', part], {
      cwd: inRepository('.'),
      encoding: 'utf8',
    });
    assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
  });
});
