import type { FeatureMap } from '../maps/featureMap.ts';
import type { FloatTensor } from '../runtime/session.ts';
import { asFloatTensor } from '../runtime/session.ts';
import type { Classifier } from './classifier.ts';
import { ofClasses } from './head/outputValues.ts';
import type { PicturePixels } from './probe/pictureFeeds.ts';
import { batchFeeds } from './probe/pictureFeeds.ts';
import { batchRows, layoutOf, toChannelFirst } from './probe/spatialTensor.ts';

/** What a classifier gives for one picture. */
export interface PictureRun {
  /** The last spatial map as the network made it. */
  feature: FeatureMap;
  /** Of the classes. */
  logits: Float32Array;
  /** All values of the logits' tensor: more, if the model leaves some out. */
  scores: Float32Array;
}

/** Runs one picture. The map's size comes from the result: a model of free size may give another grid. */
export async function runPicture(
  classifier: Classifier,
  picture: PicturePixels,
): Promise<PictureRun> {
  const [run] = await runPictures(classifier, [picture]);
  if (!run) throw new Error('the session gave no row');
  return run;
}

/**
 * Runs pictures of one size together. The maps may be views of one array.
 * @param reuse as for {@link batchFeeds}
 */
export async function runPictures(
  classifier: Classifier,
  pictures: readonly PicturePixels[],
  reuse?: (length: number) => Float32Array,
): Promise<PictureRun[]> {
  const { input, session, featureOutput, logitsOutput } = classifier;
  const [picture] = pictures;
  if (!picture) return [];
  const feeds = batchFeeds(input, pictures, reuse);
  const results = await session.run(feeds, [featureOutput, logitsOutput]);
  const take = (name: string): FloatTensor => {
    const result = results.get(name);
    if (!result) throw new Error(`the session gave no ${name}`);
    return asFloatTensor(name, result);
  };
  const feature = take(featureOutput);
  const logits = take(logitsOutput).values;
  const layout = layoutOf(feature.dims, classifier.layout, picture);
  const { channels, width, height } = layout;
  const maps = batchRows(feature);
  const logitsOfRow = logits.length / (input.batch ?? pictures.length);
  return pictures.map((_, row) => {
    const map = maps[row];
    if (!map)
      throw new Error(`the session gave ${maps.length} maps for ${pictures.length} pictures`);
    const first = row * logitsOfRow;
    const scores = logits.slice(first, first + logitsOfRow);
    return {
      feature: { channels, width, height, values: toChannelFirst(map, layout) },
      logits: ofClasses(scores, classifier.logits.rows).subarray(0, classifier.classes),
      scores,
    };
  });
}
