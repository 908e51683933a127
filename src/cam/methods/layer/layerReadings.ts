import type { Size } from '../../base/geometry.ts';
import type { CutTensor } from '../../classifier/feature/cutTensors.ts';
import { channelAxisOf } from '../../classifier/input/channelAxis.ts';
import type { GraphTensor } from '../../classifier/probe/graphFunction.ts';
import { tokenGrid } from '../../classifier/probe/spatialTensor.ts';
import type { Graph } from '../../onnx/file/graph.ts';
import type { LayerReading } from './layerTarget.ts';

/** More tokens besides the grid than this are not class tokens; a few models add registers. */
const MAX_EXTRA_TOKENS = 5;

/** The ways to read a cut point as a map of the picture, the likeliest first; none if it has no positions. */
export function readingsOf(
  graph: Graph,
  { tensor, spatial }: Pick<CutTensor, 'tensor' | 'spatial'>,
  picture: Size,
): LayerReading[] {
  const { name, elementType } = tensor;
  const tokens = tokenReadings(tensor, picture);
  if (!spatial) return tokens;
  const axis = channelAxisOf(graph, name);
  const known = spatial.layouts.filter(({ channelAxis }) => channelAxis === axis);
  const plain = (known.length > 0 ? known : spatial.layouts).map((layout) => ({
    tensor: name,
    elementType,
    rowDims: spatial.dims.slice(1),
    layout,
    positions: layout.width * layout.height,
    firstPosition: 0,
  }));
  // The numbers of a token may fill a grid too: 1024 are 32×32.
  return plain.some(({ layout }) => layout.channelAxis === 3) ? plain : [...tokens, ...plain];
}

/** [N, T, C]: a grid of tokens, and a few more before or behind it. */
function tokenReadings({ name, elementType, dims }: GraphTensor, picture: Size): LayerReading[] {
  const [, positions = 0, channels = 0] = dims;
  if (dims.length !== 3 || channels < 2) return [];
  for (let extra = 1; extra <= MAX_EXTRA_TOKENS; extra++) {
    const grid = tokenGrid(positions - extra, picture);
    if (!grid) continue;
    const layout = { channelAxis: 3, channels, ...grid } as const;
    return [extra, 0].map((firstPosition) => ({
      tensor: name,
      elementType,
      rowDims: dims.slice(1),
      layout,
      positions,
      firstPosition,
    }));
  }
  return [];
}
