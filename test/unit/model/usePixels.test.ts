import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Engine } from '../../../src/cam/engine.ts';

const SETTINGS = { channels: 'BGR', scale: 1, mean: [1, 2, 3], std: [4, 5, 6] } as const;

describe('Values of pixels that are taken over', () => {
  const engine = new Engine();
  let folder: string;
  let sidecar: string;
  const take = () =>
    engine.usePixels(path.join(folder, 'net.onnx'), {
      ...SETTINGS,
      mean: [...SETTINGS.mean],
      std: [...SETTINGS.std],
    });

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'cam-lens-pixels-'));
    sidecar = path.join(folder, 'net.cam.json');
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  after(() => engine.dispose());

  it('are a new sidecar if there is none', async () => {
    assert.equal(await take(), sidecar);
    assert.deepEqual(JSON.parse(readFileSync(sidecar, 'utf8')), { preprocessing: SETTINGS });
  });

  it('leave everything else in a sidecar as it is', async () => {
    const before = '{\n\t"labels": ["a", "b"],\n\t"preprocessing": { "crop": 0, "scale": 2 }\n}\n';
    writeFileSync(sidecar, `\ufeff${before}`);
    await take();
    const text = readFileSync(sidecar, 'utf8');
    assert.ok(text.startsWith('\ufeff{\n\t"labels": ["a", "b"],\n'), text);
    assert.deepEqual(JSON.parse(text.slice(1)), {
      labels: ['a', 'b'],
      preprocessing: { crop: 0, ...SETTINGS },
    });
  });

  it('are not written into a sidecar that is not valid', async () => {
    writeFileSync(sidecar, '{ "preprocessing": 3 }');
    await assert.rejects(take(), { code: 'sidecarInvalid', file: sidecar });
    assert.equal(readFileSync(sidecar, 'utf8'), '{ "preprocessing": 3 }');
  });
});
