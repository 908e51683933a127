import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'mocha';
import { PbfWriter } from 'pbf';
import { CamError } from '../../../src/cam/base/errors.ts';
import { trainingLayerOf } from '../../../src/cam/classifier/trainingMode.ts';
import { Engine } from '../../../src/cam/engine.ts';
import { ofDamagedFile } from '../../../src/cam/onnx/errors.ts';
import { Graph } from '../../../src/cam/onnx/file/graph.ts';
import type { Initializer, OnnxModel, OnnxNode } from '../../../src/cam/onnx/file/model.ts';
import { DamagedMessage } from '../../../src/cam/onnx/file/protobufFile.ts';
import { makeNode } from '../layers/uses.ts';
import { configPath, picture } from './checkHead.ts';
import type { SmallModel, SmallNode } from './smallModel.ts';
import { encodeSmallModel } from './smallModel.ts';

/** `TensorProto.DataType` of a truth value. */
const BOOL = 9;

/** So many that two runs of a dropout never leave the same ones out. */
const CHANNELS = 64;

const wave = (length: number) => Array.from({ length }, (_, i) => Math.sin(1 + 1.7 * i));

/** A convolution, `middle` from `before` to `features`, a mean, `behind` from `flat` to `vector`, a linear layer. */
function modelOf(
  middle: SmallNode,
  behind: SmallNode,
  constants: SmallModel['constants'],
): SmallModel {
  return {
    picture: [1, 3, 24, 24],
    nodes: [
      { name: 'before', operator: 'Conv', inputs: ['picture', 'kernel'] },
      middle,
      { name: 'pooled', operator: 'GlobalAveragePool', inputs: ['features'] },
      { name: 'flat', operator: 'Flatten', inputs: ['pooled'] },
      behind,
      { name: 'scores', operator: 'Gemm', inputs: ['vector', 'weights'] },
    ],
    constants: {
      kernel: { dims: [CHANNELS, 3, 3, 3], values: wave(CHANNELS * 27) },
      weights: { dims: [CHANNELS, 3], values: wave(CHANNELS * 3) },
      ...constants,
    },
  };
}

const relu: SmallNode = { name: 'features', operator: 'Relu', inputs: ['before'] };
const same: SmallNode = { name: 'vector', operator: 'Identity', inputs: ['flat'] };

const layerIn = (nodes: OnnxNode[], initializers = new Map<string, Initializer>()) =>
  trainingLayerOf(new Graph({ nodes, initializers, inputs: [{ name: 'x' }] } as OnnxModel));

describe('A layer in training mode', () => {
  const dropout = makeNode('Dropout', ['x', 'ratio', 'training']);
  const layerOf = (nodes: OnnxNode[], write: (writer: PbfWriter) => void) => {
    const writer = new PbfWriter();
    write(writer);
    const flag = { read: async () => writer.finish() } as Initializer;
    const initializers = new Map([['training', flag]]);
    return layerIn(nodes, initializers);
  };

  it('is a dropout whose flag is set, however the file writes it', async () => {
    for (const [value, expected] of [
      [0, undefined],
      [1, 'Dropout'],
    ] as const) {
      for (const write of [
        (writer: PbfWriter) => writer.writePackedVarint(5, [value]),
        (writer: PbfWriter) => writer.writeVarintField(5, value),
        (writer: PbfWriter) => writer.writeBytesField(9, Uint8Array.of(value)),
      ]) {
        assert.equal(await layerOf([dropout], write), expected);
      }
    }
    assert.equal(await layerOf([makeNode('Dropout', ['x', 'ratio'])], () => {}), undefined);
  });

  it('is not known where the flag is damaged: raw_data of a wire type that does not exist', async () => {
    const damaged = layerOf([dropout], (writer) => writer.writeVarint((9 << 3) | 4));
    await assert.rejects(damaged, DamagedMessage);
    const error = ofDamagedFile('net.onnx', await damaged.catch((reason) => reason));
    assert.ok(CamError.is(error));
    assert.deepEqual([error.code, error.file], ['notOnnx', 'net.onnx']);
  });

  it('is the first of several', async () => {
    const normal = (mode: number) =>
      makeNode('BatchNormalization', ['x', 'a', 'b', 'c', 'd'], { training_mode: mode });
    const isSet = (writer: PbfWriter) => writer.writeVarintField(5, 1);
    assert.equal(await layerOf([normal(0), dropout, normal(1)], isSet), 'Dropout');
    assert.equal(await layerOf([normal(1), dropout], isSet), 'BatchNormalization');
    assert.equal(await layerOf([normal(0), makeNode('Relu', ['x'])], isSet), undefined);
  });

  it('is not one that normalises weights', async () => {
    const kernel = makeNode('BatchNormalization', ['kernel', 'a', 'b', 'c', 'd'], {
      training_mode: 1,
    });
    assert.equal(await layerIn([kernel]), undefined);
  });
});

describe('a model in training mode', function () {
  this.timeout(60_000);
  const folder = mkdtempSync(path.join(tmpdir(), 'cam-lens-training-'));
  const engine = new Engine();

  after(async () => {
    await engine.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  function write(name: string, model: SmallModel): string {
    const file = path.join(folder, `${name}.onnx`);
    writeFileSync(file, encodeSmallModel(model));
    return file;
  }

  it('that takes the statistics of each picture gets no exact claim', async () => {
    const normal: SmallNode = {
      name: 'features',
      operator: 'BatchNormalization',
      inputs: ['before', 'ones', 'zeros', 'zeros', 'ones'],
      outputs: ['features', 'mean', 'variance'],
      attributes: { training_mode: 1 },
    };
    const constants = {
      ones: { dims: [CHANNELS], values: Array(CHANNELS).fill(1) },
      zeros: { dims: [CHANNELS], values: Array(CHANNELS).fill(0) },
    };
    const file = write('batch', modelOf(normal, same, constants));
    const { claim } = await engine.explain(file, picture, { configPath });
    assert.equal(claim.standing, 'mismatch');
    assert.match(claim.text, /^Exported in training mode/);
    const { verdict, notices } = await engine.inspectModel(file);
    assert.equal(verdict.standing, 'mismatch');
    assert.ok(notices.some((notice) => /uses this image.s statistics/.test(notice)));
    const methods = await engine.describeMethods(file, { configPath });
    assert.ok(methods.notices.some((notice) => /uses this image.s statistics/.test(notice)));
  });

  it('with dropout behind the pooling is refused for that reason', async () => {
    const dropout: SmallNode = {
      name: 'vector',
      operator: 'Dropout',
      inputs: ['flat', 'ratio', 'training'],
    };
    const constants = {
      ratio: { dims: [], values: [0.5] },
      training: { dims: [], values: [1], type: BOOL },
    };
    const file = write('dropout', modelOf(relu, dropout, constants));
    await assert.rejects(engine.openModel(file), (error: Error) => {
      assert.match(error.message, /training mode: dropout/);
      return true;
    });
  });

  it('is not suspected if dropout is switched off', async () => {
    const dropout: SmallNode = {
      name: 'vector',
      operator: 'Dropout',
      inputs: ['flat', 'ratio', 'training'],
    };
    const constants = {
      ratio: { dims: [], values: [0.5] },
      training: { dims: [], values: [0], type: BOOL },
    };
    const file = write('off', modelOf(relu, dropout, constants));
    const { mapKind, notices } = await engine.openModel(file);
    assert.equal(mapKind, 'cam');
    assert.ok(!notices.some((notice) => /training/.test(notice)));
  });
});
