import assert from 'node:assert/strict';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';
import { Engine } from '../../../../src/cam/engine.ts';
import type { EvidenceReport } from '../../../../src/cam/results/evaluation/evidence.ts';

const FIXTURES = path.resolve('test/fixtures/evaluate/evidence');
const SAMPLES = path.resolve('samples');

/** Pictures with the mark in the network `part`, as the script of the fixture drew them. */
const MARKED = ['00', '01', '02', '08', '09', '10'];

describe('a network that was trained with a mark in the corner of one class', function () {
  this.timeout(60_000);
  const engine = new Engine();
  let folder: string;

  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'cam-lens-evidence-'));
  });

  after(async () => {
    await engine.dispose();
    await rm(folder, { recursive: true });
  });

  it('is found by the first class and its first cluster, with the mark in a part of the pictures', async () => {
    const [first, ...others] = (await reportOf('part')).classes;
    const cluster = first?.clusters[0];
    assert.equal(first?.label, 'cross');
    assert.equal(cluster?.suspicious, true, cluster?.text);
    assert.match(cluster?.text ?? '', /pictures of “cross”.* the lower right corner/);
    assert.deepEqual(cluster?.paths.map((file) => path.basename(file, '.png')).sort(), MARKED);
    assert.deepEqual(suspicionsOf(others), []);
  });

  it('is found by the first class, with the mark in all of its pictures', async () => {
    const [first, ...others] = (await reportOf('all')).classes;
    assert.equal(first?.label, 'cross');
    assert.match(first?.text ?? '', /“cross” together: .* the lower right corner/);
    assert.deepEqual(suspicionsOf(others), []);
  });

  it('raises no suspicion when it was trained without marks', async () => {
    const { classes } = await reportOf('plain');
    assert.equal(classes.length, 4);
    assert.deepEqual(suspicionsOf(classes), []);
  });

  for (const name of ['scenes-gap', 'scenes-gmp']) {
    it(`raises no suspicion on the sample: ${name}`, async () => {
      const model = path.join(SAMPLES, `${name}.onnx`);
      const { classes } = await reportAbout(model, path.join(SAMPLES, 'pictures'));
      assert.equal(classes.length, 8);
      assert.deepEqual(suspicionsOf(classes), []);
    });
  }

  async function reportOf(name: string): Promise<EvidenceReport> {
    const pictures = path.join(folder, name);
    for (const variant of new Set(['plain', name])) {
      await cp(path.join(FIXTURES, 'pictures', variant), pictures, { recursive: true });
    }
    return reportAbout(path.join(FIXTURES, `${name}.onnx`), pictures);
  }

  async function reportAbout(model: string, pictures: string): Promise<EvidenceReport> {
    const options = { cacheFolder: path.join(folder, 'cache') };
    await engine.evaluateFolder(model, pictures, options, () => undefined);
    const query = { seed: 1, clusters: 5 };
    return engine.evidence(model, pictures, query, options, () => undefined);
  }
});

function suspicionsOf(classes: EvidenceReport['classes']): string[] {
  return classes.flatMap(({ text, clusters }) => [
    ...(text === undefined ? [] : [text]),
    ...clusters.filter(({ suspicious }) => suspicious).map((cluster) => cluster.text),
  ]);
}
