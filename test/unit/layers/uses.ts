import { PbfWriter } from 'pbf';
import type { Flow } from '../../../src/cam/layers/flow.ts';
import { channelDimension, positionDimension } from '../../../src/cam/layers/flow.ts';
import type { Use } from '../../../src/cam/layers/operators.ts';
import { flowThrough } from '../../../src/cam/layers/operators.ts';
import { PIXELS } from '../../../src/cam/layers/reach.ts';
import type { Attribute } from '../../../src/cam/onnx/file/attributes.ts';
import { attributesOf } from '../../../src/cam/onnx/file/attributes.ts';
import type { OnnxNode } from '../../../src/cam/onnx/file/model.ts';

/** Values of attributes as ONNX has them: whole numbers, lists of them, text, or an encoded tensor. */
export type Attributes = Record<string, number | number[] | string | Uint8Array>;

export function makeNode(
  opType: string,
  inputs: string[],
  attributes: Attributes = {},
  output = 'out',
): OnnxNode {
  const writer = new PbfWriter();
  for (const input of inputs) writer.writeStringField(1, input);
  writer.writeStringField(2, output);
  writer.writeStringField(4, opType);
  for (const [name, value] of Object.entries(attributes)) {
    const attribute = new PbfWriter();
    attribute.writeStringField(1, name);
    if (typeof value === 'number') attribute.writeVarintField(3, value);
    else if (typeof value === 'string') attribute.writeBytesField(4, Buffer.from(value));
    else if (value instanceof Uint8Array) attribute.writeBytesField(5, value);
    else for (const each of value) attribute.writeVarintField(8, each);
    writer.writeBytesField(5, attribute.finish());
  }
  const given = inputs.filter((name) => name !== '');
  const bytes = writer.finish();
  return { opType, domain: '', name: '', inputs: given, outputs: [output], bytes };
}

interface Setting {
  attributes?: Attributes;
  /** The known sizes of the output. */
  sizes?: (number | undefined)[];
  /** Other inputs that carry the picture; the position of the first one. */
  others?: Flow[];
  position?: number;
  /** Shapes and values of constant inputs, by position. */
  shapes?: Record<number, number[]>;
  integers?: Record<number, number[]>;
}

/** The output of one operator. */
export function through(opType: string, flow: Flow, setting: Setting = {}): Flow {
  const { attributes = {}, sizes, others = [], position = 0, shapes = {}, integers = {} } = setting;
  const flows = [flow, ...others];
  const found: Map<string, Attribute> = attributesOf(makeNode(opType, [], attributes));
  const use: Use = {
    opType,
    attributes: found,
    flows,
    positions: flows.map((_, index) => position + index),
    sizes,
    has: (at) => at in shapes || at in integers,
    constantShape: (at) => shapes[at] ?? (integers[at] && [integers[at].length]),
    integers: (at) => integers[at],
  };
  return flowThrough(use);
}

/** A picture [1, channels, height, width], or [1, height, width, channels]. */
export function picture(
  channels: number | undefined,
  height: number | undefined,
  width: number | undefined,
  layout: 'NCHW' | 'NHWC' = 'NCHW',
): Flow {
  const positions = [positionDimension('y', height), positionDimension('x', width)];
  const dims =
    layout === 'NCHW'
      ? [channelDimension(channels), ...positions]
      : [...positions, channelDimension(channels)];
  return { dims: [channelDimension(1), ...dims], x: PIXELS, y: PIXELS };
}

/** `c3`, `y4`, `x5`, and `y4x5` for positions in a row; `?` for a size that is not known. */
export function dimsOf({ dims }: Flow): string | undefined {
  return dims
    ?.map(({ size, runs }) => {
      const parts = runs.map((run) => `${run.axis ?? 'c'}${run.size ?? '?'}`).join('');
      const whole = runs.reduce<number | undefined>(
        (product, run) =>
          product === undefined || run.size === undefined ? undefined : product * run.size,
        1,
      );
      return whole === size ? parts : `${parts} of ${size ?? '?'}`;
    })
    .join(' ');
}

/** What is seen along x and along y: `2: -1..1` with the stride first, `?` for what is not known. */
export function seenOf({ x, y }: Flow): string[] {
  return [x, y].map(({ stride, fields }) => {
    const seen = Array.isArray(fields) ? fields.map(({ low, high }) => `${low}..${high}`) : fields;
    return `${stride ?? '?'}: ${seen ?? '?'}`;
  });
}
