import type { Size } from '../../base/geometry.ts';
import type { Graph } from '../../onnx/file/graph.ts';
import { hasKnownAxes } from '../input/channelAxis.ts';
import { isUnknown } from '../input/graphShapes.ts';
import type { GraphTensor } from '../probe/graphFunction.ts';
import { GraphFunction } from '../probe/graphFunction.ts';
import type { PicturePath } from '../probe/pictureInput.ts';
import type { FeatureLayout, SpatialTensor } from '../probe/spatialTensor.ts';
import { asSpatial } from '../probe/spatialTensor.ts';

/** A cut point of the graph. */
export interface CutTensor {
  readonly tensor: GraphTensor;
  /** How it reads as a map; undefined where it has no positions, or is blocked. */
  readonly spatial: SpatialTensor | undefined;
  /** Whether it has positions, but its channels are stored in blocks. */
  readonly isBlocked: boolean;
}

/**
 * The cut points with the ways to read them as maps of the picture, the output first. Shapes that only a
 * run can tell are measured.
 * @throws CamError where the runtime refuses the model.
 */
export async function readCutTensors(graph: Graph, path: PicturePath): Promise<CutTensor[]> {
  const { fed, picture, cutPoints, blocked } = path;
  const [batch = 1] = fed.dims;
  const spatialOf = (tensor: GraphTensor) =>
    inPicturePlaces(graph, asSpatial(tensor, picture, batch), picture);
  const known = await measureUnknown(graph, cutPoints, spatialOf);
  return known.map((tensor) => new LazyCutTensor(tensor, spatialOf, blocked.has(tensor.name)));
}

/** How a tensor reads is found when it is asked for: a long network has thousands, and the last few are needed. */
class LazyCutTensor implements CutTensor {
  readonly tensor: GraphTensor;
  readonly #spatialOf: (tensor: GraphTensor) => SpatialTensor | undefined;
  readonly #isInBlocks: boolean;
  #found: { spatial: SpatialTensor | undefined } | undefined;

  constructor(
    tensor: GraphTensor,
    spatialOf: (tensor: GraphTensor) => SpatialTensor | undefined,
    isInBlocks: boolean,
  ) {
    this.tensor = tensor;
    this.#spatialOf = spatialOf;
    this.#isInBlocks = isInBlocks;
  }

  get spatial(): SpatialTensor | undefined {
    return this.#isInBlocks ? undefined : this.#reading;
  }

  get isBlocked(): boolean {
    return this.#isInBlocks && this.#reading !== undefined;
  }

  get #reading(): SpatialTensor | undefined {
    this.#found ??= { spatial: this.#spatialOf(this.tensor) };
    return this.#found.spatial;
  }
}

/** Sizes of maps are rounded, so their proportions may differ from the picture's by this factor. */
const MAX_STRETCH = 1.5;

/**
 * The readings of a four-dimensional tensor whose positions may be those of the picture. After a reshape
 * the axes may be anything: windows and the tokens in them look like rows and columns. There a reading
 * counts only if it has the picture's proportions.
 */
function inPicturePlaces(
  graph: Graph,
  spatial: SpatialTensor | undefined,
  picture: Size,
): SpatialTensor | undefined {
  if (spatial?.dims.length !== 4) return spatial;
  const layouts = spatial.layouts.filter((layout) => isInProportion(layout, picture));
  if (layouts.length === spatial.layouts.length || hasKnownAxes(graph, spatial)) return spatial;
  return layouts.length > 0 ? { ...spatial, layouts } : undefined;
}

function isInProportion({ width, height }: FeatureLayout, picture: Size): boolean {
  const stretch = (width * picture.height) / (height * picture.width);
  return Math.max(stretch, 1 / stretch) <= MAX_STRETCH;
}

/** A head is small; where a whole network follows the last known shape, unknown shapes stay unknown. */
const MAX_MEASURED = 400;

/**
 * Gives cut points the shapes that only a run can tell: runs the part after the last tensor with positions
 * and a known shape, on zeros.
 */
async function measureUnknown(
  graph: Graph,
  tensors: GraphTensor[],
  spatialOf: (tensor: GraphTensor) => SpatialTensor | undefined,
): Promise<GraphTensor[]> {
  const index = tensors.findIndex((tensor) => spatialOf(tensor) !== undefined);
  const last = tensors[index];
  const from = last && spatialOf(last);
  const tail = tensors.slice(0, Math.max(0, index));
  if (!from || tail.length > MAX_MEASURED || !tail.some(isUnknown)) return tensors;
  const part = await GraphFunction.create(graph, from, tail);
  try {
    const found = await part.measure();
    return tensors.map((tensor) => ({ ...tensor, dims: found.get(tensor.name) ?? tensor.dims }));
  } finally {
    await part.dispose();
  }
}
