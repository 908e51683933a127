import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inRepository } from '../../../scripts/repository.ts';
import { Engine } from '../../../src/cam/engine.ts';
import type { MapMethod } from '../../../src/cam/results/methodMap.ts';
import { ModelHistory } from '../../../src/editor/showCam/modelHistory.ts';
import type { MethodMap } from '../../../src/protocol/mapMethods.ts';
import type { Explained } from '../../../src/protocol/showCam.ts';
import { countingExplanation, countingModel } from '../../pages/support/explanation.ts';

const PICTURE = Uint8Array.of(1, 2, 3);
const MINUTE_MS = 60_000;

describe('the state of a model before its file changed', () => {
  let history: ModelHistory;
  beforeEach(() => {
    history = new ModelHistory();
  });

  /** The states of the file that are before and after; undefined if nothing changed. */
  const shown = (): string | undefined => {
    const before = history.change?.before;
    return before && ('model' in before ? before.model.fileVersion : before.state);
  };

  const changedAtMs = (): number | undefined => history.change?.changedAtMs;

  it('is the result of the export before this one', () => {
    history.add(explained('v1'), 0);
    assert.equal(history.change, undefined);
    history.add(explained('v2'), MINUTE_MS);
    assert.equal(shown(), 'v1');
    assert.equal(changedAtMs(), MINUTE_MS);
    history.add(explained('v3'), 2 * MINUTE_MS);
    assert.equal(shown(), 'v2');
  });

  it('stays while it is pinned', () => {
    history.add(explained('v1'), 0);
    history.add(explained('v2'), MINUTE_MS);
    history.pin(true);
    history.add(explained('v3'), 2 * MINUTE_MS);
    assert.equal(shown(), 'v1');
    assert.equal(history.change?.changedAtMs, 2 * MINUTE_MS);
    const before = history.change?.before;
    assert.ok(before && 'model' in before);
    assert.equal(before.replacedAtMs, MINUTE_MS);
    history.pin(false);
    history.add(explained('v4'), 3 * MINUTE_MS);
    assert.equal(shown(), 'v3');
  });

  it('is no state in the middle of an export', () => {
    history.add(explained('v1'), 0);
    history.add(explained('graph of v2'), MINUTE_MS);
    history.add(explained('v2'), MINUTE_MS + 800);
    assert.equal(shown(), 'v1');
  });

  it('is unchanged if the same came back, to the last bit', () => {
    history.add(explained('v1', 5), 0);
    history.add(explained('v2', 6), MINUTE_MS);
    history.pin(true);
    history.add(explained('v3', 5), 2 * MINUTE_MS);
    assert.equal(history.change?.before.state, 'unchanged');
    history.add(explained('v4', 5 + 1e-6), 3 * MINUTE_MS);
    assert.equal(history.change?.before.state, 'changed');
  });

  it('is still the last different one if the file was written again unchanged', () => {
    history.add(explained('v1', 5), 0);
    history.add(explained('v2', 6), MINUTE_MS);
    history.add(explained('v2 again', 6), 2 * MINUTE_MS);
    assert.equal(shown(), 'v1');
    assert.equal(history.change?.changedAtMs, MINUTE_MS);
  });

  it('is unchanged at the first export that moved nothing', () => {
    history.add(explained('v1'), 0);
    history.add({ ...explained('v1 again'), explanation: explained('v1').explanation }, MINUTE_MS);
    assert.equal(history.change?.before.state, 'unchanged');
  });

  it('changes also if only the labels change', () => {
    history.add(explained('v1', 5), 0);
    const next = explained('v2', 5);
    const labels = { value: ['a', 'b', 'c'], source: 'the file' };
    history.add({ ...next, model: { ...next.model, labels } }, MINUTE_MS);
    assert.equal(history.change?.before.state, 'changed');
  });

  it('is not known of another image, picture or variant, and is there again for its own', () => {
    history.add(explained('v1'), 0);
    history.add(explained('v2'), MINUTE_MS);
    history.add(explained('v2', 9, { imagePath: '/photos/next.png' }), MINUTE_MS + 1);
    assert.equal(shown(), 'otherImage');
    history.add({ ...explained('v2'), variant: { inputScale: 2 } }, MINUTE_MS + 2);
    assert.equal(shown(), 'otherVariant');
    history.add(explained('v2'), MINUTE_MS + 3);
    assert.equal(shown(), 'v1');
    const picture = { bytes: Uint8Array.of(9), mimeType: 'image/png' } as const;
    history.add(explained('v3', 4, { picture }), 2 * MINUTE_MS);
    assert.equal(shown(), 'otherPicture');
  });

  it('is dropped if something other than the file changes the numbers', () => {
    history.add(explained('v1', 5), 0);
    history.add(explained('v2', 6), MINUTE_MS);
    history.add(explained('v2', 7), 2 * MINUTE_MS);
    assert.equal(history.change, undefined);
  });

  it('is seen if only the external weights change', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'cam-lens-history-'));
    const engine = new Engine();
    try {
      const fixtures = inRepository('test', 'fixtures');
      for (const name of ['external_good.onnx', 'linear.data']) {
        copyFileSync(path.join(fixtures, 'files', name), path.join(folder, name));
      }
      const file = path.join(folder, 'external_good.onnx');
      const image = path.join(fixtures, 'variants', 'picture.png');
      const explain = async (): Promise<Explained> => {
        const explanation = await engine.explain(file, image);
        return { model: await engine.openModel(file), explanation, variant: {} };
      };
      const before = await explain();
      history.add(before, 0);
      const weights = path.join(folder, 'linear.data');
      const bytes = readFileSync(weights);
      bytes.writeFloatLE(2 * bytes.readFloatLE(0), 0);
      writeFileSync(weights, bytes);
      const after = await explain();
      assert.equal(after.explanation.modelHash, before.explanation.modelHash);
      history.add(after, MINUTE_MS);
      assert.equal(history.change?.before.state, 'changed');
    } finally {
      await engine.dispose();
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('is dropped with the model, and hidden on demand and without its image', () => {
    const begin = (): void => {
      history = new ModelHistory();
      history.add(explained('v1'), 0);
      history.add(explained('v2'), MINUTE_MS);
    };
    begin();
    const other = explained('v3');
    history.add({ ...other, model: { ...other.model, path: '/models/other.onnx' } }, MINUTE_MS);
    assert.equal(history.change, undefined);
    begin();
    history.dismiss();
    assert.equal(history.change, undefined);
    history.add(explained('v3'), 2 * MINUTE_MS);
    assert.equal(shown(), 'v2');
    begin();
    const next = explained('v2', 9, { imagePath: '/photos/next.png' });
    history.useImages(['/photos/grey.png', '/photos/next.png']);
    history.add(next, MINUTE_MS + 1);
    assert.equal(shown(), 'otherImage');
    history.useImages(['/photos/next.png']);
    assert.equal(history.change, undefined);
    history.useImages(['/photos/grey.png']);
    history.add(explained('v2'), MINUTE_MS + 2);
    assert.equal(shown(), 'v1');
  });
});

describe('maps by methods of a model before its file changed', () => {
  let history: ModelHistory;
  beforeEach(() => {
    history = new ModelHistory();
  });

  /** What is known of the state before, as `method class value`. */
  const known = (): string[] | undefined => {
    const before = history.change?.before;
    if (!before || !('model' in before)) return undefined;
    return before.methodMaps.map(({ method, class: index, map }) =>
      [method, index, map.values[0]].join(' '),
    );
  };

  it('are those that were drawn before, not those drawn since', () => {
    history.add(explained('v1'), 0);
    history.addMap(mapBy('saliency', 0, 1));
    history.addMap(mapBy('grad-cam', 2, 2));
    history.add(explained('v2'), MINUTE_MS);
    history.addMap(mapBy('saliency', 1, 3));
    assert.deepEqual(known(), ['saliency 0 1', 'grad-cam 2 2']);
    history.add(explained('v3'), 2 * MINUTE_MS);
    assert.deepEqual(known(), ['saliency 1 3']);
    history.choose(1);
    assert.deepEqual(known(), ['saliency 0 1', 'grad-cam 2 2']);
  });

  it('are the last eight, each class and method once', () => {
    history.add(explained('v1'), 0);
    for (let n = 0; n < 10; n++) history.addMap(mapBy('saliency', n, n));
    history.addMap(mapBy('saliency', 5, 50));
    history.add(explained('v2'), MINUTE_MS);
    const expected = [2, 3, 4, 6, 7, 8, 9].map((n) => `saliency ${n} ${n}`);
    assert.deepEqual(known(), [...expected, 'saliency 5 50']);
  });

  it('count as memory', () => {
    // 20 MB each: six of them fit.
    for (let n = 1; n <= 9; n++) {
      history.add(explained(`v${n}`, n), n * MINUTE_MS);
      history.addMap(mapBy('saliency', 0, n, 5e6));
    }
    history.add(explained('v10', 10), 10 * MINUTE_MS);
    assert.equal(history.change?.exports.length, 6);
  });

  it('are there for a model without a CAM as well, whose first map tells whether it changed', () => {
    history.add(withoutCam('v1'), 0, [mapBy('grad-cam', 0, 1)]);
    history.add(withoutCam('v2'), MINUTE_MS, [mapBy('grad-cam', 0, 2)]);
    assert.equal(history.change?.before.state, 'changed');
    assert.deepEqual(known(), ['grad-cam 0 1']);
    history.add(withoutCam('v2 again'), 2 * MINUTE_MS, [mapBy('grad-cam', 0, 2)]);
    assert.equal(history.change?.changedAtMs, MINUTE_MS);
  });
});

describe('the history of exports', () => {
  let history: ModelHistory;
  /** Adds the exports v1, v2 … of a picture, a minute apart. */
  const add = (from: number, to: number, change: Partial<Explained['explanation']> = {}): void => {
    for (let n = from; n <= to; n++) {
      history.add(explained(`v${n}`, 10 + n, change), n * MINUTE_MS);
    }
  };
  const numbers = () => history.change?.exports.map(({ number }) => number);
  beforeEach(() => {
    history = new ModelHistory();
  });

  it('lists the kept exports with their time, their top class and how many exports ago they were', () => {
    add(1, 1);
    history.add(explained('v1', 11), 1.5 * MINUTE_MS); // explained again, for example after a look at another picture
    add(2, 3);
    const [oldest, newest, ...others] = history.change?.exports ?? [];
    assert.deepEqual(others, []);
    const top = { label: 'counter', probability: Math.fround(0.9819411) };
    assert.deepEqual(
      { ...oldest, probabilities: oldest?.probabilities?.length },
      { number: 1, sinceMs: MINUTE_MS, exportsAgo: 2, top, probabilities: 3 },
    );
    assert.equal(newest?.sinceMs, 2 * MINUTE_MS);
    assert.equal(newest?.exportsAgo, 1);
  });

  it('has no probabilities by class where the classes were others', () => {
    const other = explained('v1');
    const labels = { value: ['a', 'b', 'c'], source: 'the file' };
    history.add({ ...other, model: { ...other.model, labels } }, MINUTE_MS);
    add(2, 2);
    const [before] = history.change?.exports ?? [];
    assert.equal(before?.probabilities, undefined);
    assert.equal(before?.top.label, 'a');
  });

  it('keeps the last twenty', () => {
    add(1, 26);
    assert.deepEqual(
      numbers(),
      Array.from({ length: 20 }, (_, i) => i + 6),
    );
  });

  it('shows the chosen export as the state before, until the next export', () => {
    add(1, 4);
    history.choose(2);
    const before = history.change?.before;
    assert.ok(before && 'model' in before);
    assert.equal(before.number, 2);
    assert.equal(before.model.fileVersion, 'v2');
    assert.equal(before.replacedAtMs, 3 * MINUTE_MS);
    add(5, 5);
    const next = history.change?.before;
    assert.ok(next && 'model' in next);
    assert.equal(next.model.fileVersion, 'v4');
  });

  it('keeps a pinned export, however many follow', () => {
    add(1, 3);
    history.choose(1);
    history.pin(true);
    add(4, 30);
    assert.equal(numbers()?.length, 20);
    assert.equal(numbers()?.[0], 1);
    const before = history.change?.before;
    assert.ok(before && 'model' in before);
    assert.equal(before.number, 1);
  });

  it('holds no more than 128 MB, the newest first', () => {
    // 20 MB each: six of them fit.
    const values = () => new Float32Array(5e6);
    for (let n = 1; n <= 9; n++) {
      const featureMap = { channels: 2, width: 2500, height: 1000, values: values() };
      history.add(explained(`v${n}`, 10 + n, { featureMap }), n * MINUTE_MS);
    }
    assert.deepEqual(numbers(), [3, 4, 5, 6, 7, 8]);
  });

  it('counts a picture once that all exports show', () => {
    // 60 MB: with two copies there would be room for two exports.
    const bytes = new Uint8Array(60e6);
    for (let n = 1; n <= 6; n++) {
      const picture = { bytes: new Uint8Array(bytes.buffer), mimeType: 'image/png' } as const;
      history.add(explained(`v${n}`, 10 + n, { picture }), n * MINUTE_MS);
    }
    assert.deepEqual(numbers(), [1, 2, 3, 4, 5]);
  });

  it('lists for each picture only the exports that it was explained under', () => {
    const next = { imagePath: '/photos/next.png' };
    add(1, 3);
    history.add(explained('v3', 50, next), 3.5 * MINUTE_MS);
    assert.equal(history.change?.before.state, 'otherImage');
    assert.deepEqual(numbers(), []);
    add(4, 5, next);
    assert.deepEqual(numbers(), [3, 4]);
    history.add(explained('v5', 60), 6 * MINUTE_MS);
    assert.deepEqual(numbers(), [1, 2]);
    assert.equal(history.change?.exports.at(-1)?.exportsAgo, 3);
  });
});

/** The model's result for a state of its file; by default, different numbers for each. */
function explained(
  fileVersion: string,
  logit = hash(fileVersion),
  change: Partial<Explained['explanation']> = {},
): Explained {
  const model = { ...countingModel(), fileVersion, version: fileVersion };
  const explanation = countingExplanation(model, PICTURE);
  const logits = Float32Array.of(logit, 2, -3.5);
  return { model, explanation: { ...explanation, logits, ...change }, variant: {} };
}

function hash(text: string): number {
  return [...text].reduce((sum, letter) => 31 * sum + letter.charCodeAt(0), 7) % 1009;
}

function mapBy(method: MapMethod, classIndex: number, value: number, pixels = 1): MethodMap {
  const { geometry, place, claim } = explained('any').explanation;
  const map = { width: pixels, height: 1, values: new Float32Array(pixels).fill(value) };
  return { method, class: classIndex, map, geometry, place, claim };
}

function withoutCam(version: string): Explained {
  const { model, explanation, variant } = explained(version, 5);
  const featureMap = { channels: 0, width: 1, height: 1, values: new Float32Array() };
  return {
    model: { ...model, mapKind: 'none', classWeights: undefined },
    explanation: { ...explanation, featureMap },
    variant,
  };
}
