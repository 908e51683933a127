import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CamError } from '../../../src/cam/base/errors.ts';
import { Engine } from '../../../src/cam/engine.ts';
import { classMap, readLogit } from '../../../src/cam/maps/cam.ts';
import { classWeightsOf } from '../../../src/cam/maps/classWeightsOf.ts';
import type { ClassWeights } from '../../../src/cam/maps/featureMap.ts';
import type { Explanation, ModelDescription } from '../../../src/cam/results/explanation.ts';
import { assertClose } from '../assertClose.ts';
import type { Golden } from './checkHead.ts';
import { checkHead, configPath, goldenHeads, headsFolder, picture } from './checkHead.ts';
import { ExplainedModels } from './explained.ts';
import type { Measured } from './supportTable.ts';
import { isQuantised, supportTable } from './supportTable.ts';

/** The float model in PyTorch, see `make.py` beside the models. */
interface MatrixGolden extends Golden {
  /** For maximum pooling in 8 bits, where several positions may share a maximum: maps of what each form pools. */
  roundedMaps?: Record<string, number[][]>;
}

const fixtures = path.resolve('test/fixtures');

function goldenOf(folder: string): [string, MatrixGolden][] {
  return Object.entries(
    JSON.parse(readFileSync(path.join(fixtures, folder, 'golden.json'), 'utf8')),
  );
}

const files = ['models', 'matrix'].flatMap((folder) =>
  goldenOf(folder)
    // All weights zero is no kind of head.
    .filter(([, { kind }]) => kind !== 'headWeightsAllZero')
    .flatMap(([head, golden]) =>
      golden.exporters.map((exporter) => {
        const model = path.join(fixtures, folder, `${head}.${exporter}.onnx`);
        return { folder, head, exporter, model, golden };
      }),
    ),
);

/** The heads are compared twice, and explained once. */
const models = new ExplainedModels(picture, configPath);
const engine = new Engine();

after(async () => {
  await engine.dispose();
  await models.dispose();
});

describe('every kind of head, in every form of file', function () {
  this.timeout(30_000);
  const measured: Measured[] = [];

  for (const { folder, head, exporter, model, golden } of files) {
    const { kind } = golden;
    it(`${folder}: ${head} (${exporter}): ${kind}`, async () => {
      const file: Measured = { exporter, kind, passed: false };
      measured.push(file);
      const map = golden.roundedMaps?.[exporter] ?? golden.map;
      if (map === undefined) await assertRefused(model, kind);
      else await assertMap(model, golden, map.flat(), toleranceOf(exporter));
      file.passed = true;
    });
  }

  it('docs/accuracy.md shows this table', function () {
    if (measured.length < files.length) return this.skip();
    const page = readFileSync('docs/accuracy.md', 'utf8');
    const [, shown] =
      /<!-- support table -->\n(.*?)\n<!-- end of support table -->/s.exec(page) ?? [];
    const table = supportTable(measured);
    assert.equal(shown, table, `the table of docs/accuracy.md should be\n\n${table}\n`);
  });
});

describe('every kind of head, from both PyTorch exporters', function () {
  this.timeout(10_000);
  for (const [name, expected] of Object.entries(goldenHeads)) {
    for (const exporter of expected.exporters) {
      it(`${name} (${exporter}): ${expected.kind}`, () =>
        checkHead(models, path.join(headsFolder, `${name}.${exporter}.onnx`), expected, 1e-5));
    }
  }
});

interface Tolerance {
  /** Tolerance of the logits and of the maps' predictions, relative to the largest logit. */
  logits: number;
  /** Relative to the map's largest value. */
  map: number;
  /** Whether the fidelity text says that 8 bits limit it. */
  isRounded?: boolean;
}

function toleranceOf(exporter: string): Tolerance {
  if (isQuantised(exporter)) return { logits: 0.1, map: 0.03, isRounded: true };
  if (exporter.startsWith('float16')) return { logits: 5e-3, map: 5e-3 };
  return { logits: 1e-4, map: 1e-4 };
}

async function assertMap(
  model: string,
  golden: MatrixGolden,
  wanted: number[],
  tolerance: Tolerance,
): Promise<void> {
  const { description, found } = await models.of(model);
  assert.equal(description.mapKind, golden.kind);
  assert.equal(found.ranking[0], golden.top);
  const largest = Math.max(...golden.logits.map(Math.abs));
  assertClose(found.logits, golden.logits, tolerance.logits * largest, 'logits');
  if (golden.output.some((value, c) => value !== golden.logits[c])) {
    assertClose(found.probabilities, golden.output, tolerance.logits, 'probabilities');
  }
  const classWeights = classWeightsOf(description, found);
  const { values } = classMap(found.featureMap, classWeights, golden.top);
  assertClose(values, wanted, tolerance.map * Math.max(...wanted.map(Math.abs)), 'map');
  assertFidelity(description, found, classWeights, tolerance);
}

/** The maps predict the logits as exactly as the fidelity text says. */
function assertFidelity(
  description: ModelDescription,
  found: Explanation,
  classWeights: ClassWeights,
  tolerance: Tolerance,
): void {
  const largest = Math.max(...found.logits.map(Math.abs));
  const misses = Array.from(found.logits, (logit, c) => {
    const map = classMap(found.featureMap, classWeights, c);
    return (
      Math.abs(readLogit(map, classWeights.bias[c] ?? 0, description.readout) - logit) / largest
    );
  });
  const miss = Math.max(...misses);
  assertClose([found.relativeResidual], [miss], 1e-3 * miss + 1e-6, 'residual of the claim');
  const { standing, text } = found.claim;
  if (description.mapKind === 'gradCam') {
    assert.equal(standing, 'approximate', text);
    assert.match(text, /^Grad-CAM /);
    return;
  }
  assert.ok(miss <= tolerance.logits, `maps miss the logits by ${miss}`);
  if (tolerance.isRounded) assert.match(text, / within 8-bit rounding /);
  else assert.equal(standing, 'exact', text);
}

async function assertRefused(model: string, code: string): Promise<void> {
  await assert.rejects(engine.openModel(model, { configPath }), (error) => {
    assert.ok(CamError.is(error), `not a CamError: ${error}`);
    assert.equal(error.code, code, error.message);
    if (code === 'noSpatialMap') assert.match(error.message, /1 extra token .*vision transformer/);
    assert.ok(error.message.includes(model), error.message);
    assert.ok(error.nextAction.length > 0);
    return true;
  });
}
