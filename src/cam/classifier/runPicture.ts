import type { FeatureMap } from '../maps/featureMap.ts';
import type { FloatTensor } from '../runtime/session.ts';
import { asFloatTensor } from '../runtime/session.ts';
import type { Classifier } from './classifier.ts';
import type { PicturePixels } from './pictureFeeds.ts';
import { pictureFeeds } from './pictureFeeds.ts';
import { batchRows, layoutOf, toChannelFirst } from './spatialTensor.ts';

/** What a classifier gives for one picture. */
export interface PictureRun {
  /** The last spatial map as the network made it. */
  feature: FeatureMap;
  logits: Float32Array;
}

/** Runs one picture. The map's size follows from the result: a model of free size gives another grid. */
export async function runPicture(
  classifier: Classifier,
  picture: PicturePixels,
): Promise<PictureRun> {
  const { input, session, featureOutput, logitsOutput } = classifier;
  const feeds = pictureFeeds(input, picture);
  const results = await session.run(feeds, [featureOutput, logitsOutput]);
  const take = (name: string): FloatTensor => {
    const result = results.get(name);
    if (!result) throw new Error(`the session gave no ${name}`);
    return asFloatTensor(name, result);
  };
  const feature = take(featureOutput);
  const layout = layoutOf(feature.dims, classifier.layout, picture);
  const { channels, width, height } = layout;
  const [row = new Float32Array()] = batchRows(feature);
  return {
    feature: { channels, width, height, values: toChannelFirst(row, layout) },
    logits: take(logitsOutput).values.slice(0, classifier.classes),
  };
}
