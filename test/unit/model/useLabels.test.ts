import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findLabelFiles } from '../../../src/cam/config/labels/labelFiles.ts';
import { configFilesBeside } from '../../../src/cam/config/sidecarFile.ts';
import { Engine } from '../../../src/cam/engine.ts';

const SAMPLE = path.resolve(import.meta.dirname, '../../../samples/scenes-gap.onnx');
const EIGHT = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

describe('Labels that the user chooses', function () {
  this.timeout(20_000);
  const engine = new Engine();
  let folder: string;
  let model: string;
  let sidecar: string;
  const write = async (name: string, text: string) => {
    await writeFile(path.join(folder, name), text);
    return path.join(folder, name);
  };
  const labels = async () => (await engine.openModel(model)).labels;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'cam-lens-labels-'));
    model = path.join(folder, 'net.onnx');
    sidecar = path.join(folder, 'net.cam.json');
    await copyFile(SAMPLE, model);
  });
  afterEach(() => rm(folder, { recursive: true }));
  after(() => engine.dispose());

  it('are read and checked before anything is written', async () => {
    const file = await write('my names.md', EIGHT.join('\n'));
    const preview = await engine.previewLabels(model, file);
    assert.deepEqual(preview, { labels: EIGHT, notices: [], stated: '"my names.md"' });
    assert.equal(existsSync(sidecar), false);
  });

  it('are in use once they are written, also from another folder, and go without a trace', async () => {
    const before = await labels();
    const other = await mkdtemp(path.join(tmpdir(), 'cam-lens-elsewhere-'));
    const file = path.join(other, 'ids.json');
    await writeFile(file, JSON.stringify(Object.fromEntries(EIGHT.map((name, i) => [name, i]))));
    const { stated } = await engine.previewLabels(model, file);
    assert.equal(await engine.statedLabels(model), undefined);
    assert.equal(await engine.setLabels(model, stated), sidecar);
    assert.deepEqual(await labels(), { value: EIGHT, source: 'ids.json', file });
    assert.equal(await engine.statedLabels(model), stated);
    await engine.setLabels(model, undefined);
    assert.equal(existsSync(sidecar), false);
    assert.deepEqual(await labels(), before);
    await rm(other, { recursive: true });
  });

  it('are for models without a CAM too', async () => {
    await copyFile(path.resolve('test/fixtures/methods/vgg.dynamo.onnx'), model);
    const file = await write('labels.txt', EIGHT.slice(0, 5).join('\n'));
    const { stated } = await engine.previewLabels(model, file);
    await engine.setLabels(model, stated);
    const { labels: found } = await engine.describeMethods(model);
    assert.deepEqual(found.value, EIGHT.slice(0, 5));
  });

  it('leave the rest of a sidecar as it is, and come back', async () => {
    const text = `{\n  "labels": ${JSON.stringify(EIGHT.toReversed())},\n  "units": { "3": "x" }\n}\n`;
    await writeFile(sidecar, text);
    const before = await engine.statedLabels(model);
    await write('labels.txt', EIGHT.join('\n'));
    await engine.setLabels(model, '"labels.txt"');
    assert.deepEqual(JSON.parse(await readFile(sidecar, 'utf8')), {
      labels: 'labels.txt',
      units: { '3': 'x' },
    });
    await engine.setLabels(model, before);
    assert.equal(await readFile(sidecar, 'utf8'), text);
  });

  it('are refused with the reason if they do not fit', async () => {
    const short = await write('short.txt', 'a\nb\nc');
    await assert.rejects(engine.previewLabels(model, short), {
      code: 'labelCountMismatch',
      message: 'short.txt has 3 labels, but the model has 8 classes.',
    });
    const none = await write('none.json', '{"epochs": 3}');
    await assert.rejects(engine.previewLabels(model, none), { code: 'labelsUnreadable' });
    await assert.rejects(engine.previewLabels(model, path.join(folder, 'gone.txt')), {
      code: 'labelsUnreadable',
    });
  });

  it('can replace those of a sidecar that do not fit', async () => {
    await writeFile(sidecar, '{ "labels": ["a"] }');
    const file = await write('names.txt', EIGHT.join('\n'));
    const { stated } = await engine.previewLabels(model, file);
    await engine.setLabels(model, stated);
    assert.deepEqual((await labels()).value, EIGHT);
  });
});

describe('The files beside a model that are followed', () => {
  it('are those that are found once they are there', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'cam-lens-beside-'));
    const model = path.join(folder, 'My Net.onnx');
    const [sidecar, ...labelFiles] = configFilesBeside(model);
    assert.equal(sidecar, path.join(folder, 'My Net.cam.json'));
    await Promise.all(labelFiles.map((file) => writeFile(file, '')));
    assert.deepEqual(await findLabelFiles(model), labelFiles);
    await rm(folder, { recursive: true });
  });
});
