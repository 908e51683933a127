import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Rect } from '../../../src/cam/base/geometry.ts';
import type { MapMethod } from '../../../src/cam/results/methodMap.ts';

const FOLDER = path.resolve('test/fixtures/methods');

/** What PyTorch (float64) and NumPy give for a classifier and a picture, see make.py there. */
export interface Golden {
  class: number;
  against: number;
  logits: number[];
  /** Channels, height and width of the layer. */
  shape: [number, number, number];
  /** Name of its tensor, by file. */
  layers: Record<string, string>;
  feature: Float32Array;
  layerGradient: Float32Array;
  /** Channel-first. */
  inputGradient: Float32Array;
  maps: Record<
    'grad-cam' | 'hires-cam' | 'layer-cam' | 'saliency' | 'gradient-input',
    Float32Array
  >;
  /** Of a transformer: the names of the layer behind the next normalisation, by file, and maps of it. */
  behindNorm?: Record<'hires-cam' | 'layer-cam', Float32Array> & { layers: Record<string, string> };
  /** Of the class without the other one. */
  contrast: Record<'grad-cam' | 'gradient-input', Float32Array>;
  integrated: { map: Float32Array; steps: number; difference: number };
  /** Of a mean over many copies, and how far that of 24 others is expected to be from it at most (Euclidean). */
  smooth: { map: Float32Array; expected: number };
  /** |∂f_k(p)/∂x| where the layer is largest, the smallest square that holds 95 % of it, and how much that holds. */
  field: { channel: number; cell: number; mass: Float32Array; box: Rect; share: number };
  occlusion: Float32Array;
}

/** The fixtures by the expected numbers: each network by both exporters, and the first one in other forms. */
export const NETWORKS: Record<string, string[]> = {
  gap: ['gap_channels_last', 'gap_batch_2', 'gap_softmax', 'gap_sigmoid', ...exported('gap')],
  gap_half: ['gap_half'],
  gap_uint8: ['gap_uint8'],
  gap_int8: ['gap_int8'],
  gap_shares: ['gap_shares'],
  vgg: exported('vgg'),
  vit: exported('vit'),
  vit_last: exported('vit_last'),
  attention_pool: exported('attention_pool'),
  bypass: exported('bypass'),
  branches: exported('branches'),
};

function exported(network: string): string[] {
  return [`${network}.torchscript`, `${network}.dynamo`];
}

/** The expected numbers of a network, whose lists are float32 in base64. */
export function goldenOf(network: string): Golden {
  const text = readFileSync(path.join(FOLDER, `${network}.json`), 'utf8');
  const { layers, behindNorm, ...numbers } = JSON.parse(text);
  const unpack = (_: string, value: unknown) =>
    typeof value === 'string' ? unpacked(value) : value;
  const unpackAll = (values: object) => JSON.parse(JSON.stringify(values), unpack);
  if (!behindNorm) return { layers, ...unpackAll(numbers) };
  const { layers: normed, ...maps } = behindNorm;
  return { layers, behindNorm: { layers: normed, ...unpackAll(maps) }, ...unpackAll(numbers) };
}

/** Numbers as make.py packs them. */
export function unpacked(text: string): Float32Array {
  const bytes = Buffer.from(text, 'base64');
  const values = new Float32Array(bytes.length / 4);
  for (let i = 0; i < values.length; i++) values[i] = bytes.readFloatLE(4 * i);
  return values;
}

export function modelPath(name: string): string {
  return path.join(FOLDER, `${name}.onnx`);
}

/** @param side of the classifier's input */
export function picturePath(side: number): string {
  return path.join(FOLDER, `picture-${side}.png`);
}

/** Side of the picture of a fixture. */
export function sideOf(name: string): number {
  return name.startsWith('vit') || name.startsWith('branches') ? 48 : 32;
}

/** Euclidean distance of two lists ÷ length of the expected one. */
export function relativeDistance(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (found.length !== expected.length) return Number.POSITIVE_INFINITY;
  let [difference, size] = [0, 0];
  for (let i = 0; i < expected.length; i++) {
    const wanted = expected[i] as number;
    difference += ((found[i] as number) - wanted) ** 2;
    size += wanted ** 2;
  }
  return Math.sqrt(difference / size);
}

export const LAYER_METHODS = ['grad-cam', 'hires-cam', 'layer-cam'] as const satisfies MapMethod[];
