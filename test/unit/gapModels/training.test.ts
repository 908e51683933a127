import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Ajv } from 'ajv';
import sharp from 'sharp';
import { inRepository } from '../../../scripts/repository.ts';
import { Engine } from '../../../src/cam/engine.ts';
import { gapModelSource } from '../../../src/cam/gapModels/gapModel.ts';
import { assertClose } from '../assertClose.ts';
import { PythonRunner, requirePython, standIn } from './python.ts';

const photo = inRepository('test', 'fixtures', 'images', 'photo.jpg');
const schema = JSON.parse(
  readFileSync(inRepository('media', 'schemas', 'cam.schema.json'), 'utf8'),
);

/** Colours of a shape on a grey picture, by class. */
const classes: Record<string, number[]> = { 'blue disc': [32, 64, 208], 'red disc': [208, 48, 32] };

describe('a generated file trains on a folder of class folders', function () {
  this.timeout(600_000);
  const engine = new Engine();
  let command: string;
  let folder: string;
  let python: PythonRunner | undefined;

  before(function () {
    command = requirePython(this, 'PIL');
    folder = mkdtempSync(path.join(os.tmpdir(), 'cam-lens-training-'));
    python = new PythonRunner(command);
  });

  after(async () => {
    python?.end();
    await engine.dispose();
    if (folder) rmSync(folder, { recursive: true });
  });

  const run = (...options: string[]): string => {
    const { status, stdout, stderr } = spawnSync(
      command,
      [path.join(folder, 'discs.py'), ...options],
      {
        encoding: 'utf8',
      },
    );
    assert.equal(status, 0, stderr);
    return stdout;
  };

  it('until it separates the classes, exports, and exports the same again', async () => {
    const data = path.join(folder, 'data');
    const script = path.join(folder, 'discs.py');
    const model = path.join(folder, 'discs.onnx');
    const sidecar = path.join(folder, 'discs.cam.json');
    await drawDiscs(data, 10);
    writeFileSync(
      script,
      gapModelSource({ network: 'alexnet', pooling: 'gap', cells: 13 }, 'discs'),
    );

    const training = ['--data', data, '--epochs', '6', '--batch', '4', '--no-pretrained'];
    const printed = run(...training);
    assert.match(printed, /^16 pictures to train, 4 to validate, on \w+$/m);
    assert.match(printed, /^epoch 6\/6: training accuracy \d\.\d{3}, validation accuracy 1\.000 /m);
    assert.match(printed, /^Wrote .*discs\.onnx and its sidecar\.$/m);

    const text: object = JSON.parse(readFileSync(sidecar, 'utf8'));
    const conforms = new Ajv({ strict: false }).compile(schema);
    assert.ok(conforms(text), JSON.stringify(conforms.errors));
    const { labels } = await engine.openModel(model);
    assert.equal(labels.file, sidecar);
    assert.deepEqual(labels.value, Object.keys(classes).sort());

    for (const label of Object.keys(classes)) {
      const { ranking, claim } = await engine.explain(model, path.join(data, label, '3.png'));
      assert.equal(labels.value[ranking[0] ?? -1], label);
      assert.equal(claim.standing, 'exact', claim.text);
    }

    const first = (await engine.explain(model, photo)).logits;
    // What a user added to the sidecar stays.
    writeFileSync(sidecar, JSON.stringify({ ...text, units: { 12: 'blue' } }));
    const again = run(...training, '--export-only');
    assert.match(again, /^Weights from discs\.pt; random ones: none\nWrote /m);
    const { logits, ...explanation } = await engine.explain(model, photo);
    assertClose(logits, first, 1e-6, 'logits of the second export');
    assert.equal(explanation.claim.standing, 'exact');
    assert.deepEqual((await engine.openModel(model)).unitNames, { 12: 'blue' });

    // As the script prepares a photo that is not square, so does CAM Lens by the sidecar.
    assert.ok(python);
    const { photoLogits, error } = await python.run({ script, arguments: [], photo });
    assert.equal(error, undefined, error);
    assertClose(logits, photoLogits, 1e-4, 'logits of the photo');
  });

  it("begins with torchvision's weights", async () => {
    const data = path.join(folder, 'data');
    await drawDiscs(data, 2);
    const script = path.join(folder, 'fine.py');
    writeFileSync(script, gapModelSource({ network: 'alexnet', pooling: 'gmp', cells: 6 }, 'fine'));
    assert.ok(python);
    const { printed, error } = await python.run({
      script,
      arguments: ['--data', data, '--epochs', '1', '--out', path.join(folder, 'new', 'fine.onnx')],
      folders: [standIn],
      exports: false,
    });
    assert.equal(error, undefined, error);
    assert.match(printed, /^Weights from torchvision; random ones: classifier, mapping$/m);
    assert.match(printed, /^epoch 1\/1: training accuracy /m);
  });
});

/** Discs of changing place and size on greys of changing brightness, 96×80 pixels. */
async function drawDiscs(folder: string, count: number): Promise<void> {
  const [width, height] = [96, 80];
  for (const [label, colour] of Object.entries(classes)) {
    mkdirSync(path.join(folder, label), { recursive: true });
    for (let index = 0; index < count; index++) {
      const [x, y, radius] = [30 + ((index * 7) % 36), 25 + ((index * 5) % 30), 14 + (index % 5)];
      const pixels = Buffer.alloc(width * height * 3, 90 + ((index * 23) % 120));
      for (let at = 0; at < width * height; at++) {
        const distance = Math.hypot((at % width) - x, Math.floor(at / width) - y);
        if (distance < radius) pixels.set(colour, 3 * at);
      }
      const image = sharp(pixels, { raw: { width, height, channels: 3 } });
      await image.png().toFile(path.join(folder, label, `${index}.png`));
    }
  }
}
