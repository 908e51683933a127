import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import sharp from 'sharp';
import { CamError } from '../../src/cam/base/errors.ts';
import { Engine } from '../../src/cam/engine.ts';
import { openStoredIndex } from '../../src/cam/folder/index/openIndex.ts';
import { bundleTestProgram } from '../support/bundleOnce.ts';
import { Random } from '../support/random.ts';
import { assertActivationsBelong, contentOf } from '../unit/folder/scan/indexContent.ts';
import { makeMemoryFolder } from '../unit/memoryFolder.ts';

const model = path.resolve('test/fixtures/cli/tiny.onnx');

/** Without class weights: gradient × activation is kept too. */
const withGradients = path.resolve('test/fixtures/methods/vgg.dynamo.onnx');
const pictures = path.resolve('samples/pictures');
const COPIES = 9;
const KILLS = 8;

/** Small enough that a scan writes and merges blocks every few tenths of a second. */
const SIDE_PX = 32;

describe('a scan that is killed', function () {
  this.timeout(240_000);
  const engine = new Engine();
  /** The process that scans, as one file: it starts in a third of the time. */
  let program: string;
  let folder: string;
  let photos: string;
  const children: ChildProcess[] = [];

  /** The sample pictures, small and in many folders, so that a scan lasts. */
  before(async () => {
    program = await bundleTestProgram('test/robustness/scanChild.ts');
    folder = makeMemoryFolder('cam-lens-killed-');
    photos = path.join(folder, 'photos');
    const files = readdirSync(pictures, { recursive: true, encoding: 'utf8' });
    const names = files.filter((name) => name.endsWith('.png'));
    const small = await Promise.all(
      names.map((name) => sharp(path.join(pictures, name)).resize(SIDE_PX).png().toBuffer()),
    );
    for (let copy = 0; copy < COPIES; copy++) {
      mkdirSync(path.join(photos, `copy ${copy}`), { recursive: true });
      for (const [i, name] of names.entries()) {
        writeFileSync(path.join(photos, `copy ${copy}`, path.basename(name)), small[i] ?? '');
      }
    }
  });

  after(async () => {
    await engine.dispose();
    for (const child of children) child.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  });

  function startScan(cacheFolder: string, scanned = model): ChildProcess {
    const child = spawn(process.execPath, [program, scanned, photos, cacheFolder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    return child;
  }

  /** Resolves once the scan is running, which its first progress report shows. */
  async function startedScan(
    cacheFolder: string,
    scanned = model,
  ): Promise<{ child: ChildProcess; end: Promise<unknown> }> {
    const scan = startScan(cacheFolder, scanned);
    const end = new Promise((resolve) => scan.once('exit', resolve));
    await Promise.race([new Promise((resolve) => scan.stdout?.once('data', resolve)), end]);
    return { child: scan, end };
  }

  /** Resolves once a scan has added to these images, or has ended. */
  async function written(scan: ChildProcess, images: number, indexFolder: string): Promise<void> {
    while (scan.exitCode === null && imagesIn(indexFolder) <= images) await delay(5);
  }

  const killed = async (model: string) => {
    const random = new Random(20161);
    const whole = path.join(folder, `whole ${path.basename(model)}`);
    const start = performance.now();
    const expected = await engine.scanFolder(
      model,
      photos,
      { cacheFolder: whole },
      () => undefined,
    );
    const latestKillMs = 0.7 * (performance.now() - start);
    const content = await contentOf(openStoredIndex(expected.indexFolder));
    assert.equal(content.size, COPIES * 60);
    const cacheFolder = path.join(folder, `killed ${path.basename(model)}`);
    const indexFolder = path.join(cacheFolder, path.basename(expected.indexFolder));
    let before = 0;
    let unfinished = 0;
    let partial = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const scan = await startedScan(cacheFolder, model);
      // Every second scan is killed when it has just written something, however fast the machine is.
      if (kill % 2 === 1) await written(scan.child, before, indexFolder);
      else await delay(random.next() * latestKillMs);
      scan.child.kill('SIGKILL');
      await scan.end;
      const index = openStoredIndex(indexFolder);
      for (const [image, values] of await contentOf(index)) {
        assert.deepEqual(values, content.get(image), image);
      }
      assert.ok(index.images.length >= before, 'an image was lost');
      before = index.images.length;
      if (!index.complete) unfinished++;
      if (!index.complete && before > 0) partial++;
      if (before < content.size) continue;
      // All is indexed: the next kills hit a scan that begins again.
      rmSync(cacheFolder, { recursive: true });
      before = 0;
    }
    assert.ok(unfinished >= KILLS / 2, `only ${unfinished} scans were killed before their end`);
    assert.ok(partial > 0, 'none of them had written anything');
    await engine.scanFolder(model, photos, { cacheFolder }, () => undefined);
    const index = openStoredIndex(indexFolder);
    assert.ok(index.complete);
    assert.deepEqual(await contentOf(index), content);
    assert.ok((await assertActivationsBelong(index)) >= 16 * index.model.channels);
    const left = readdirSync(indexFolder).filter((name) => /^(tmp-|lock)/.test(name));
    assert.deepEqual(left, []);
  };

  for (const [what, file] of [
    ['', model],
    [' with gradients', withGradients],
  ] as const) {
    it(`at ${KILLS} random moments leaves a whole index${what}, and ends as one that was not`, () =>
      killed(file));
  }

  it('holds the folder while it lives: a second scan is refused, a reader is not', async () => {
    const cacheFolder = path.join(folder, 'shared');
    const scan = await startedScan(cacheFolder);
    const second = engine.scanFolder(model, photos, { cacheFolder }, () => undefined);
    await assert.rejects(second, (error) => {
      assert.ok(CamError.is(error));
      assert.equal(error.code, 'indexInUse');
      assert.ok(error.message.includes(photos), error.message);
      assert.ok(error.message.includes(String(scan.child.pid)), error.message);
      return true;
    });
    let reads = 0;
    let ended = false;
    void scan.end.then(() => {
      ended = true;
    });
    while (!ended) {
      const summary = await engine.indexSummary(model, photos, { cacheFolder });
      if (!summary) continue;
      const index = openStoredIndex(summary.indexFolder);
      await delay(20);
      assert.equal((await contentOf(index)).size, index.images.length);
      reads++;
    }
    assert.ok(reads > 3, `${reads} reads`);
    const done = await engine.indexSummary(model, photos, { cacheFolder });
    assert.equal(done?.images, COPIES * 60);
    assert.equal(done.complete, true);
  });
});

/** How many images the index has; 0 if it is not there yet. */
function imagesIn(indexFolder: string): number {
  try {
    return openStoredIndex(indexFolder).images.length;
  } catch {
    return 0;
  }
}
