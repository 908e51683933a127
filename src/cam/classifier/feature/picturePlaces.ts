import type { Graph } from '../../onnx/file/graph.ts';
import type { FeatureLayout, SpatialTensor } from '../probe/spatialTensor.ts';
import { channelAxisOf } from './channelAxis.ts';

/** Sizes of maps are rounded, so that their proportions may differ from the picture's by this factor. */
const MAX_STRETCH = 1.5;

/**
 * The readings of a four-dimensional tensor whose positions may be those of the picture. Behind a reshape
 * the axes may be anything: windows and the tokens in them look like rows and columns. There a reading
 * counts only in the picture's proportions.
 */
export function inPicturePlaces(
  graph: Graph,
  spatial: SpatialTensor | undefined,
  picture: { width: number; height: number },
): SpatialTensor | undefined {
  if (spatial?.dims.length !== 4) return spatial;
  const layouts = spatial.layouts.filter((layout) => isInProportion(layout, picture));
  if (layouts.length === spatial.layouts.length || hasKnownAxes(graph, spatial)) return spatial;
  return layouts.length > 0 ? { ...spatial, layouts } : undefined;
}

/** Whether the way that a tensor was made tells what its axes are; rows of tokens have their one order. */
export function hasKnownAxes(graph: Graph, { name, dims }: SpatialTensor): boolean {
  return dims.length !== 4 || channelAxisOf(graph, name) !== undefined;
}

function isInProportion(
  { width, height }: FeatureLayout,
  picture: { width: number; height: number },
): boolean {
  const stretch = (width * picture.height) / (height * picture.width);
  return Math.max(stretch, 1 / stretch) <= MAX_STRETCH;
}
