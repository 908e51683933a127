import type { Size } from '../../base/geometry.ts';
import { sidesOf } from '../../base/geometry.ts';
import type { Analysis } from '../../classifier/analysis.ts';
import type { FeatureLayout } from '../../classifier/probe/spatialTensor.ts';
import type { Preprocessing } from '../../config/preprocessing.ts';
import type { InputSize } from '../../image/planGeometry.ts';
import { planGeometry } from '../../image/planGeometry.ts';
import type { SpatialLayer } from '../../layers/listLayers.ts';
import type { Field, Reach } from '../../layers/reach.ts';
import { fieldSize } from '../../layers/reach.ts';
import { turnedSize, turnWeights } from '../../maps/turn.ts';
import type { KnownModel } from '../../model/modelCache.ts';
import { featureLayer } from '../../model/modelLayers.ts';
import type { Placement } from '../../places/placement.ts';
import type { ReceptiveField } from '../../results/units.ts';
import type { IndexedModel } from '../folderIndex.ts';

/** The data about a model with a map of its own in an index; see {@link describeUnitsOf}. */
export async function indexedModel(
  known: KnownModel,
  analysis: Analysis,
  preprocessing: Preprocessing,
  hash: string,
  placement: Placement,
): Promise<IndexedModel> {
  const { turn } = placement;
  const { mapKind, poolings, readout, feature, layout, classes, input } = analysis;
  const classWeights = analysis.classWeights && turnWeights(analysis.classWeights, layout, turn);
  const layer = await featureLayer(known, analysis);
  const head = { mapKind, poolings, readout, classes, classWeights };
  const units = { featureTensor: feature.name, layout, layer, placement };
  return describeUnitsOf({ head, units, input, preprocessing, hash });
}

/** What an index says about the layer whose channels are the units. */
export interface LayerOfUnits {
  featureTensor: string;
  layout: FeatureLayout;
  /** Undefined if nothing is known about it. */
  layer: SpatialLayer | undefined;
  placement: Placement;
}

/**
 * The data about a model in an index.
 * @param hash SHA-256 of its file
 */
export function describeUnitsOf({
  head,
  units: { featureTensor, layout, layer, placement },
  input,
  preprocessing,
  hash,
}: {
  head: Pick<IndexedModel, 'mapKind' | 'poolings' | 'readout' | 'classes' | 'classWeights'>;
  units: LayerOfUnits;
  input: InputSize;
  preprocessing: Preprocessing;
  hash: string;
}): IndexedModel {
  const { channels, width, height } = layout;
  const size = inputSize(input, preprocessing);
  return {
    hash,
    mapKind: head.mapKind,
    poolings: head.poolings,
    readout: head.readout,
    featureTensor,
    channels,
    classes: head.classes,
    grid: turnedSize({ width, height }, placement.turn),
    input: size,
    preprocessing,
    classWeights: head.classWeights,
    placement,
    receptiveField: receptiveFieldOf(layer, layout, size),
  };
}

/** Size of the model's input for a photo of the proportions of `size`; others may give another one. */
export function inputSize(input: InputSize, preprocessing: Preprocessing): Size {
  const { crop } = planGeometry(sidesOf(preprocessing.resize.size), preprocessing, input);
  return { width: crop.width, height: crop.height };
}

function receptiveFieldOf(
  layer: SpatialLayer | undefined,
  { width, height }: Size,
  input: Size,
): ReceptiveField | undefined {
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
