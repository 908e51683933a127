import type { ImageLabels } from '../../config/labels/folderLabels.ts';
import { labelsByFolder } from '../../config/labels/folderLabels.ts';
import type { FolderIndex } from '../../folder/folderIndex.ts';
import type { ChannelNames } from '../../maps/channelName.ts';
import type { ClassValue, UnitIdentity, UnitReport } from '../../results/units.ts';
import { weightsOfChannel } from './channelWeights.ts';
import { mostCorrelated } from './correlation.ts';
import { gradientMeansByClass } from './gradientMeans.ts';
import { histogramOf } from './histogram.ts';
import { patchesOf, readColumns, strongestImages, weakestImages } from './patches.ts';
import { largestOf } from './selection.ts';
import { unitIdentity } from './unitIdentity.ts';

/** Steps of the distribution. */
const STEPS = 40;

/** Classes for and against, and correlated channels. */
const TOP = 10;

export interface UnitQuery {
  pooledChannel: number;
  /** Number of strongest images, and of weakest ones. */
  images: number;
}

/**
 * One channel over the whole folder: its strongest and weakest images, how its maximum is distributed, the ten classes
 * with the largest and with the most negative weight (mean gradient × activation where there are no weights), and the ten
 * channels most correlated with it ({@link mostCorrelated}).
 * @param labels one for each class; sub-folders may name classes by them
 * @param names of channels of the feature map
 * @throws RangeError if there is no such channel.
 */
export async function unitReport(
  index: FolderIndex,
  { pooledChannel, images }: UnitQuery,
  labels: readonly string[],
  names: ChannelNames = {},
): Promise<UnitReport> {
  const unit = unitIdentity(index.model, pooledChannel, names);
  const columns = await readColumns(index, unit.channel);
  const imageLabels = labelsByFolder(index.images, labels);
  const patches = (rows: number[]) => patchesOf(index, columns, rows, imageLabels);
  const classes = await classesOf(index, unit, imageLabels);
  const values = Float64Array.from(classes.values, ({ value }) => value);
  const strongestOf = (sign: 1 | -1) =>
    largestOf(values, sign, TOP).flatMap((i) => classes.values[i] ?? []);
  const correlated = await mostCorrelated(index, pooledChannel, TOP);
  return {
    unit,
    strongest: await patches(strongestImages(index, columns, images)),
    weakest: await patches(weakestImages(index, columns, images)),
    distribution: histogramOf(columns.maxima, STEPS),
    classesBy: classes.by,
    speaksFor: strongestOf(1),
    speaksAgainst: strongestOf(-1),
    correlated: correlated.channels.map(({ pooledChannel, correlation }) => ({
      unit: unitIdentity(index.model, pooledChannel, names),
      correlation,
    })),
    correlatedOver: correlated.over,
  };
}

async function classesOf(
  index: FolderIndex,
  { pooledChannel, channel }: UnitIdentity,
  imageLabels: ImageLabels,
): Promise<{ by: UnitReport['classesBy']; values: ClassValue[] }> {
  const weights = weightsOfChannel(index.model, pooledChannel);
  if (weights) {
    const values = Array.from(weights, (value, classIndex) => ({ classIndex, value }));
    return { by: 'weight', values };
  }
  const values = await gradientMeansByClass(index, channel, imageLabels);
  const sorted = values.sort((a, b) => a.classIndex - b.classIndex);
  return { by: sorted.length > 0 ? 'gradientActivation' : undefined, values: sorted };
}
