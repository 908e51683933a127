import type { Size } from '../base/geometry.ts';
import type { Graph } from '../onnx/file/graph.ts';
import type { FloatChange } from './floatGraph.ts';
import { floatGraph } from './floatGraph.ts';
import type { LogitsTensor } from './head/logits.ts';
import { findLogits } from './head/logits.ts';
import { isUnknown } from './input/graphShapes.ts';
import { findImageInput } from './input/imageInput.ts';
import type { PicturePart } from './picturePart.ts';
import { atAnalysedSize, readPicturePart } from './picturePart.ts';
import type { GraphTensor } from './probe/graphFunction.ts';
import { GraphFunction } from './probe/graphFunction.ts';
import type { ImageInput } from './probe/pictureInput.ts';
import { createRandom, randomValues } from './probe/probes.ts';

/** A classifier as a function of its picture alone: whatever it is made of, and whether it has a map of its own or not. */
export interface Scores extends PicturePart {
  logits: LogitsTensor;
  classes: number;
  /** What was made float32: the graph is that of the float twin. */
  changes: FloatChange[];
}

/** Cut points before the output among which the logits are looked for. */
const STEPS_BACK = 6;

/** Larger tensors are not fed with random values. */
const MAX_FED_ELEMENTS = 2 ** 20;

/** Of the values with which the output is told from logits: a probability stays one, however large they are. */
const SCALES = [1, 1, 2, 4, 10, 30, 100, 1000];

/**
 * Finds the logits of any classifier of one picture, without a look at its map.
 * @param output name of the output to explain; if left out, the first that may hold class scores
 * @param size of the pictures, for a model of free size; if left out, one that it accepts
 * @throws CamError `severalInputs`, `notAnImageModel`, `outputNotFound`, or where the runtime refuses the model.
 */
export async function analyseScores(
  graph: Graph,
  output: string | undefined,
  size?: Size,
): Promise<Scores> {
  const { graph: inFloat, changes } = await floatGraph(graph);
  const analyse = async (input: ImageInput) => {
    const part = await readPicturePart(inFloat, input, output);
    const { logits, classes } = await logitsOf(part);
    return { ...part, logits, classes, changes };
  };
  if (size) return analyse({ ...(await findImageInput(inFloat)), ...size });
  return atAnalysedSize(inFloat, analyse);
}

async function logitsOf({
  graph,
  cuts,
  path,
}: PicturePart): Promise<{ logits: LogitsTensor; classes: number }> {
  const tensors = cuts.map(({ tensor }) => tensor);
  const start = startBefore(tensors, path.fed);
  const tail = tensors.slice(0, start === path.fed ? tensors.length : tensors.indexOf(start));
  const part = await GraphFunction.create(graph, start, tail);
  try {
    const random = createRandom(1);
    const rows = SCALES.map((scale) => randomValues(random, part.inputs, -scale, scale));
    const logits = await findLogits(part, rows, start.dims.slice(1), tail, graph.file);
    const [scores = new Float32Array()] = await part.ask(rows.slice(0, 1), logits.name);
    return { logits, classes: logits.rows?.length ?? scores.length };
  } finally {
    await part.dispose();
  }
}

/** Where the part begins in which the logits are looked for: a few cut points before the output, or the picture. */
function startBefore(tensors: GraphTensor[], picture: GraphTensor): GraphTensor {
  const before = tensors.slice(1, STEPS_BACK + 1).toReversed();
  // The scores of several branches are stacked along the axis of the batch at times.
  const isRow = ({ dims }: GraphTensor) => dims[0] === 0 || dims[0] === picture.dims[0];
  const canBeFed = (tensor: GraphTensor) =>
    !isUnknown(tensor) && isRow(tensor) && elementsOf(tensor) <= MAX_FED_ELEMENTS;
  return before.find(canBeFed) ?? picture;
}

function elementsOf({ dims }: GraphTensor): number {
  return dims.reduce((product, size) => product * size, 1);
}
