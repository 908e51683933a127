import type { Size } from '../../base/geometry.ts';
import { sidesOf } from '../../base/geometry.ts';
import type { Analysis } from '../../classifier/analysis.ts';
import type { Preprocessing } from '../../config/preprocessing.ts';
import { planGeometry } from '../../image/planGeometry.ts';
import type { Field, Reach } from '../../layers/reach.ts';
import { fieldSize } from '../../layers/reach.ts';
import { turnedSize, turnWeights } from '../../maps/turn.ts';
import type { KnownModel } from '../../model/modelCache.ts';
import { featureLayer } from '../../model/modelLayers.ts';
import type { Placement } from '../../places/placement.ts';
import type { ReceptiveField } from '../../results/units.ts';
import type { IndexedModel } from '../unitIndex.ts';

/**
 * The data about a model in an index.
 * @param hash SHA-256 of its file
 */
export async function indexedModel(
  known: KnownModel,
  analysis: Analysis,
  preprocessing: Preprocessing,
  hash: string,
  placement: Placement,
): Promise<IndexedModel> {
  const { mapKind, poolings, readout, feature, layout, classes, classWeights } = analysis;
  const { turn } = placement;
  const { width, height } = layout;
  const input = inputSize(analysis, preprocessing);
  return {
    hash,
    mapKind,
    poolings,
    readout,
    featureTensor: feature.name,
    channels: layout.channels,
    classes,
    grid: turnedSize({ width, height }, turn),
    input,
    preprocessing,
    classWeights: classWeights && turnWeights(classWeights, layout, turn),
    placement,
    receptiveField: await receptiveFieldOf(known, analysis, input),
  };
}

/** Size of the model's input for a photo of the proportions of `size`; others may give another one. */
function inputSize({ input }: Analysis, preprocessing: Preprocessing): Size {
  const { crop } = planGeometry(sidesOf(preprocessing.resize.size), preprocessing, input);
  return { width: crop.width, height: crop.height };
}

async function receptiveFieldOf(
  known: KnownModel,
  analysis: Analysis,
  input: Size,
): Promise<ReceptiveField | undefined> {
  const layer = await featureLayer(known, analysis);
  const { width, height } = analysis.layout;
  const x = axisField(layer?.reach.x, input.width, width);
  const y = axisField(layer?.reach.y, input.height, height);
  if (!x || !y) return undefined;
  return {
    width: x.size,
    height: y.size,
    strideX: x.stride,
    strideY: y.stride,
    centreX: x.centre,
    centreY: y.centre,
    coversInput: x.covers && y.covers,
  };
}

interface AxisField {
  size: number;
  stride: number;
  centre: number;
  covers: boolean;
}

/** @param pixels of the input along the axis, and cells of the usual map */
function axisField(reach: Reach | undefined, pixels: number, cells: number): AxisField | undefined {
  if (!reach?.fields) return undefined;
  const stride = reach.stride ?? pixels / cells;
  if (reach.fields === 'global') {
    return { size: pixels, stride, centre: (pixels - 1) / 2, covers: true };
  }
  const [first] = reach.fields;
  if (!first || !Number.isFinite(first.low + first.high)) return undefined;
  return {
    size: fieldSize(reach.fields),
    stride,
    centre: (first.low + first.high) / 2,
    covers: coversAll(reach.fields, stride, pixels),
  };
}

/** Whether every cell sees the whole axis. */
function coversAll(fields: Field[], stride: number, pixels: number): boolean {
  const cells = Math.round(pixels / stride);
  for (let cell = 0; cell < cells; cell++) {
    const field = fields[cell % fields.length];
    const shift = (cell - (cell % fields.length)) * stride;
    if (!field || field.low + shift > 0 || field.high + shift < pixels - 1) return false;
  }
  return true;
}
