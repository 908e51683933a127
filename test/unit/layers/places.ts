import { readFileSync } from 'node:fs';
import { inRepository } from '../../../scripts/repository.ts';
import type { Size } from '../../../src/cam/base/geometry.ts';
import type { SpatialLayer } from '../../../src/cam/layers/listLayers.ts';
import type { ModelCache } from '../../../src/cam/model/modelCache.ts';
import { analysisOf } from '../../../src/cam/model/modelCache.ts';
import { findLayers } from '../../../src/cam/model/modelLayers.ts';

/** The pixels of the picture that a cell depends on along an axis. */
export type Seen = [cell: number, first: number, last: number];

export interface GoldenAxis {
  cells: number;
  seen: Seen[];
}

export interface GoldenPlace {
  x: GoldenAxis;
  y: GoldenAxis;
}

/** Its size is that of the picture on which it was measured. */
export interface GoldenPlaces extends Size {
  /** For a network that was made for this test. */
  tensors?: Record<string, GoldenPlace>;
  /** For a network of layers.json. */
  modules?: Record<string, GoldenPlace>;
}

const folder = inRepository('test', 'fixtures', 'layers');

function read<T>(file: string): T {
  return JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as T;
}

/** Made by test/fixtures/layers/places.py with PyTorch's autograd. */
export const goldenPlaces = read<Record<string, GoldenPlaces>>('places/golden.json');

/** Each network with the files of it, and what is known of its tensors or modules. */
export const exportedNetworks = read<Record<string, { exporters: string[] }>>('layers.json');

export function fileOf(name: string, exporter?: string): string {
  return exporter ? `${folder}/${name}.${exporter}.onnx` : `${folder}/places/${name}.onnx`;
}

export async function spatialLayers(models: ModelCache, file: string): Promise<SpatialLayer[]> {
  const known = await models.read(file);
  const analysis = await analysisOf(known, {});
  return findLayers(known, analysis.input, analysis, undefined);
}

/** A ModuleDict is never called, so PyTorch's older exporter leaves no name of it in the file. */
export function moduleIn(exporter: string, module: string): string {
  return exporter === 'torchscript' && module === 'trunk.layers.b' ? 'trunk.b' : module;
}
