import assert from 'node:assert/strict';
import { localize, localizedPictures } from '../../../../src/cam/evaluate/localization/localize.ts';
import type { MapSource } from '../../../../src/cam/evaluate/mapSource.ts';
import { keptSources } from '../../../../src/cam/evaluate/sources/mapSources.ts';
import type { ScalarMap } from '../../../../src/cam/maps/featureMap.ts';
import type { LocalizationQuery } from '../../../../src/cam/results/evaluation/localization.ts';
import { BASELINES } from '../../../../src/cam/results/evaluation/localization.ts';
import { assertClose } from '../../assertClose.ts';
import type { SmallPicture } from '../support/smallEvaluation.ts';
import { smallEvaluation } from '../support/smallEvaluation.ts';

const photo = { width: 70, height: 70 };

const query: LocalizationQuery = {
  rows: [],
  boxRule: 'paper',
  threshold: 'oracle',
  hasGeometry: true,
  seed: 1,
};

/** 7×7 cells, 1 in a rectangle of cells and 0 elsewhere. */
function blob(left: number, top: number, width: number, height: number): ScalarMap {
  const values = new Float32Array(49).map((_, i) => {
    const [x, y] = [i % 7, Math.floor(i / 7)];
    return Number(x >= left && x < left + width && y >= top && y < top + height);
  });
  return { width: 7, height: 7, values };
}

const upperLeft = { x: 0, y: 0, width: 40, height: 40 };

function picture(path: string, over: Partial<SmallPicture> = {}): SmallPicture {
  return {
    path,
    photo,
    truth: 2,
    top: [2, 0, 1, 3, 4],
    boxes: [upperLeft],
    maps: { 2: blob(0, 0, 4, 4), 6: blob(5, 5, 2, 2) },
    meanActivation: blob(2, 2, 3, 3),
    otherClass: 6,
    ...over,
  };
}

/** What the tests score: right, wrong box, right class only second, and five that do not count everywhere. */
const pictures = [
  picture('a/right.jpg'),
  picture('a/wrongBox.jpg', { maps: { 2: blob(5, 5, 2, 2), 6: blob(0, 0, 1, 1) } }),
  picture('a/second.jpg', { top: [0, 2, 1, 3, 4] }),
  picture('b/unlabelled.jpg', { truth: -1 }),
  picture('b/notAnnotated.jpg', { boxes: undefined }),
  picture('b/noBox.jpg', { boxes: [] }),
  picture('b/noMap.jpg', { maps: { 0: blob(0, 0, 4, 4), 6: blob(0, 0, 1, 1) } }),
  picture('b/notFinite.jpg', {
    maps: {
      2: { width: 1, height: 2, values: Float32Array.of(1, Number.NaN) },
      6: blob(0, 0, 1, 1),
    },
  }),
];

function sourcesOf(evaluation: ReturnType<typeof smallEvaluation>): MapSource[] {
  const { own, baselines } = keptSources(evaluation, 1);
  return [own, ...BASELINES.map((baseline) => baselines[baseline])];
}

describe('localization of an evaluated folder', () => {
  const evaluation = smallEvaluation(pictures);
  const run = (over: Partial<LocalizationQuery> = {}, rows = sourcesOf(evaluation)) =>
    localize(evaluation, rows, { ...query, ...over }, () => undefined);

  it('counts errors of the class and of the box', async () => {
    const { report } = await run();
    assert.equal(report.pictures, 5);
    const [cam] = report.rows;
    assert.equal(cam?.pictures, 3);
    assertClose([cam?.top1ClassificationError?.value ?? 0], [1 / 3], 1e-6, 'top-1 class');
    assert.equal(cam?.top5ClassificationError?.value, 0);
    assertClose([cam?.top1LocalizationError?.value ?? 0], [2 / 3], 1e-6, 'top-1 box');
    assertClose([cam?.top5LocalizationError?.value ?? 0], [1 / 3], 1e-6, 'top-5 box');
    assertClose([cam?.gtKnown?.value ?? 0], [2 / 3], 1e-6, 'GT-known');
    assertClose([cam?.maxBoxAcc?.value ?? 0], [2 / 3], 1e-6, 'MaxBoxAcc');
    assertClose([cam?.pointing?.value ?? 0], [2 / 3], 1e-6, 'pointing');
    assert.equal(cam?.pxAP, undefined);
    assert.equal(cam?.gtKnown?.of, 3);
  });

  it('names what does not count', async () => {
    const { report } = await run();
    const findings = report.findings.map(({ kind, count, examples }) => [kind, count, examples]);
    assert.deepEqual(findings, [
      ['notAnnotated', 2, ['b/notAnnotated.jpg', 'b/noBox.jpg']],
      ['noMap', 2, ['b/noMap.jpg', 'b/notFinite.jpg']],
    ]);
    assert.match(report.findings[1]?.text ?? '', /2 pictures have no map/);
  });

  it('has the six baselines, which know no classes', async () => {
    const { report } = await run();
    assert.equal(report.rows.length, 7);
    for (const row of report.rows.slice(1)) {
      assert.equal(row.top1ClassificationError, undefined);
      assert.equal(row.top5LocalizationError, undefined);
      assert.equal(row.pictures, 5, row.name);
      assertClose([row.boxArea], [(128 / 224) ** 2], 0.01, 'area');
    }
    const whole = report.rows.find(({ name }) => name === 'whole picture');
    // The box covers 40·40 of 70·70.
    assert.equal(whole?.maxBoxAcc?.value, 0);
    assertClose([whole?.maxBoxAccV2?.value ?? 0], [1 / 3], 1e-6, 'V2: 0.327 reaches only 0.3');
    assertClose([whole?.energy?.value ?? 0], [whole?.boxArea ?? 1], 0.001, 'even');
    const centre = report.rows.find(({ name }) => name === 'centre Gaussian');
    assert.equal(centre?.pointing?.value, 1);
  });

  it('scores τ of one half on the other', async () => {
    const many = smallEvaluation(Array.from({ length: 9 }, (_, i) => picture(`${i}.jpg`)));
    const { report } = await localize(
      many,
      sourcesOf(many),
      { ...query, threshold: 'heldOut' },
      () => undefined,
    );
    const [cam] = report.rows;
    assert.equal(cam?.maxBoxAcc?.value, 1);
    assert.equal(cam?.curve.length, 1000);
    // Below it, the ringing of the bicubic map makes other contours the largest.
    assert.ok((cam?.threshold ?? 0) < 0.5);
    assert.equal(report.pictures, 9);
    // One picture has no other half.
    const one = smallEvaluation([picture('a.jpg')]);
    const alone = await localize(
      one,
      sourcesOf(one),
      { ...query, threshold: 'heldOut' },
      () => undefined,
    );
    assert.equal(alone.report.rows[0]?.maxBoxAcc, undefined);
    assert.equal(alone.report.rows[0]?.threshold, undefined);
    assert.equal(alone.report.rows[0]?.gtKnown?.value, 1);
  });

  it('has no score of nothing', async () => {
    const bare = smallEvaluation([picture('a.jpg', { boxes: undefined })]);
    const found = await localize(bare, sourcesOf(bare), query, () => undefined);
    const [cam] = found.report.rows;
    assert.equal(found.report.pictures, 0);
    assert.equal(cam?.gtKnown, undefined);
    assert.equal(cam?.maxBoxAcc, undefined);
    assert.equal(cam?.energy, undefined);
    assert.equal(cam?.curve.length, 0);
    assert.equal((await localizedPictures(bare, found, { first: 0, count: 9 })).total, 0);
  });

  it('takes a seeded sample of the annotated pictures', async () => {
    const { report } = await run({ sample: 2 });
    assert.equal(report.pictures, 2);
    assert.equal(report.annotated, 5);
    assert.deepEqual(report, (await run({ sample: 2 })).report);
    assert.equal(report.findings[0]?.count, 2);
  });

  it('leaves pictures with an empty mask out of pointing and PxAP', async () => {
    const empty = () => ({ object: new Uint8Array(224 ** 2), ignored: new Uint8Array(224 ** 2) });
    const full = () => ({ ...empty(), object: new Uint8Array(224 ** 2).fill(1) });
    const masked = smallEvaluation([
      picture('empty.png', { mask: empty }),
      picture('full.png', { mask: full }),
    ]);
    const { report } = await localize(masked, sourcesOf(masked), query, () => undefined);
    assert.deepEqual(report.findings[0]?.examples, ['empty.png']);
    assert.equal(report.findings[0]?.kind, 'emptyMask');
    assertClose([report.rows[0]?.pxAP?.value ?? 0], [1], 1e-9, 'PxAP');
    assert.equal(report.rows[0]?.pointing?.value, 1);
    assert.equal(report.rows[0]?.pictures, 2);
  });

  it('tells its progress in pictures', async () => {
    const told: number[] = [];
    await localize(evaluation, [], query, ({ done, all }) => {
      assert.equal(all, 7);
      told.push(done);
    });
    assert.deepEqual(told, [0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('lists the pictures of the first row, the worst first, with both boxes', async () => {
    const found = await run();
    const page = await localizedPictures(evaluation, found, { first: 0, count: 2 });
    assert.equal(page.total, 3);
    const [worst, next] = page.rows;
    assert.equal(worst?.path, 'a/wrongBox.jpg');
    assert.equal(worst?.iou, 0);
    assert.deepEqual(worst?.boxes, [upperLeft]);
    assert.equal(worst?.predicted, 2);
    assert.ok((worst?.box?.x ?? 0) > 40);
    assert.ok((next?.iou ?? 0) > 0.5);
    const last = await localizedPictures(evaluation, found, { first: 2, count: 5 });
    assert.equal(last.rows.length, 1);
    const none = await localize(evaluation, [], query, () => undefined);
    assert.equal((await localizedPictures(evaluation, none, { first: 0, count: 5 })).total, 0);
  });

  it('without the geometry maps are stretched over the photo', async () => {
    const moved = {
      ...evaluation,
      geometryOf: () => ({
        photo,
        resized: photo,
        crop: { x: 0, y: 0, ...photo },
        seen: { x: 0, y: 0, ...photo },
        mapped: { x: 30, y: 30, ...photo },
      }),
    };
    const rows = sourcesOf(moved).slice(0, 1);
    const placed = await localize(moved, rows, query, () => undefined);
    const plain = await localize(moved, rows, { ...query, hasGeometry: false }, () => undefined);
    assert.equal(placed.report.rows[0]?.gtKnown?.value, 0);
    assertClose([plain.report.rows[0]?.gtKnown?.value ?? 0], [2 / 3], 1e-6, 'stretched');
    assertClose([plain.report.rows[0]?.maxBoxAcc?.value ?? 0], [2 / 3], 1e-6, 'stretched');
  });

  it('follows the rule of five guesses by name', async () => {
    const { report } = await run({ boxRule: 'authors' });
    const [cam] = report.rows;
    assertClose([cam?.top1LocalizationError?.value ?? 0], [2 / 3], 1e-6, 'top-1 box');
    assertClose([cam?.top5LocalizationError?.value ?? 0], [1 / 3], 1e-6, 'top-5 box');
  });
});
