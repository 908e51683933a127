import { t } from '@vscode/l10n';
import { CamError, orOtherMethod } from '../../base/errors.ts';
import type { Size } from '../../base/geometry.ts';
import type { Graph } from '../../onnx/file/graph.ts';
import type { GraphTensor } from '../probe/graphFunction.ts';
import { GraphFunction } from '../probe/graphFunction.ts';
import { createRandom, isClose, randomValues } from '../probe/probes.ts';
import { tokenGrid, transpose } from '../probe/spatialTensor.ts';
import type { CutTensor } from './cutTensors.ts';

/**
 * Index of the spatial tensor nearest to the output. A row of positions that is only another form of a
 * four-dimensional tensor gives way to that tensor.
 * @param cuts cut points, the output first
 * @throws CamError `noSpatialMap`
 */
export async function findLastSpatial(
  graph: Graph,
  cuts: CutTensor[],
  picture: Size,
): Promise<number> {
  const { file } = graph;
  const index = cuts.findIndex((_, i) => hasPositions(cuts, i));
  const last = cuts[index]?.spatial;
  const blocked = cuts.findIndex(({ isBlocked }) => isBlocked);
  if (blocked > 0 && (blocked < index || index < 0)) throw blockedLayout(file);
  if (!last || index === 0) throw noSpatialMap(graph);
  refuseRegrouped(cuts.slice(0, index), file);
  refuseClassToken(cuts.slice(0, index), picture, file);
  for (let i = index; ; i++) {
    const [to, from] = cuts.slice(i, i + 2);
    if (to?.spatial?.dims.length === 4) return i;
    if (!to || !from) return index;
    if (!(await isSameInOtherForm(graph, from.tensor, to.tensor))) return index;
  }
}

/**
 * Whether a cut point's positions are those of the picture. A row of them counts only where the
 * network made it from a grid of as many positions: clusters, parts or a second axis of channels
 * (bilinear pooling, NetVLAD) have the shape of tokens too, but no place in the picture.
 */
function hasPositions(cuts: CutTensor[], index: number): boolean {
  const spatial = cuts[index]?.spatial;
  if (!spatial || spatial.dims.length === 4) return spatial !== undefined;
  const counts = spatial.layouts.map(({ width, height }) => width * height);
  const grids = cuts.slice(index + 1).flatMap((cut) => cut.spatial ?? []);
  return grids.some(
    ({ dims, layouts }) =>
      dims.length === 4 && layouts.some(({ width, height }) => counts.includes(width * height)),
  );
}

function countOf({ dims }: GraphTensor): number {
  return dims.slice(1).reduce((product, size) => product * size, 1);
}

/** Whether `to` holds the values of `from` in their order, or with the first axis moved to the end. */
async function isSameInOtherForm(
  graph: Graph,
  from: GraphTensor,
  to: GraphTensor,
): Promise<boolean> {
  const count = countOf(from);
  if (count === 0 || count !== countOf(to)) return false;
  const step = await GraphFunction.create(graph, from, [to]);
  try {
    // Fractions that half precision can hold too: values that were only moved are the same to the last bit.
    const probe = randomValues(createRandom(6), count, -256, 256).map(
      (value) => Math.round(value) / 256,
    );
    const [values = new Float32Array()] = await step.ask([probe]);
    const [, first = 1] = from.dims;
    const turned = transpose(probe, first, probe.length / first);
    return isClose(probe, values, 0) || isClose(turned, values, 0);
  } finally {
    await step.dispose();
  }
}

/** A pooled map may have the shape of tokens by chance; the blocks of a transformer repeat it. */
const MIN_REPEATED = 3;

/** @throws CamError where the network continues with tokens that it did not make from a grid of as many positions. */
function refuseRegrouped(tail: CutTensor[], file: string): void {
  const shapes = tail.map(({ tensor }) => tensor.dims.join());
  for (const { tensor, spatial } of tail) {
    const [layout] = spatial?.layouts ?? [];
    if (!layout || countIn(shapes, tensor.dims.join()) < MIN_REPEATED) continue;
    throw regroupedTokens(layout.width * layout.height, file);
  }
}

function countIn(shapes: string[], shape: string): number {
  return shapes.filter((other) => other === shape).length;
}

/** More tokens besides the grid than this are not class tokens; a few models add registers. */
const MAX_EXTRA_TOKENS = 5;

/** @throws CamError where the network continues with a grid of tokens and a few more that have no position. */
function refuseClassToken(tail: CutTensor[], picture: Size, file: string): void {
  const shapes = tail.map(({ tensor }) => tensor.dims.join());
  for (const { tensor } of tail) {
    const [, tokens = 0, width = 0] = tensor.dims;
    if (tensor.dims.length !== 3 || width < 2) continue;
    if (countIn(shapes, tensor.dims.join()) < MIN_REPEATED) continue;
    for (let extra = 1; extra <= MAX_EXTRA_TOKENS; extra++) {
      const grid = tokenGrid(tokens - extra, picture);
      if (grid) throw extraTokens(grid, extra, file);
    }
  }
}

function regroupedTokens(tokens: number, file: string): CamError {
  return new CamError({
    code: 'noSpatialMap',
    message: t(
      '{0} has no class activation map: its {1} tokens do not come from a map with as many positions (a vision transformer that regroups its patches), so their places in the image are unknown.',
      file,
      tokens,
    ),
    nextAction: orOtherMethod(
      t(
        'Choose a model that keeps its patches on a grid to the end (e.g. Swin), or a convolutional one.',
      ),
    ),
    file,
  });
}

function extraTokens({ width, height }: Size, extra: number, file: string): CamError {
  return new CamError({
    code: 'noSpatialMap',
    message:
      extra === 1
        ? t(
            '{0} has no class activation map: it works on {1}×{2} patches and 1 extra token without a position (a vision transformer), and its head does not pool the patches.',
            file,
            width,
            height,
          )
        : t(
            '{0} has no class activation map: it works on {1}×{2} patches and {3} extra tokens without a position (a vision transformer), and its head does not pool the patches.',
            file,
            width,
            height,
            extra,
          ),
    nextAction: orOtherMethod(
      t(
        'Choose a model that ends in mean pooling over its patches (e.g. timm with global_pool="avg", or Swin), or a convolutional one.',
      ),
    ),
    file,
  });
}

function blockedLayout(file: string): CamError {
  return new CamError({
    code: 'noSpatialMap',
    message: t(
      '{0} was optimised by onnxruntime for one kind of processor: the channels of its last map are stored in blocks and cannot be read in order.',
      file,
    ),
    nextAction: orOtherMethod(
      t('Choose the file it was made from, or optimise it again with ORT_ENABLE_EXTENDED at most.'),
      'occlusion',
    ),
    file,
  });
}

function noSpatialMap({ model, file }: Graph): CamError {
  if (model.nodes.some(({ opType }) => opType === 'Conv')) return severalPaths(file);
  return new CamError({
    code: 'noSpatialMap',
    message: t('{0} has no spatial feature map between its input and its output.', file),
    nextAction: orOtherMethod(
      t('Choose a convolutional image classifier whose last layers keep positions.'),
      'saliency',
    ),
    file,
  });
}

function severalPaths(file: string): CamError {
  return new CamError({
    code: 'noSpatialMap',
    message: t(
      '{0} has no map that everything flows through: several paths lead from the image to the scores (branches or views with a map each, or a path past the convolutions).',
      file,
    ),
    nextAction: orOtherMethod(
      t('Export a single branch, or a model with a single path.'),
      'saliency',
    ),
    file,
  });
}
