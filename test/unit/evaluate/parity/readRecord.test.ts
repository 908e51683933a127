import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CamError } from '../../../../src/cam/base/errors.ts';
import { readRecord } from '../../../../src/cam/evaluate/parity/readRecord.ts';
import { makeMemoryFolder } from '../../memoryFolder.ts';
import { mapRecord, pictureRecord, record } from './records.ts';

const file = path.join(makeMemoryFolder('cam-lens-record-'), 'report.json');
const BOX = { x: 1, y: 2, width: 3, height: 4.5 };
const GOOD = record('größe.onnx', [
  pictureRecord('a.png', { maps: [mapRecord(1, [[1, -2.5]], BOX), mapRecord(0, [[0]])] }),
  pictureRecord('b.png', { truth: null }),
]);

function read(value: unknown) {
  return readText(JSON.stringify(value));
}

async function readText(text: string) {
  await writeFile(file, text);
  return readRecord(file);
}

/** The refusal of a report whose first picture, or its first map, is changed. */
function withPicture(change: object): unknown {
  const [first, ...others] = GOOD.pictures;
  return { record: { ...GOOD, pictures: [...others, { ...first, ...change }] } };
}

function withMap(change: object): unknown {
  return withPicture({ maps: [{ ...mapRecord(1, [[1, 2]], BOX), ...change }] });
}

async function refused(promise: Promise<unknown>, message: string): Promise<void> {
  await assert.rejects(promise, (error) => {
    assert.ok(CamError.is(error), String(error));
    assert.deepEqual([error.code, error.file], ['baselineInvalid', file]);
    assert.equal(error.message, message);
    assert.match(error.nextAction, /Evaluate the folder with the earlier model again/);
    return true;
  });
}

describe('A report as the baseline of a comparison', () => {
  it('is read as it was written, among other members of the report', async () => {
    assert.deepEqual(await read({ other: [1], record: GOOD, more: {} }), GOOD);
    assert.deepEqual(await readText(`\ufeff${JSON.stringify({ record: GOOD }, null, 2)}`), GOOD);
  });

  it('is refused if it is not there', async () => {
    const missing = path.join(path.dirname(file), 'none.json');
    await assert.rejects(readRecord(missing), { message: 'none.json does not exist.' });
  });

  it('is refused if it is something else', async () => {
    const other = 'report.json is no report of an evaluated folder.';
    for (const value of [[], {}, { record: 1 }, 'text']) await refused(read(value), other);
    await refused(
      readText('{"record": {"version": 1,'),
      'report.json is not valid JSON: unexpected end or character at byte 25.',
    );
  });

  it('is refused if another version wrote it', async () => {
    const message = 'report.json was written by another version of CAM Lens.';
    await refused(read({ record: { ...GOOD, version: 2 } }), message);
    await refused(read({ record: {} }), message);
  });

  it('is refused with the place that is wrong', async () => {
    const wrong = (key: string, expected: string) =>
      `report.json cannot be read as a report: record.${key} must be ${expected}.`;
    const without = (change: object) => read({ record: { ...GOOD, ...change } });
    const model = wrong('model', 'an object with name and hash');
    await refused(without({ model: undefined }), model);
    await refused(without({ model: { name: 1, hash: '' } }), model);
    await refused(without({ model: { name: '' } }), model);
    await refused(without({ labels: [1] }), wrong('labels', 'a list of labels'));
    await refused(without({ pictures: {} }), wrong('pictures', 'a list of pictures'));
    await refused(without({ pictures: undefined }), wrong('pictures', 'a list of pictures'));
    const picture = wrong(
      'pictures[1]',
      'an object with path, photo, truth, predicted, area and maps',
    );
    const changes = [
      ...[{ path: 1 }, { photo: { width: 0, height: 1 } }, { photo: { width: 1 } }, { photo: 1 }],
      ...[{ truth: 3 }, { truth: -1 }, { truth: 0.5 }, { truth: undefined }, { predicted: 3 }],
      ...[{ predicted: null }, { area: [1] }, { area: { ...BOX, width: 0 } }, { maps: {} }],
      ...[{ area: { ...BOX, height: null } }, { area: { ...BOX, x: '1' } }, { maps: [1] }],
    ];
    for (const change of changes) await refused(read(withPicture(change)), picture);
    const mapChanges = [
      ...[{ classIndex: 3 }, { box: 1 }, { box: { ...BOX, height: 0 } }, { width: 3 }],
      ...[{ height: 0 }, { values: 1 }, { values: 'AAAA' }, { box: undefined }],
    ];
    for (const change of mapChanges) await refused(read(withMap(change)), picture);
    const good = await read(withMap({}));
    assert.equal(good.pictures.length, 2);
  });
});
