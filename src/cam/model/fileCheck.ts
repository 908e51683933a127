import { CamError, orRefusal } from '../base/errors.ts';
import type { Classifier } from '../classifier/classifier.ts';
import { batchFeeds } from '../classifier/probe/pictureFeeds.ts';
import { analysedPicture, inputDims } from '../classifier/probe/pictureInput.ts';
import { createRandom, isClose, randomValues } from '../classifier/probe/probes.ts';
import { readModelFile } from '../onnx/file/modelFile.ts';
import type { RawTensor } from '../runtime/session.ts';
import { createSession } from '../runtime/session.ts';

/** Rounding of the same model in another order, relative to the largest score. */
const ALIKE = 1e-2;

/**
 * Whether a model whose graph was changed when it was read (its local functions are put in place) gives what the
 * untouched file gives. A function that has the name of an operator is not called by the runtime, for example.
 * @returns true also if the file itself cannot be run: then there is nothing to compare
 */
export async function answersAsTheFile(classifier: Classifier): Promise<boolean> {
  const { graph, input, output, session } = classifier;
  const { model } = graph;
  if (!model.isRewritten || !model.outputs.some(({ name }) => name === output)) return true;
  const picture = analysedPicture(input);
  const dims = inputDims(input, picture.width, picture.height).slice(1);
  const elements = dims.reduce((product, size) => product * size, 1);
  const values = randomValues(createRandom(12), elements, 0, 1);
  const feeds = batchFeeds(input, [{ ...picture, values }]);
  const { bytes } = await readModelFile(model.file);
  const untouched = await orRefusal(() =>
    createSession(bytes, graph.file, { ...graph.sessionNeeds, optimization: 'all' }),
  );
  if (CamError.is(untouched)) return true;
  try {
    const [expected, found] = [
      await orRefusal(() => untouched.run(feeds, [output])),
      await session.run(feeds, [output]),
    ];
    if (CamError.is(expected)) return true;
    return isClose(numbersOf(expected.get(output)), numbersOf(found.get(output)), ALIKE);
  } finally {
    await untouched.release();
  }
}

function numbersOf(tensor: RawTensor | undefined): Float64Array {
  return Float64Array.from(tensor?.data ?? [], Number);
}
