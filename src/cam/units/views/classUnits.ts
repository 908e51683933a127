import { t } from '@vscode/l10n';
import type { ImageLabels } from '../../config/labels/folderLabels.ts';
import { labelsByFolder } from '../../config/labels/folderLabels.ts';
import type { FolderIndex, IndexedModel } from '../../folder/folderIndex.ts';
import type { ChannelNames } from '../../maps/channelName.ts';
import type { ClassUnits, ClassUnitsQuery, UnitRanking, UnitRow } from '../../results/units.ts';
import { weightsOfClass } from './channelWeights.ts';
import type { ClassImages } from './classImages.ts';
import { imagesOfClass } from './classImages.ts';
import type { GradientMeans } from './gradientMeans.ts';
import { gradientMeans } from './gradientMeans.ts';
import { patchesOf, pooledColumn, readColumns, strongestImages } from './patches.ts';
import { firstOf } from './selection.ts';
import { cohensD, sampleOf, sampleOfSums } from './separation.ts';
import { pooledChannels, unitIdentity } from './unitIdentity.ts';

/**
 * The units of a class: its strongest channels with the images that excite them most. The order is by descending weight
 * w_k^c, by descending mean of w_k^c F_k over the class's images, by descending mean of gradient × activation over them,
 * or by descending Cohen's d between F_k of the class's images and of the others; ties by channel number.
 *
 * A channel opposes the class if its weight is negative (in the order of contributions: if its contribution is; if the
 * head has no weights: if what it is ordered by is), the most negative first.
 *
 * By weight, only the columns of the channels that are listed are read; the other orders read the rows of the class's
 * images too.
 * @param labels one for each class; sub-folders may name classes by them
 * @param names of channels of the feature map
 * @throws RangeError if the class does not exist.
 */
export async function classUnits(
  index: FolderIndex,
  query: ClassUnitsQuery,
  labels: readonly string[],
  names: ChannelNames = {},
): Promise<ClassUnits> {
  const { classIndex, count } = query;
  const weights = weightsOfClass(index.model, classIndex);
  const imageLabels = labelsByFolder(index.images, labels);
  const images = imagesOfClass(index, imageLabels, classIndex);
  const gradients = weights ? undefined : await gradientMeans(index, classIndex, images.rows);
  const about: ClassView = { index, weights, gradients, images, imageLabels, names };
  const { rankings, notices } = possibleRankings(about);
  const ranking = rankings.includes(query.ranking) ? query.ranking : rankings[0];
  const ranked = ranking ? await rank(about, ranking, count) : NOTHING;
  const rows = async (channels: readonly number[]): Promise<UnitRow[]> => {
    const found: UnitRow[] = [];
    for (const k of channels) found.push(await rowOf(about, k, query.patches));
    return found;
  };
  return {
    classIndex,
    ranking: ranking ?? query.ranking,
    rankings,
    notices,
    classImages: {
      used: ranking === 'gradientActivation' ? (gradients?.used ?? 0) : images.rows.length,
      all: images.all,
      by: images.by,
    },
    speaksFor: await rows(ranked.for),
    speaksAgainst: await rows(ranked.against),
    countFor: ranked.countFor,
    countAgainst: ranked.countAgainst,
  };
}

/** The input of the rows of a class. */
interface ClassView {
  index: FolderIndex;
  weights: Float32Array | undefined;
  gradients: GradientMeans | undefined;
  images: ClassImages;
  imageLabels: ImageLabels;
  names: ChannelNames;
}

/** Pooled channels for and against a class, the strongest first. */
interface RankedChannels {
  for: readonly number[];
  against: readonly number[];
  countFor: number;
  countAgainst: number;
}

const NOTHING: RankedChannels = { for: [], against: [], countFor: 0, countAgainst: 0 };

/** The orders that the head and the images allow, and why the others are not among them. */
function possibleRankings({ index, weights, gradients, images }: ClassView): {
  rankings: UnitRanking[];
  notices: string[];
} {
  const rankings: UnitRanking[] = [];
  const notices: string[] = [];
  if (weights) rankings.push('weight');
  else notices.push(...withoutWeights(index, gradients, images));
  if (gradients) rankings.push('gradientActivation');
  const hasImages = images.rows.length > 0;
  if (weights && hasImages) rankings.push('contribution');
  if (hasImages && images.others.length > 0) rankings.push('separation');
  if (!hasImages) {
    notices.push(
      t(
        'No image here is labelled or predicted as this class, so contribution and separation are unknown.',
      ),
    );
  } else if (images.others.length === 0) {
    notices.push(
      t('Every picture of the folder is of this class: there is nothing to separate it from.'),
    );
  }
  return { rankings, notices };
}

/** Why there are no weights, and what there is instead. */
function withoutWeights(
  { model, images: all }: FolderIndex,
  gradients: GradientMeans | undefined,
  images: ClassImages,
): string[] {
  const isKept = all.some(({ gradientClasses = [] }) => gradientClasses.length > 0);
  if (!isKept)
    return [t('{0} Channels are ordered by how well they separate the class.', why(model))];
  const missing = images.rows.length - (gradients?.used ?? 0);
  return [
    t(
      '{0} Instead, gradient × activation is computed for each image of the class, at “{1}”: the sum of f · ∂S/∂f over the map.',
      why(model),
      model.featureTensor,
    ),
    ...(model.isFloatTwin ? [t('Gradients are those of the model in float32.')] : []),
    ...(missing > 0
      ? [
          t(
            'Gradient × activation is not known yet for {0} of the {1} images of this class: scan the folder again.',
            missing,
            images.rows.length,
          ),
        ]
      : []),
  ];
}

function why({ mapKind, classWeights }: IndexedModel): string {
  if (mapKind === undefined) {
    return t('This model has no class activation map, so its channels have no class weights.');
  }
  return classWeights
    ? t(
        'The head of this model weighs every position of the map by itself, so a channel has no weight of its own.',
      )
    : t(
        'The head of this model is not linear, so the weight of a channel is another one for each picture.',
      );
}

async function rank(view: ClassView, ranking: UnitRanking, count: number): Promise<RankedChannels> {
  const values = await valuesOf(view, ranking);
  const signs = ranking === 'separation' ? (view.weights ?? values) : values;
  const channels = [...values.keys()].filter((k) => !Number.isNaN(values[k]));
  const inFavour = channels.filter((k) => (signs[k] ?? 0) > 0);
  const against = channels.filter((k) => (signs[k] ?? 0) < 0);
  const first = (among: number[], sign: 1 | -1) =>
    firstOf(among.length, count, (a, b) => {
      const [ofA, ofB] = [values[among[a] ?? 0] ?? 0, values[among[b] ?? 0] ?? 0];
      return sign * (ofB - ofA) || a - b;
    }).map((i) => among[i] ?? 0);
  return {
    for: first(inFavour, 1),
    against: first(against, -1),
    countFor: inFavour.length,
    countAgainst: against.length,
  };
}

/** The sort value of each pooled channel; NaN if it has none. */
async function valuesOf(view: ClassView, ranking: UnitRanking): Promise<Float64Array> {
  const { index, weights, images } = view;
  if (ranking === 'weight') return Float64Array.from(weights ?? []);
  if (ranking === 'gradientActivation') return view.gradients?.means ?? new Float64Array();
  const own = await sumsOf(index, images.rows);
  const count = images.rows.length;
  if (ranking === 'contribution') {
    return own.sums.map((sum, k) => ((weights?.[k] ?? 0) * sum) / count);
  }
  const others = images.isWhole
    ? without(await index.moments(), own)
    : await sumsOf(index, images.others);
  return own.sums.map((sum, k) => {
    const a = sampleOfSums(count, sum, own.squares[k] ?? 0);
    const { sums, squares } = others;
    const b = sampleOfSums(images.others.length, sums[k] ?? 0, squares[k] ?? 0);
    return cohensD(a, b) ?? Number.NaN;
  });
}

/** Sum and sum of squares of each pooled channel over some images. */
interface Sums {
  sums: Float64Array;
  squares: Float64Array;
}

async function sumsOf(index: FolderIndex, rows: readonly number[]): Promise<Sums> {
  const channels = pooledChannels(index.model);
  const values = await index.pooledRows(rows);
  const sums = new Float64Array(channels);
  const squares = new Float64Array(channels);
  for (let i = 0; i < values.length; i++) {
    const k = i % channels;
    const value = values[i] ?? 0;
    sums[k] = (sums[k] ?? 0) + value;
    squares[k] = (squares[k] ?? 0) + value * value;
  }
  return { sums, squares };
}

function without(all: Sums, part: Sums): Sums {
  return {
    sums: all.sums.map((sum, k) => sum - (part.sums[k] ?? 0)),
    squares: all.squares.map((square, k) => square - (part.squares[k] ?? 0)),
  };
}

async function rowOf(view: ClassView, pooledChannel: number, patches: number): Promise<UnitRow> {
  const { index, weights, gradients, images, imageLabels, names } = view;
  const unit = unitIdentity(index.model, pooledChannel, names);
  const columns = await readColumns(index, unit.channel);
  const pooled = await pooledColumn(index, unit, columns);
  const own = sampleOf(pooled, images.rows);
  const weight = weights?.[pooledChannel];
  const strongest = strongestImages(index, columns, patches);
  return {
    unit,
    weight,
    contribution: weight === undefined || own.count === 0 ? undefined : weight * own.mean,
    gradientActivation: gradients?.means[pooledChannel],
    separation: cohensD(own, sampleOf(pooled, images.others)),
    patches: await patchesOf(index, columns, strongest, imageLabels),
  };
}
