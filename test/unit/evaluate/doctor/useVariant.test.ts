import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { useVariant } from '../../../../src/cam/evaluate/doctor/useVariant.ts';
import type { VariantChange } from '../../../../src/cam/results/evaluation/doctor.ts';

const PIXELS: VariantChange['pixels'] = {
  ...{ channels: 'BGR', scale: 1, mean: [104, 117, 123], std: [1, 1, 1] },
};

describe('A variant that is taken over', () => {
  let folder: string;
  let model: string;
  let sidecar: string;
  const written = () => JSON.parse(readFileSync(sidecar, 'utf8'));

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'cam-lens-variant-'));
    model = path.join(folder, 'net.onnx');
    sidecar = path.join(folder, 'net.cam.json');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is a new sidecar with what it changes', async () => {
    assert.equal(await useVariant(model, { change: { pixels: PIXELS } }), sidecar);
    assert.deepEqual(written(), { preprocessing: PIXELS });
  });

  it('leaves everything else as it is, and the file of labels too', async () => {
    const labels = path.join(folder, 'labels.txt');
    writeFileSync(labels, 'b\na\n');
    const before = {
      ...{ labels: 'labels.txt', output: 'logits' },
      preprocessing: {
        resize: { mode: 'shorter-side', size: 256, multipleOf: 8 },
        mean: [1, 2, 3],
      },
      units: { 3: 'a wheel' },
    };
    writeFileSync(sidecar, JSON.stringify(before));
    const change: VariantChange = {
      geometry: { resize: { mode: 'stretch', size: 224 }, crop: 0 },
      ...{ interpolation: 'bicubic', labels: ['a', 'b'] },
    };
    await useVariant(model, { change });
    assert.deepEqual(written(), {
      ...{ ...before, labels: ['a', 'b'] },
      preprocessing: {
        ...{ resize: { mode: 'stretch', size: 224 }, mean: [1, 2, 3] },
        ...{ crop: 0, interpolation: 'bicubic' },
      },
    });
    assert.equal(readFileSync(labels, 'utf8'), 'b\na\n');
  });

  it('is not written into a sidecar that is not valid', async () => {
    writeFileSync(sidecar, '{ "preprocessing": 3 }');
    const taken = useVariant(model, { change: { pixels: PIXELS } });
    await assert.rejects(taken, { code: 'sidecarInvalid', file: sidecar });
    assert.equal(readFileSync(sidecar, 'utf8'), '{ "preprocessing": 3 }');
  });

  it('writes nothing if nothing is different', async () => {
    await useVariant(model, { change: undefined });
    assert.ok(!existsSync(sidecar));
  });
});
