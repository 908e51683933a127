import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'mocha';
import sharp from 'sharp';
import { Engine } from '../../../src/cam/engine.ts';
import { reportExplanation } from '../../../src/cam/maps/files/report.ts';
import type { SmallModel, SmallNode } from '../classifier/smallModel.ts';
import { encodeSmallModel } from '../classifier/smallModel.ts';

const WIDTH = 96;
const HEIGHT = 64;

/** A white square in a dark picture, in pixels. */
const SQUARE = { x: 72, y: 16, width: 8, height: 8 };

const CENTRE = { x: 76, y: 20 };

/** What a model does to its picture before it takes the mean brightness of blocks of 8×8 pixels. */
interface Case {
  /** Nodes that make `seen` from `picture`. */
  before: SmallNode[];
  constants?: SmallModel['constants'];
  /** Nodes that make `map` from `blocks`; if left out, it is the same. */
  after?: SmallNode[];
}

const slice = (name: string, input: string, ...values: string[]): SmallNode => ({
  name,
  operator: 'Slice',
  inputs: [input, ...values],
});

const REVERSED = {
  axesStart: { dims: [1], values: [-1] },
  axesEnd: { dims: [1], values: [-1000] },
  axesX: { dims: [1], values: [3] },
  axesY: { dims: [1], values: [2] },
  axesBack: { dims: [1], values: [-1] },
};

const mirror = (name: string, input: string, axis: 'axesX' | 'axesY') =>
  slice(name, input, 'axesStart', 'axesEnd', axis, 'axesBack');

const turnAxes = (name: string, input: string): SmallNode => ({
  name,
  operator: 'Transpose',
  inputs: [input],
  attributes: { perm: [0, 1, 3, 2] },
});

const same = (name: string, input: string): SmallNode => ({
  name,
  operator: 'Identity',
  inputs: [input],
});

const MOVED: Record<string, Case & { says: RegExp }> = {
  'mirrors the image': {
    before: [mirror('seen', 'picture', 'axesX')],
    constants: REVERSED,
    says: /mirrors the image/,
  },
  'flips it top to bottom': {
    before: [mirror('seen', 'picture', 'axesY')],
    constants: REVERSED,
    says: /top to bottom/,
  },
  'turns it upside down': {
    before: [mirror('flipped', 'picture', 'axesY'), mirror('seen', 'flipped', 'axesX')],
    constants: REVERSED,
    says: /upside down/,
  },
  'swaps rows and columns': {
    before: [turnAxes('seen', 'picture')],
    says: /swaps rows and columns/,
  },
  'turns it by 90°': {
    before: [turnAxes('turned', 'picture'), mirror('seen', 'turned', 'axesX')],
    constants: REVERSED,
    says: /by 90°/,
  },
  'mirrors its map': {
    before: [same('seen', 'picture')],
    after: [mirror('map', 'blocks', 'axesX')],
    constants: REVERSED,
    says: /mirrors the image/,
  },
  'puts a border around it': {
    before: [same('seen', 'picture')],
    after: [{ name: 'map', operator: 'Pad', inputs: ['blocks', 'axesPads'] }],
    constants: { axesPads: { dims: [8], values: [0, 0, 4, 1, 0, 0, 0, 5] } },
    says: /border around/,
  },
  'looks at a part of it': {
    before: [slice('seen', 'picture', 'axesStart', 'axesEnd', 'axesBoth')],
    constants: {
      axesStart: { dims: [2], values: [8, 32] },
      axesEnd: { dims: [2], values: [56, 96] },
      axesBoth: { dims: [2], values: [2, 3] },
    },
    says: /part of the image/,
  },
};

/** A spatial transformer: it looks the further to the right, the brighter the picture is. */
function spatialTransformer(move: number): Case {
  const grid = Array.from({ length: HEIGHT * WIDTH }, (_, i) => [
    (2 * (i % WIDTH) + 1) / WIDTH - 1,
    (2 * Math.floor(i / WIDTH) + 1) / HEIGHT - 1,
  ]);
  return {
    before: [
      { name: 'means', operator: 'GlobalAveragePool', inputs: ['picture'] },
      { name: 'brightness', operator: 'Flatten', inputs: ['means'] },
      { name: 'move', operator: 'Gemm', inputs: ['brightness', 'moves', 'still'] },
      { name: 'moveOfAll', operator: 'Reshape', inputs: ['move', 'axesOfAll'] },
      { name: 'places', operator: 'Add', inputs: ['grid', 'moveOfAll'] },
      { name: 'seen', operator: 'GridSample', inputs: ['picture', 'places'] },
    ],
    constants: {
      grid: { dims: [1, HEIGHT, WIDTH, 2], values: grid.flat() },
      moves: { dims: [3, 2], values: [move, 0, move, 0, move, 0] },
      // None for a picture of noise.
      still: { dims: [2], values: [-1.5 * move, 0] },
      axesOfAll: { dims: [4], values: [1, 1, 1, 2] },
    },
  };
}

const WITHOUT_PLACES: Record<string, Case> = {
  'looks where the picture tells it': spatialTransformer(0.3),
  'adds the mirrored picture': {
    before: [
      mirror('mirrored', 'picture', 'axesX'),
      { name: 'seen', operator: 'Add', inputs: ['picture', 'mirrored'] },
    ],
    constants: REVERSED,
  },
  'shuffles the columns of its map': {
    before: [same('seen', 'picture')],
    after: [
      { name: 'map', operator: 'Gather', inputs: ['blocks', 'axesOrder'], attributes: { axis: 3 } },
    ],
    constants: { axesOrder: { dims: [12], values: [5, 0, 9, 3, 11, 7, 1, 10, 4, 2, 8, 6] } },
  },
};

/** After the map a ReLU(x + 1), so that what moved it belongs to the map's own making. */
function modelOf({ before, after = [same('map', 'blocks')], constants = {} }: Case): SmallModel {
  return {
    picture: [1, 3, HEIGHT, WIDTH],
    nodes: [
      ...before,
      {
        name: 'blocks',
        operator: 'AveragePool',
        inputs: ['seen'],
        attributes: { kernel_shape: [8, 8], strides: [8, 8] },
      },
      ...after,
      { name: 'lifted', operator: 'Add', inputs: ['map', 'one'] },
      { name: 'positive', operator: 'Relu', inputs: ['lifted'] },
      { name: 'pooled', operator: 'GlobalAveragePool', inputs: ['positive'] },
      { name: 'flat', operator: 'Flatten', inputs: ['pooled'] },
      { name: 'scores', operator: 'Gemm', inputs: ['flat', 'weights', 'bias'] },
    ],
    constants: {
      ...constants,
      one: { dims: [1], values: [0.01] },
      weights: { dims: [3, 2], values: [1, -0.5, 2, -1, 1.5, -0.75] },
      bias: { dims: [2], values: [0.1, -0.2] },
    },
  };
}

const GREY = '#a6a6a6';

/** Mirrors; sees nothing but areas brighter than noise. */
const DULL: Case = {
  before: [
    {
      name: 'smooth',
      operator: 'AveragePool',
      inputs: ['picture'],
      attributes: { kernel_shape: [7, 7], pads: [3, 3, 3, 3], strides: [1, 1] },
    },
    { name: 'darker', operator: 'Sub', inputs: ['smooth', 'bright'] },
    { name: 'areas', operator: 'Relu', inputs: ['darker'] },
    mirror('seen', 'areas', 'axesX'),
  ],
  constants: { ...REVERSED, bright: { dims: [1], values: [0.62] } },
};

const SIDECAR = {
  preprocessing: {
    resize: { mode: 'stretch', size: WIDTH },
    crop: 0,
    channels: 'RGB',
    scale: 1 / 255,
    mean: [0, 0, 0],
    std: [1, 1, 1],
  },
};

describe('the place of a map', function () {
  this.timeout(60_000);
  const folder = mkdtempSync(path.join(tmpdir(), 'cam-lens-places-'));
  const picture = path.join(folder, 'picture.png');
  const engine = new Engine();
  after(async () => {
    await engine.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  async function explain(name: string, model: SmallModel, background = '#000') {
    const file = path.join(folder, `${name.replaceAll(' ', '-')}.onnx`);
    writeFileSync(file, encodeSmallModel(model));
    writeFileSync(file.replace('.onnx', '.cam.json'), JSON.stringify(SIDECAR));
    const square = Buffer.alloc(3 * SQUARE.width * SQUARE.height, 255);
    const { width, height } = SQUARE;
    await sharp({ create: { width: WIDTH, height: HEIGHT, channels: 3, background } })
      .composite([
        { input: square, raw: { width, height, channels: 3 }, left: SQUARE.x, top: SQUARE.y },
      ])
      .png()
      .toFile(picture);
    const explanation = await engine.explain(file, picture);
    return {
      file,
      explanation,
      report: reportExplanation(await engine.openModel(file), explanation, [0]),
    };
  }

  it('needs no measurement where windows lie evenly over the picture', async () => {
    const { explanation, report } = await explain(
      'plain',
      modelOf({ before: [same('seen', 'picture')] }),
    );
    assert.equal(explanation.claim.standing, 'exact');
    assert.deepEqual([explanation.place.standing, explanation.place.by], ['inPlace', 'layers']);
    assert.equal(explanation.geometry.mapped, undefined);
    assertCentre(report);
  });

  for (const [name, { says, ...made }] of Object.entries(MOVED)) {
    it(`is followed where the model ${name}`, async () => {
      const { explanation, report } = await explain(name, modelOf(made));
      assert.equal(explanation.claim.standing, 'exact', explanation.claim.text);
      assert.equal(explanation.place.standing, 'moved', explanation.place.text);
      assert.match(explanation.place.text, says);
      assertCentre(report);
    });
  }

  for (const [name, made] of Object.entries(WITHOUT_PLACES)) {
    it(`is not claimed where the model ${name}`, async () => {
      const { explanation, file } = await explain(name, modelOf(made));
      assert.equal(explanation.place.standing, 'noPlaces', explanation.place.text);
      assert.equal(explanation.claim.standing, 'mismatch');
      assert.match(explanation.claim.text, /^Not in place/);
      const query = { method: 'grad-cam', classes: [] } as const;
      const { maps } = await engine.explainByMethod(file, explanation.imagePath, query);
      assert.match(maps[0]?.claim.text ?? '', /^Not in place/);
    });
  }

  it('is claimed for a spatial transformer that never moves', async () => {
    const { explanation, report } = await explain('still', modelOf(spatialTransformer(0)));
    assert.equal(explanation.place.standing, 'inPlace', explanation.place.text);
    assert.equal(explanation.claim.standing, 'exact');
    assertCentre(report);
  });

  it('is not claimed for a model that answers differently each time', async () => {
    const noisy = modelOf({
      before: [
        { name: 'noise', operator: 'RandomNormalLike', inputs: ['picture'] },
        { name: 'seen', operator: 'Add', inputs: ['picture', 'noise'] },
      ],
    });
    const { explanation } = await explain('noisy', noisy);
    assert.equal(explanation.claim.standing, 'mismatch');
    assert.match(explanation.claim.text, /^Not repeatable .* model\.eval\(\)/);
  });

  it('is not checked on a grid of four cells', async () => {
    const coarse = modelOf({
      before: [same('seen', 'picture')],
      after: [
        mirror('mirrored', 'blocks', 'axesX'),
        {
          name: 'map',
          operator: 'AveragePool',
          inputs: ['mirrored'],
          attributes: { kernel_shape: [4, 6], strides: [4, 6] },
        },
      ],
      constants: REVERSED,
    });
    const { explanation } = await explain('coarse', coarse);
    assert.equal(explanation.place.standing, 'unchecked');
    assert.match(explanation.place.text, /2×2 cells/);
  });

  it('is measured with the photo for a model to which noise says nothing', async () => {
    const { explanation, report } = await explain('dull', modelOf(DULL), GREY);
    assert.equal(explanation.place.standing, 'moved', explanation.place.text);
    assert.match(explanation.place.text, /mirrors the image/);
    assertCentre(report);
  });

  it('is measured with the next photo if there was none before', async () => {
    const file = path.join(folder, 'dull2.onnx');
    writeFileSync(file, encodeSmallModel(modelOf(DULL)));
    writeFileSync(file.replace('.onnx', '.cam.json'), JSON.stringify(SIDECAR));
    const { place } = await engine.inspectModel(file, { place: 'now' });
    assert.equal(place?.standing, 'unchecked');
    assert.equal((await engine.checkPlace(file, picture)).standing, 'moved');
  });

  it('is measured later if that is asked for, and then known', async () => {
    const file = path.join(folder, 'later.onnx');
    writeFileSync(file, encodeSmallModel(modelOf(MOVED['mirrors the image'] as Case)));
    writeFileSync(file.replace('.onnx', '.cam.json'), JSON.stringify(SIDECAR));
    const before = await engine.explain(file, picture, { place: 'later' });
    assert.equal(before.place.standing, 'pending');
    assert.equal((await engine.checkPlace(file, picture)).standing, 'moved');
    const then = await engine.explain(file, picture, { place: 'later' });
    assert.equal(then.place.standing, 'moved');
  });

  function assertCentre({ classes: [first] }: ReturnType<typeof reportExplanation>): void {
    const box = first?.box;
    assert.ok(box);
    assert.ok(Math.abs(box.x + box.width / 2 - CENTRE.x) <= 2.5, JSON.stringify(box));
    assert.ok(Math.abs(box.y + box.height / 2 - CENTRE.y) <= 2.5, JSON.stringify(box));
  }
});
