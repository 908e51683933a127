import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import sharp from 'sharp';
import { Engine } from '../../src/cam/engine.ts';
import { openStoredIndex } from '../../src/cam/folder/index/openIndex.ts';
import type { EvaluationOverview } from '../../src/cam/results/evaluation/overview.ts';
import type { ScanProgress } from '../../src/cam/results/units.ts';
import { bundleTestProgram } from '../support/bundleOnce.ts';
import { Random } from '../support/random.ts';
import { contentOf } from '../unit/folder/scan/indexContent.ts';
import { makeMemoryFolder } from '../unit/memoryFolder.ts';

const model = path.resolve('samples/scenes-gap.onnx');
const pictures = path.resolve('samples/pictures');
const COPIES = 8;
const KILLS = 6;
const SIDE_PX = 32;

/** Results are written every second; a batch, a merge and this machine's other work may be in between. */
const LOST_MS = 1000;
const SLACK_MS = 1000;

const ALL = { order: 'loss', isWrong: false, first: 0, count: 10_000 } as const;

/** What a process that was killed had reported, and when. */
interface Reported {
  at: number;
  indexed: number;
}

describe('an evaluation that is killed', function () {
  this.timeout(240_000);
  const engine = new Engine();
  let program: string;
  let folder: string;
  let photos: string;
  const children: ChildProcess[] = [];

  /** The sample pictures, small and in folders of their classes, several times. */
  before(async () => {
    program = await bundleTestProgram('test/robustness/evaluateChild.ts');
    folder = makeMemoryFolder('cam-lens-killed-evaluation-');
    photos = path.join(folder, 'photos');
    const files = readdirSync(pictures, { recursive: true, encoding: 'utf8' });
    for (const name of files.filter((file) => file.endsWith('.png'))) {
      const small = await sharp(path.join(pictures, name)).resize(SIDE_PX).png().toBuffer();
      for (let copy = 0; copy < COPIES; copy++) {
        const to = path.join(photos, `copy ${copy}`, name);
        mkdirSync(path.dirname(to), { recursive: true });
        writeFileSync(to, small);
      }
    }
  });

  after(async () => {
    await engine.dispose();
    for (const child of children) child.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  });

  /** Resolves once it is running; the reports are those until now. */
  async function started(cacheFolder: string) {
    const child = spawn(process.execPath, [program, model, photos, cacheFolder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    const reports: Reported[] = [];
    createInterface({ input: child.stdout }).on('line', (line) => {
      const { indexed } = JSON.parse(line) as ScanProgress;
      reports.push({ at: performance.now(), indexed });
    });
    const end = new Promise((resolve) => child.once('exit', resolve));
    await Promise.race([new Promise((resolve) => child.stdout.once('data', resolve)), end]);
    return { child, end, reports };
  }

  /** All that is said of the folder, but for the place and version of its index. */
  async function saidOf(cacheFolder: string): Promise<unknown> {
    const overview = await engine.evaluation(model, photos, { cacheFolder });
    const page = await engine.evaluatedPictures(model, photos, ALL, { cacheFolder });
    const { indexFolder: _, version: _version, ...said } = overview as EvaluationOverview;
    const rows = page.rows.map(({ image: _row, ...row }) => row);
    return { said, rows: rows.sort((a, b) => (a.path < b.path ? -1 : 1)) };
  }

  it(`at ${KILLS} random moments loses at most a second, and ends with the same numbers`, async () => {
    const random = new Random(14);
    const whole = path.join(folder, 'whole');
    const start = performance.now();
    const { indexFolder: wholeFolder } = await engine.evaluateFolder(
      ...([model, photos, { cacheFolder: whole }, () => undefined] as const),
    );
    const latestKillMs = 0.7 * (performance.now() - start);
    const content = await contentOf(openStoredIndex(wholeFolder));
    assert.equal(content.size, COPIES * 60);
    const cacheFolder = path.join(folder, 'killed');
    const indexFolder = path.join(cacheFolder, path.basename(wholeFolder));
    let kept = 0;
    let partial = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const { child, end, reports } = await started(cacheFolder);
      await delay(random.next() * latestKillMs);
      const killedAt = performance.now();
      child.kill('SIGKILL');
      await end;
      const index = openStoredIndex(indexFolder);
      for (const [image, values] of await contentOf(index)) {
        assert.deepEqual(values, content.get(image), image);
      }
      assert.ok(index.images.length >= kept, 'an image was lost');
      kept = index.images.length;
      const due = reports.filter(({ at }) => at <= killedAt - LOST_MS - SLACK_MS);
      const indexed = Math.max(0, ...due.map((report) => report.indexed));
      assert.ok(kept >= indexed, `${indexed} were run two seconds before, ${kept} are kept`);
      if (kept > 0 && !index.complete) partial++;
      if (kept < content.size) continue;
      // All is indexed: the next kills hit an evaluation that begins again.
      rmSync(cacheFolder, { recursive: true });
      kept = 0;
    }
    assert.ok(partial > 0, 'none of them had written anything');
    await engine.evaluateFolder(model, photos, { cacheFolder }, () => undefined);
    const index = openStoredIndex(indexFolder);
    assert.ok(index.complete);
    assert.deepEqual(await contentOf(index), content);
    assert.deepEqual(await saidOf(cacheFolder), await saidOf(whole));
    const left = readdirSync(indexFolder).filter((name) => /^(tmp-|lock)/.test(name));
    assert.deepEqual(left, []);
  });
});
