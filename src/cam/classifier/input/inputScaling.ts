import type { Graph } from '../../onnx/file/graph.ts';
import { TensorElementType } from '../../onnx/file/model.ts';
import type { GraphTensor } from '../probe/graphFunction.ts';
import { GraphFunction } from '../probe/graphFunction.ts';
import type { ImageInput, PicturePath } from '../probe/pictureInput.ts';
import { constantTensor, isClose } from '../probe/probes.ts';

/** What a model does to its pixels before anything else: a·x + b for each channel. */
export interface InputScaling {
  factors: number[];
  offsets: number[];
}

/** How many cut points after the input are looked at. */
const STEPS = 12;

/** Levels of every channel of a probe; whole numbers, since an 8-bit input takes no others. */
const LEVELS = [0, 64, 200];

/**
 * Finds what a model does to its pixels before its first real layer, by feeding pictures of one colour
 * and reading the tensors after the input, as long as they are still pictures: channel c of the input
 * alone makes one channel, as a·x + b at every position. A model that swaps red and blue, or changes the
 * axis order or the size, is followed as well.
 * @returns undefined where the model takes its pixels as they are
 * @throws CamError where the runtime refuses the part.
 */
export async function findInputScaling(
  graph: Graph,
  input: ImageInput,
  { fed, cutPoints }: PicturePath,
): Promise<InputScaling | undefined> {
  const { channels } = input;
  const pictures = picturesBehind(fed, channels, cutPoints);
  if (pictures.length === 0) return undefined;
  const colours = probedColours(channels);
  const answers = await coloursAt(graph, input, fed, pictures, colours);
  let found: InputScaling | undefined;
  for (const answer of answers.toReversed()) {
    const known = answer.flatMap((colour) => (colour ? [colour] : []));
    const isPlain = known.length === colours.length;
    const scaling = isPlain ? fitScaling(colours, known, channels) : undefined;
    if (!scaling) break;
    found = scaling;
  }
  return found && !isIdentity(found) ? found : undefined;
}

/** The cut points after the input that have the form of a picture, the last one first. */
export function picturesBehind(
  fed: GraphTensor,
  channels: number,
  cutPoints: GraphTensor[],
): GraphTensor[] {
  const near = cutPoints.slice(-STEPS);
  const other = near.findLastIndex(
    ({ dims }) =>
      dims.length !== 4 || dims[0] !== fed.dims[0] || ![dims[1], dims[3]].includes(channels),
  );
  return near.slice(other + 1).filter(({ elementType }) => isReal(elementType));
}

/**
 * The colour of each of `ends` for each picture of one colour; undefined where it has several. The pictures
 * are fed one by one, because they may be as large as an input can be.
 */
async function coloursAt(
  graph: Graph,
  { layout, channels }: ImageInput,
  fed: GraphTensor,
  ends: GraphTensor[],
  colours: number[][],
): Promise<(number[] | undefined)[][]> {
  const dims = fed.dims.slice(1);
  const order = layout === 'NCHW' ? 'first' : 'last';
  const part = await GraphFunction.create(graph, fed, ends);
  try {
    const names = ends.map(({ name }) => name);
    const answers = ends.map((): (number[] | undefined)[] => []);
    for (const colour of colours) {
      const picture = constantTensor(colour, dims, order);
      const found = await part.evaluateAll([picture], dims, names);
      for (const [i, end] of ends.entries()) {
        const [values = new Float32Array()] = found.get(end.name) ?? [];
        answers[i]?.push(colourOf(values, channels, end.dims[1] !== channels));
      }
    }
    return answers;
  } finally {
    await part.dispose();
  }
}

function isReal(elementType: number): boolean {
  const types: readonly number[] = [
    TensorElementType.float,
    TensorElementType.float16,
    TensorElementType.double,
    TensorElementType.bfloat16,
  ];
  return types.includes(elementType);
}

/** A colour for each level in all channels, then one for each channel that alone has another level. */
function probedColours(channels: number): number[][] {
  const all = Array.from({ length: channels }, (_, c) => c);
  return [
    ...LEVELS.map((level) => all.map(() => level)),
    ...all.map((c) => all.map((other) => (other === c ? 200 : 64))),
  ];
}

/** The one colour of a picture; undefined where it has several. */
function colourOf(
  values: Float32Array,
  channels: number,
  channelsLast: boolean,
): number[] | undefined {
  const area = values.length / channels;
  const firstOf = (c: number) => (channelsLast ? c : c * area);
  const colour = Array.from({ length: channels }, (_, c) => values[firstOf(c)] ?? 0);
  const plain = values.map(
    (_, i) => colour[channelsLast ? i % channels : Math.floor(i / area)] ?? 0,
  );
  return isClose(plain, values, 1e-4) ? colour : undefined;
}

/** The scaling, where each input channel alone moves one output channel, in a straight line. */
function fitScaling(
  colours: number[][],
  answers: number[][],
  channels: number,
): InputScaling | undefined {
  const factors: number[] = [];
  const offsets: number[] = [];
  for (let c = 0; c < channels; c++) {
    const alone = answers[LEVELS.length + c] ?? [];
    const still = answers[1] ?? [];
    const moved = alone.flatMap((value, at) =>
      Math.abs(value - (still[at] ?? 0)) > 1e-6 * Math.max(1, Math.abs(value)) ? [at] : [],
    );
    const [at, ...others] = moved;
    if (at === undefined || others.length > 0) return undefined;
    const [low = 0, , high = 0] = answers.map((answer) => answer[at] ?? 0);
    const factor = (high - low) / 200;
    const predicted = colours.map((colour) => (colour[c] ?? 0) * factor + low);
    const actual = answers.map((answer) => answer[at] ?? 0);
    if (!isClose(actual, predicted, 1e-3)) return undefined;
    factors.push(factor);
    offsets.push(low);
  }
  return { factors, offsets };
}

function isIdentity({ factors, offsets }: InputScaling): boolean {
  return (
    factors.every((factor) => Math.abs(factor - 1) < 1e-4) &&
    offsets.every((offset) => Math.abs(offset) < 1e-4)
  );
}

/**
 * Which pixels a model with such a scaling takes: 0 … 255 where it makes large numbers small, 0 … 1 where
 * it makes small ones larger; undefined where it changes too little to tell, like a normalisation learned
 * on pixels that were already prepared.
 */
export function pixelRange({ factors, offsets }: InputScaling): 255 | 1 | undefined {
  const factor = Math.max(...factors.map(Math.abs));
  const offset = Math.max(...offsets.map(Math.abs));
  if (factor < 0.1 || offset > 10) return 255;
  return factor > 1.5 || (offset > 0.3 && factor > 0.5) ? 1 : undefined;
}
