import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Evaluation, PictureObjects } from '../../../../src/cam/evaluate/evaluation.ts';
import { evidenceReport } from '../../../../src/cam/evaluate/evidence/evidenceReport.ts';
import type { ScalarMap } from '../../../../src/cam/maps/featureMap.ts';
import type { EvidenceReport, Region } from '../../../../src/cam/results/evaluation/evidence.ts';
import type { SmallPicture } from '../support/smallEvaluation.ts';
import { smallEvaluation } from '../support/smallEvaluation.ts';

const EVEN: ScalarMap = { width: 1, height: 1, values: Float32Array.of(1) };
const PHOTO = { width: 320, height: 320 };
const LEFT_HALF = { x: 0, y: 0, width: 160, height: 320 };

/** A mask of the columns left of `object`; those left of `ignored` but not of `object` are ignored. */
function columns(object: number, ignored: number): PictureObjects['mask'] {
  return (size) => {
    const where = (inside: (x: number) => boolean) =>
      Uint8Array.from({ length: size * size }, (_, i) => Number(inside(((i % size) + 0.5) / size)));
    return { object: where((x) => x < object), ignored: where((x) => x >= object && x < ignored) };
  };
}

function picture(path: string, more: Partial<SmallPicture>): SmallPicture {
  return {
    ...{ path, photo: PHOTO, truth: 0, top: [0], boxes: undefined },
    ...{ maps: { 0: EVEN, 1: EVEN }, meanActivation: EVEN },
    ...more,
  };
}

function annotated(pictures: readonly SmallPicture[]): Evaluation {
  const annotationSource = {
    kind: 'coco',
    from: '',
    pictures: 1,
    hasMasks: true,
    text: '',
  } as const;
  return { ...smallEvaluation(pictures), annotationSource };
}

function reportOf(evaluation: Evaluation, classIndex?: number): Promise<EvidenceReport> {
  return evidenceReport(evaluation, { seed: 1, clusters: 5, classIndex }, () => {});
}

function shareOf(report: EvidenceReport, region: Region) {
  return report.classes[0]?.shares.find((share) => share.region === region);
}

describe('what counts in the evidence', () => {
  it('counts pictures without annotation of their class, and empty masks', async () => {
    const report = await reportOf(
      annotated([
        picture('box.png', { boxes: [LEFT_HALF] }),
        picture('none.png', {}),
        picture('empty.png', { boxes: [LEFT_HALF], mask: columns(0, 0) }),
        picture('nowhere.png', { maps: {} }),
        picture('what.png', { truth: -1 }),
      ]),
    );
    assert.deepEqual(
      report.findings.map(({ kind, count, examples }) => [kind, count, examples]),
      [
        ['unlabelled', 1, ['what.png']],
        ['noMap', 1, ['nowhere.png']],
        ['notAnnotated', 1, ['none.png']],
        ['emptyMask', 1, ['empty.png']],
      ],
    );
    assert.equal(shareOf(report, 'mask'), undefined);
    const box = shareOf(report, 'box');
    assert.deepEqual([box?.share, box?.chance, box?.pictures], [0.5, 0.5, 2]);
  });

  it('takes ignored pixels neither for the object nor for the background', async () => {
    const mask = columns(0.25, 0.5);
    const report = await reportOf(annotated([picture('a.png', { boxes: [LEFT_HALF], mask })]));
    const share = shareOf(report, 'mask');
    assert.deepEqual([share?.share, share?.chance], [1 / 3, 1 / 3]);
  });

  it('has no evidence outside of the crop', async () => {
    const boxes = [{ x: 0, y: 0, width: 80, height: 320 }];
    const evaluation = {
      ...annotated([picture('cropped.png', { boxes })]),
      geometryOf: () => ({
        photo: PHOTO,
        resized: PHOTO,
        crop: { x: 80, y: 80, width: 160, height: 160 },
        seen: { x: 80, y: 80, width: 160, height: 160 },
      }),
    };
    const report = await reportOf(evaluation);
    assert.equal(shareOf(report, 'box')?.share, 0);
    assert.equal(shareOf(report, 'box')?.chance, 0.25);
    assert.ok(Math.abs((shareOf(report, 'centre')?.share ?? 0) - 1) < 1e-6);
    assert.equal(report.classes[0]?.meanMap.values[0], 0);
  });

  it('takes predicted classes if no picture has a label, and says so', async () => {
    const report = await reportOf(
      annotated([
        picture('a.png', { truth: -1, top: [1] }),
        picture('b.png', { truth: -1, top: [0] }),
        picture('c.png', { truth: -1, top: [1] }),
      ]),
    );
    assert.deepEqual(
      report.classes.map(({ classIndex, pictures }) => [classIndex, pictures]),
      [
        [0, 1],
        [1, 2],
      ],
    );
    assert.match(report.conclusion ?? '', /^Nothing stood out .* classes are the predicted ones/);
    assert.deepEqual(report.findings, []);
  });

  it('compares the class that is asked for with the others', async () => {
    const values = new Float32Array(49);
    values[48] = 9;
    const corner = { 1: { width: 7, height: 7, values } };
    const pictures = [0, 0, 0, 1, 1, 1].map((truth, i) =>
      picture(`${i}.png`, { truth, ...(truth === 1 ? { maps: corner } : {}) }),
    );
    const report = await reportOf(smallEvaluation(pictures), 1);
    assert.equal(report.classes.length, 1);
    assert.match(report.classes[0]?.text ?? '', /^All 3 pictures .* the lower right corner/);
    assert.match(report.conclusion ?? '', /^1 of 1 classes stand out/);
  });

  it('makes no groups of pictures with the same map', async () => {
    const pictures = Array.from({ length: 30 }, (_, i) => picture(`${i}.png`, {}));
    const report = await reportOf(smallEvaluation(pictures));
    assert.deepEqual(report.classes[0]?.clusters, []);
  });
});
