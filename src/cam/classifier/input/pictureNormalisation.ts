import type { Graph } from '../../onnx/file/graph.ts';
import { GraphFunction } from '../probe/graphFunction.ts';
import type { ImageInput, PicturePath } from '../probe/pictureInput.ts';
import { createRandom, isClose, randomValues } from '../probe/probes.ts';
import { picturesBehind } from './inputScaling.ts';

/** A picture and the same one with less contrast, brighter: whole numbers, since an 8-bit input takes no others. */
const CONTRASTS: [factor: number, offset: number][] = [
  [2, 0],
  [1, 60],
];

/** Values of a larger input are not compared, to spare memory. */
const MOST_VALUES = 2 ** 22;

/**
 * Whether a model takes the mean and the deviation out of each picture before its first real layer: two pictures that
 * differ in brightness and contrast alone are then the same behind it.
 * @throws CamError where the runtime refuses the part.
 */
export async function normalisesPictures(
  graph: Graph,
  { channels }: ImageInput,
  { fed, cutPoints }: PicturePath,
): Promise<boolean> {
  const pictures = picturesBehind(fed, channels, cutPoints);
  const dims = fed.dims.slice(1);
  const length = dims.reduce((product, size) => product * size, 1);
  if (pictures.length === 0 || length > MOST_VALUES) return false;
  const levels = randomValues(createRandom(5), length, 0, 100).map(Math.round);
  const part = await GraphFunction.create(graph, fed, pictures);
  try {
    const names = pictures.map(({ name }) => name);
    const answers: ReadonlyMap<string, Float32Array[]>[] = [];
    for (const [factor, offset] of CONTRASTS) {
      const picture = levels.map((level) => level * factor + offset);
      answers.push(await part.evaluateAll([picture], dims, names));
    }
    const [first, second] = answers;
    return names.some((name) => {
      const [a, b] = [first?.get(name)?.[0], second?.get(name)?.[0]];
      return (
        a !== undefined &&
        b !== undefined &&
        a.some((value) => value !== a[0]) &&
        isClose(a, b, 1e-2)
      );
    });
  } finally {
    await part.dispose();
  }
}
