import assert from 'node:assert/strict';
import {
  copyFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Engine } from '../../../src/cam/engine.ts';
import type { MethodProgress } from '../../../src/cam/methods/explainByMethod.ts';
import {
  choosePinsMethod,
  expectClass,
  pinImages,
  unpinImage,
} from '../../../src/cam/pins/pinsFile.ts';
import type { PinRuns } from '../../../src/cam/pins/runs.ts';
import { NO_RUNS, parseRuns, writeRuns } from '../../../src/cam/pins/runs.ts';
import { keptDeadChannels } from '../../../src/editor/pins/deadChannels.ts';
import type { SessionServices } from '../../../src/editor/pins/session.ts';
import { PinsSession } from '../../../src/editor/pins/session.ts';
import type { EngineClient } from '../../../src/engine/client.ts';
import { inClassFolder } from '../../support/samples.ts';
import { scaleClass } from '../../support/scaledClass.ts';

const PICTURES = ['bathroom-06.png', 'beach-02.png', 'bedroom-03.png'];

/** The engine in this process, and its calls. */
class CountedEngine {
  readonly engine = new Engine();
  readonly asked: string[] = [];
  /** Called before each call is answered. */
  before: (method: string) => void = () => undefined;

  /** Called while a call is answered, with its progress and its signal. */
  during: (
    method: string,
    onProgress: ((progress: MethodProgress) => void) | undefined,
    signal: AbortSignal | undefined,
  ) => Promise<void> = async () => undefined;

  readonly call = (async (
    method: keyof Engine,
    args: unknown[],
    signal?: AbortSignal,
    onProgress?: (progress: MethodProgress) => void,
  ) => {
    this.asked.push(method);
    this.before(method);
    await this.during(method, onProgress, signal);
    const answer = this.engine[method] as (...values: unknown[]) => Promise<unknown>;
    return answer.apply(this.engine, args);
  }) as EngineClient['call'];

  /** How often a method was called since the last time. */
  taken(method: string): number {
    return this.asked.splice(0).filter((name) => name === method).length;
  }
}

describe('the session of pinned images', function () {
  this.timeout(60_000);
  let folder = '';
  let model = '';
  let counted: CountedEngine;
  let kept: string | undefined;
  let session: PinsSession;
  const image = (name: string) => path.join(folder, name);

  const services = (): SessionServices => ({
    engine: counted,
    memory: {
      load: async () => (kept === undefined ? NO_RUNS : parseRuns(kept)),
      save: async (_model: string, runs: PinRuns) => {
        kept = writeRuns(runs);
      },
    },
    optionsOf: () => ({ useColourProfile: false }),
  });
  const makeSession = () => new PinsSession({ folder, model }, services(), () => undefined);

  const topOf = (run: 'latest' | 'baseline', name: string) =>
    session.runs[run]?.results.get(image(name))?.scores[0]?.label;

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'cam-lens-session-'));
    model = path.join(folder, 'net.onnx');
    copyFileSync('samples/scenes-gap.onnx', model);
    copyFileSync('samples/scenes-gap.cam.json', path.join(folder, 'net.cam.json'));
    copyFileSync('samples/labels.txt', path.join(folder, 'labels.txt'));
    for (const name of PICTURES) {
      copyFileSync(path.join('samples/pictures', inClassFolder(name)), image(name));
    }
    kept = undefined;
    counted = new CountedEngine();
    session = makeSession();
    await pinImages({ folder, model }, PICTURES.map(image));
  });
  afterEach(async () => {
    session.pause();
    await counted.engine.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  it('computes each image once for an export, and compares it with the next', async () => {
    await session.refresh();
    assert.equal(counted.taken('pinnedImage'), 3);
    await session.refresh();
    assert.equal(counted.taken('pinnedImage'), 0);
    scaleClass(model, 'bathroom', 0.5);
    await session.refresh({ isPatient: true });
    assert.equal(counted.taken('pinnedImage'), 3);
    assert.deepEqual(
      PICTURES.map((name) => [topOf('baseline', name), topOf('latest', name)]),
      [
        ['bathroom', 'living room'],
        ['beach', 'beach'],
        ['bedroom', 'bedroom'],
      ],
    );
  });

  it('knows in another window what it computed in this one', async () => {
    await session.refresh();
    scaleClass(model, 'bathroom', 0.5);
    counted.taken('');
    session = makeSession();
    await session.refresh();
    assert.equal(counted.taken('pinnedImage'), 3);
    assert.equal(topOf('baseline', 'bathroom-06.png'), 'bathroom');
    session = makeSession();
    await session.refresh();
    assert.equal(counted.taken('pinnedImage'), 0);
    assert.equal(topOf('latest', 'bathroom-06.png'), 'living room');
  });

  it('knows in another window which channels fire on none of the images, until the next export', async () => {
    assert.equal(await keptDeadChannels(model, services()), undefined);
    await session.refresh();
    counted.taken('');
    // In the sample all channels fire; the test pretends that the first did not.
    kept = kept?.replaceAll('"firing":"1', '"firing":"0');
    const silent = await keptDeadChannels(model, services());
    assert.deepEqual(silent, { count: 1, channels: 106, images: 3 });
    assert.equal(counted.taken('pinnedImage'), 0);
    scaleClass(model, 'bathroom', 0.5);
    assert.equal(await keptDeadChannels(model, services()), undefined);
  });

  it('computes a new image, another picture and the score of an expected class alone', async () => {
    await session.refresh();
    copyFileSync('samples/pictures/office/office-01.png', image('office-01.png'));
    await pinImages({ folder, model }, [image('office-01.png')]);
    counted.taken('');
    await session.refresh();
    assert.equal(counted.taken('pinnedImage'), 1);
    copyFileSync('samples/pictures/park/park-01.png', image('office-01.png'));
    await session.refresh();
    assert.equal(counted.taken('pinnedImage'), 1);
    assert.equal(topOf('latest', 'office-01.png'), 'park');
    const scores = session.runs.latest?.results.get(image('beach-02.png'))?.scores ?? [];
    const absent = session.labels.findIndex((_, c) => scores.every((s) => s.classIndex !== c));
    await expectClass({ folder, model }, image('beach-02.png'), session.labels[absent]);
    await session.refresh();
    assert.equal(counted.taken('pinnedImage'), 1);
    await unpinImage({ folder, model }, image('beach-02.png'));
    await session.refresh();
    assert.equal(counted.taken('pinnedImage'), 0);
    assert.equal(session.pins?.length, 3);
  });

  it('drops what it began for an export that another one follows', async () => {
    await session.refresh();
    const first = session.runs.latest?.exportKey;
    scaleClass(model, 'bathroom', 0.5);
    counted.taken('');
    let next: Promise<void> | undefined;
    counted.before = (method) => {
      if (method !== 'pinnedImage' || next) return;
      scaleClass(model, 'beach', 0.5);
      next = session.refresh({ isPatient: true });
    };
    await session.refresh({ isPatient: true });
    await next;
    // The call that had begun, and all calls for the second export.
    assert.equal(counted.taken('pinnedImage'), 4);
    assert.equal(session.runs.baseline?.exportKey, first);
    assert.equal(session.runs.latest?.results.size, 3);
  });

  it('computes nothing more once it is paused, and continues where it was', async () => {
    counted.before = (method) => {
      if (method === 'pinnedImage') session.pause();
    };
    await session.refresh();
    assert.equal(counted.taken('pinnedImage'), 1);
    assert.equal(session.runs.latest?.isComplete, false);
    counted.before = () => undefined;
    await session.refresh();
    assert.equal(counted.taken('pinnedImage'), 3);
    assert.equal(session.runs.latest?.isComplete, true);
  });

  it('reports its progress when it is stopped', async () => {
    let computed = 0;
    counted.before = (method) => {
      if (method === 'pinnedImage' && ++computed === 2) session.stop();
    };
    await session.refresh();
    assert.deepEqual(session.work, { kind: 'stopped', done: 1, all: 3 });
  });

  it('keeps the list while the model is half written, and reads it when it is complete', async () => {
    await session.refresh();
    const bytes = readFileSync(model);
    truncateSync(model, 100_000);
    await assert.rejects(session.refresh({ isPatient: true }), /net\.onnx/);
    assert.deepEqual(session.work, { kind: 'waiting' });
    assert.equal(session.failure, undefined);
    assert.equal(topOf('latest', 'beach-02.png'), 'beach');
    writeFileSync(model, bytes);
    await session.refresh({ isPatient: true });
    assert.deepEqual(session.work, { kind: 'idle' });
    truncateSync(model, 100_000);
    await session.refresh();
    assert.match(String(session.failure), /net\.onnx/);
  });

  it('computes the other images if one cannot be read', async () => {
    writeFileSync(image('beach-02.png'), '');
    await session.refresh();
    assert.equal(session.failureOf(image('beach-02.png'))?.code, 'emptyFile');
    assert.equal(session.runs.latest?.results.size, 2);
    assert.equal(session.failure, undefined);
    rmSync(image('bedroom-03.png'));
    await session.refresh();
    assert.equal(session.failureOf(image('bedroom-03.png'))?.code, 'fileNotFound');
  });

  it('computes only drawings of images in view', async () => {
    await session.refresh();
    session = makeSession();
    await session.refresh();
    assert.deepEqual(session.drawings.take(), []);
    counted.taken('');
    session.want([image('beach-02.png')]);
    while (session.drawings.take().length === 0) await new Promise((go) => setTimeout(go, 5));
    assert.equal(counted.taken('pinnedImage'), 1);
    session.want([image('beach-02.png')]);
    const [drawing] = session.drawings.take();
    assert.equal(drawing?.path, image('beach-02.png'));
    assert.equal(drawing?.drawing.map.width, 14);
  });

  describe('by a method', () => {
    const waysOf = (run: 'latest' | 'baseline') => [
      ...new Set([...(session.runs[run]?.results.values() ?? [])].map(({ way }) => way)),
    ];

    it('computes the maps of the same export again, and compares their boxes with the next', async () => {
      await session.refresh();
      await choosePinsMethod({ folder, model }, 'grad-cam');
      counted.taken('');
      await session.refresh();
      assert.equal(counted.taken('pinnedImage'), 3);
      assert.deepEqual(waysOf('latest'), ['grad-cam']);
      assert.equal(session.runs.baseline, undefined);
      scaleClass(model, 'bathroom', 0.5);
      await session.refresh();
      assert.deepEqual([waysOf('baseline'), waysOf('latest')], [['grad-cam'], ['grad-cam']]);
      assert.equal(topOf('latest', 'bathroom-06.png'), 'living room');
      session = makeSession();
      counted.taken('');
      await session.refresh();
      assert.equal(counted.taken('pinnedImage'), 0, 'in another window');
    });

    it('keeps the scores of a baseline by another method, until this export is accepted', async () => {
      await session.refresh();
      scaleClass(model, 'bathroom', 0.5);
      await session.refresh();
      await choosePinsMethod({ folder, model }, 'saliency');
      await session.refresh();
      assert.deepEqual([waysOf('baseline'), waysOf('latest')], [['cam'], ['saliency']]);
      assert.equal(topOf('baseline', 'bathroom-06.png'), 'bathroom');
      await session.accept();
      assert.deepEqual(waysOf('baseline'), ['saliency']);
    });

    it('cancels a method of many runs when it is stopped, and goes on where it was', async () => {
      let ended = 0;
      counted.during = async (method, onProgress, signal) => {
        if (method !== 'pinnedImage' || ended > 0) return;
        signal?.addEventListener('abort', () => ended++);
        onProgress?.({ done: 49, all: 196 });
        assert.deepEqual(session.work, { kind: 'running', done: 0, all: 3, part: 0.25 });
        session.stop();
      };
      await choosePinsMethod({ folder, model }, 'occlusion');
      await session.refresh();
      assert.equal(ended, 1);
      assert.deepEqual(session.work, { kind: 'stopped', done: 0, all: 3 });
    });
  });

  it('compares with the current export once it is accepted', async () => {
    await session.refresh();
    scaleClass(model, 'bathroom', 0.5);
    await session.refresh();
    await session.accept();
    assert.equal(topOf('baseline', 'bathroom-06.png'), 'living room');
    session = makeSession();
    await session.refresh();
    assert.equal(topOf('baseline', 'bathroom-06.png'), 'living room');
  });
});
