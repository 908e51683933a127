import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CamErrorCode } from '../../../src/cam/base/errors.ts';
import { Engine } from '../../../src/cam/engine.ts';
import { decodeInitializer } from '../../../src/cam/onnx/file/initializerValues.ts';
import { DamagedMessage } from '../../../src/cam/onnx/file/protobufFile.ts';
import { readOnnxModel } from '../../../src/cam/onnx/readModel.ts';
import type { Field, Message } from '../../support/protobufTree.ts';
import {
  decodeMessage,
  encodeMessage,
  integerField,
  messageField,
  messagesOf,
} from '../../support/protobufTree.ts';

const good = readFileSync('test/fixtures/models/gap_linear.dynamo.onnx');
/** Too long for a varint of 64 bits. */
const ELEVEN_BYTES = Buffer.alloc(11, 0xff);

/** As a varint of 64 bits. */
const MINUS_ONE = 2n ** 64n - 1n;

describe('a model that is damaged in a part that is read later', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'cam-lens-damaged-'));
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  async function assertRefused(
    damage: (model: Message, node: Message) => void,
    code: CamErrorCode,
  ): Promise<void> {
    const model = decodeMessage(good, 'Model');
    const [graph] = messagesOf(model, 7);
    const [node] = graph ? messagesOf(graph, 1) : [];
    assert.ok(node);
    damage(model, node);
    const file = path.join(folder, 'model.onnx');
    writeFileSync(file, encodeMessage(model));
    await assert.rejects(readOnnxModel(file), { name: 'CamError', code, file });
  }

  const attribute = (...fields: Field[]) => messageField(5, { type: 'Attribute', fields });

  it('a list of numbers in an attribute', () =>
    assertRefused((_, node) => {
      const ints = { number: 8, wireType: 2, value: Buffer.from([1, 2]), falseLength: 9n };
      node.fields.push(attribute(ints));
    }, 'truncatedOnnx'));

  it('a number in an attribute', () =>
    assertRefused((_, node) => {
      node.fields.push(attribute({ number: 3, wireType: 5, value: ELEVEN_BYTES }));
    }, 'notOnnx'));

  it('a note of the exporter on a node', () =>
    assertRefused((_, node) => {
      const entry = {
        type: 'Entry',
        fields: [{ number: 1, wireType: 7, value: Buffer.from([0]) }],
      };
      node.fields.push(messageField(9, entry));
    }, 'notOnnx'));

  it('the element type of weights', async () => {
    const model = decodeMessage(good, 'Model');
    for (const graph of messagesOf(model, 7)) {
      for (const weights of messagesOf(graph, 5)) weights.fields.push(integerField(2, MINUS_ONE));
    }
    const file = path.join(folder, 'type.onnx');
    writeFileSync(file, encodeMessage(model));
    const engine = new Engine();
    const { verdict } = await engine.inspectModel(file);
    await engine.dispose();
    assert.equal(verdict.error?.code, 'modelRefused');
  });

  it('the values of weights, which are read when the model is loaded', async () => {
    const tensor = {
      type: 'Tensor',
      fields: [{ number: 20, wireType: 6, value: Buffer.from([0]) }],
    };
    const initializer = {
      ...{ name: 'w', dims: [1], elements: 1, elementType: 1, storedElementType: 1 },
      external: undefined,
      read: async () => encodeMessage(tensor),
    };
    await assert.rejects(decodeInitializer(initializer, 'net.onnx'), DamagedMessage);
  });

  it('a stated size, which is then unknown', async () => {
    const model = decodeMessage(good, 'Model');
    let dimension = model;
    // Graph, its first output, Type, TensorType, Shape, its first Dimension.
    for (const number of [7, 12, 2, 1, 2, 1]) dimension = messagesOf(dimension, number)[0] ?? model;
    assert.equal(dimension.type, 'Dimension');
    dimension.fields = [integerField(1, 2n ** 63n - 1n)];
    const file = path.join(folder, 'size.onnx');
    writeFileSync(file, encodeMessage(model));
    const { outputs } = await readOnnxModel(file);
    assert.deepEqual(outputs[0]?.dims, [undefined, 5]);
  });

  it('the version of the format', () =>
    assertRefused((model) => {
      model.fields.push(integerField(1, 2n ** 63n));
    }, 'notOnnx'));

  it('the version of an operator set', () =>
    assertRefused((model) => {
      const fields = [integerField(2, 2n ** 40n)];
      model.fields.push(messageField(8, { type: 'OperatorSet', fields }));
    }, 'notOnnx'));
});
