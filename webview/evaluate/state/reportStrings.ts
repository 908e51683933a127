import { t } from '@vscode/l10n';
import type { Region } from '../../../src/cam/results/evaluation/evidence.ts';
import type { BoxRule } from '../../../src/cam/results/evaluation/localization.ts';
import type { RandomisationRow } from '../../../src/cam/results/evaluation/trust.ts';
import { imageCount } from '../../shared/format/strings.ts';
import { formatPercentOf } from './strings.ts';
import type { Threshold } from './viewState.ts';

const count = (value: number) => value.toLocaleString('en');
const images = imageCount;

/** The texts of the reports: localization, evidence, trust, preprocessing, before and after. */
export const reportStrings = {
  // All
  stopped: t('Stopped before it was finished.'),
  start: t('Start'),
  afterTheScan: t('Available when the scan has ended.'),
  afterReport: (tab: string) => t('This starts when “{0}” is ready.', tab),
  notCounted: t('Not counted'),
  none: '–',
  scored: (used: number, all: number) =>
    t('{0} of {1} annotated images · percent, with 95\u00a0% intervals', count(used), count(all)),
  scoreSpoken: (value: string, low: string, high: string) =>
    t('{0}, 95\u00a0% interval {1}–{2}', value, low, high),

  // Localization
  localizing: t('Scoring the maps against boxes and masks …'),
  localizationTable: t('Localization'),
  furtherMaps: t('Further maps'),
  furtherMapsNote: t(
    'Each method runs the model again on every annotated image. Ten crops are those of the paper: corners and centre, each mirrored too.',
  ),
  tenCrops: t('CAM over ten crops'),
  addFolder: t('Add a folder of .npy maps…'),
  folderOfMaps: (name: string) => t('Maps of {0}', name),
  boxRule: t('Boxes'),
  boxRules: {
    paper: t('As in the paper'),
    authors: t("As in the authors' program"),
  } satisfies Record<BoxRule, string>,
  boxRuleHints: {
    paper: t('The largest connected part of the map above 20\u00a0% of its maximum'),
    authors: t(
      'Thresholds 20, 100 and 110 of 255, overlapping boxes merged, five guesses of three classes',
    ),
  } satisfies Record<BoxRule, string>,
  threshold: t('Threshold of MaxBoxAcc'),
  thresholds: { heldOut: t('Held out'), oracle: t('Oracle') } satisfies Record<Threshold, string>,
  thresholdHints: {
    heldOut: t('Chosen on one half of the images, scored on the other'),
    oracle: t('The best one for these very images: too good for a comparison'),
  } satisfies Record<Threshold, string>,
  geometry: t('Measured geometry'),
  geometryHint: t(
    'Maps lie where the model looked, as in Show CAM. Otherwise they are stretched over the image.',
  ),
  localizationColumns: {
    name: t('Map'),
    top1ClassificationError: t('Class error, first'),
    top5ClassificationError: t('Class error, five'),
    top1LocalizationError: t('Localization error, first'),
    top5LocalizationError: t('Localization error, five'),
    gtKnown: t('GT-known'),
    maxBoxAcc: t('MaxBoxAcc'),
    maxBoxAccV2: t('MaxBoxAccV2'),
    pxAP: t('PxAP'),
    pointing: t('Pointing'),
    energy: t('Energy in box'),
    threshold: t('τ'),
  },
  localizationHints: {
    name: t('Whose maps, with the baselines that any map must beat'),
    top1ClassificationError: t('Images whose first class is wrong'),
    top5ClassificationError: t('Images whose class is not among the first five'),
    top1LocalizationError: t(
      'Images whose first class is wrong, or whose box covers less than half of the union with every annotated one',
    ),
    top5LocalizationError: t('The same with five guesses of class and box'),
    gtKnown: t('Images whose box of the labelled class has an IoU of at least 0.5'),
    maxBoxAcc: t('Share of boxes with an IoU of at least 0.5, at the threshold τ'),
    maxBoxAccV2: t('Mean over IoU 0.3, 0.5 and 0.7, boxes of all connected parts'),
    pxAP: t('Average precision of the pixels inside the masks'),
    pointing: t('Share of images whose largest value lies in the object'),
    energy: t(
      'Share of the positive evidence inside the boxes; an even map has the share of their area',
    ),
    threshold: t('Threshold of MaxBoxAcc'),
  },
  energyOf: (area: number) => t('the boxes cover {0}', formatPercentOf(area)),
  byIou: t('Images by IoU, the worst first'),
  readingBoxes: t('Reading the boxes …'),
  iou: (value: string) => t('IoU {0}', value),
  noBox: t('no box'),
  boxLegend: t('dashed: annotated · solid: of the map'),
  localizedTile: (file: string, label: string, iou: string) =>
    t('{0}: {1}, IoU {2} of the map’s box with the nearest annotated one', file, label, iou),

  // Evidence
  findingEvidence: t('Collecting where the evidence of each class lies …'),
  evidenceNote: t(
    'The most suspicious class first. A small cluster of images whose maps lie elsewhere than those of the rest may be a shortcut: a watermark, a border, a background.',
  ),
  evidenceClasses: t('Classes by their most deviant cluster'),
  meanMap: t('Mean map'),
  meanActivation: t('Mean activation'),
  meanMapOf: (label: string) => t('Mean of the maps of {0}, each divided by its maximum', label),
  meanActivationOf: (label: string) =>
    t('Mean activation of all channels over the images of {0}', label),
  regions: {
    mask: t('Mask'),
    box: t('Box'),
    centre: t('Centre'),
    border: t('Border'),
    corners: t('Corners'),
  } satisfies Record<Region, string>,
  shareColumns: {
    region: t('Evidence in'),
    share: t('Map'),
    activation: t('Activation'),
    chance: t('Area'),
  },
  shareHints: {
    share: t('Share of the positive evidence of the class inside the region'),
    activation: t('The same of the mean activation, which knows no class'),
    chance: t('Share of the image that the region covers: what an even map has'),
  },
  shares: (label: string) => t('Where the evidence of {0} lies', label),
  suspicious: t('Suspicious:'),
  cluster: (number: number) => images(number),
  noClusters: t('No clusters: too few images, or no groups in their maps.'),
  clusters: (label: string) => t('Clusters of {0}', label),
  deviation: (value: string) => t('deviation {0}', value),
  deviationHint: t(
    'Distance of its mean map to that of the other images, in mean distances of an image of the class to theirs',
  ),

  // Trust
  beforeTrust: (number: number) =>
    t(
      'Whether the maps show what the model uses, on {0} images: parts of them are covered and uncovered in hundreds of runs of the model for each map, which takes minutes.',
      number,
    ),
  trusting: t('Covering and uncovering parts of the images …'),
  trustTable: t('Do the maps show what the model uses?'),
  trustSample: (number: number, seed: number) =>
    t('{0}, drawn with seed {1}', images(number), seed),
  trustColumns: {
    name: t('Map'),
    deletion: t('Deletion'),
    insertion: t('Insertion'),
    averageDrop: t('Average drop, %'),
    increase: t('Increase, %'),
    gain: t('Gain, %'),
    road: t('ROAD'),
  },
  trustHints: {
    name: t('Whose maps, with the baselines that any map must beat'),
    deletion: t('Probability left as the strongest pixels are taken away. Low is good.'),
    insertion: t('Probability as the strongest pixels are added to a blurred image. High is good.'),
    averageDrop: t(
      'Percent of the probability that is lost when only the map is left. Low is good.',
    ),
    increase: t('Percent of images that get surer when only the map is left. High is good.'),
    gain: t('Percent that is gained of what was missing to certainty. High is good.'),
    road: t(
      'Accuracy with the least relevant pixels removed minus with the most relevant ones, halved. High is good.',
    ),
  },
  moreConclusions: (number: number) => t('Show {0} more', number),
  howMeasured: t('How this was measured'),
  better: { low: t('low is good'), high: t('high is good') },
  randomisation: t('Model randomisation'),
  randomisationNote: t(
    'Rank correlation of the signed maps with those of the model as it is. A map that depends on the weights comes near 0 when they are drawn at random.',
  ),
  randomisationColumns: { name: t('Compared with'), correlation: t('Correlation') },
  randomised: {
    headRandomised: t('Class weights at random'),
    allRandomised: t('All weights at random'),
    otherPicture: t('Another image'),
    otherClass: t('Another class'),
  } satisfies Record<RandomisationRow['kind'], string>,

  // Preprocessing
  examining: t('Running labelled images in other ways …'),
  needsLabels: t('Without labels nothing tells which preprocessing is right.'),
  variants: t('Ways to read images and labels, the best first'),
  variantsNote: (number: number, seed: number) =>
    t('{0} with a label, drawn with seed {1}', images(number), seed),
  variantColumns: {
    name: t('Preprocessing and labels'),
    accuracy: t('Right'),
    margin: t('Mean margin'),
  },
  marginHint: t('Mean of the right class’s logit minus the largest other logit'),
  current: t('in use'),
  useThis: t('Use this'),
  examine: t('Examine the preprocessing'),
  useVariant: (name: string) => t('Use this: {0}', name),
  written: (path: string) =>
    t('Written to {0}. Evaluate the folder again to see the figures.', path),

  // Before and after
  comparing: t('Comparing with the other model …'),
  needsBefore: t(
    'Choose an earlier export, or the same model in another precision. The folder is run through it, and each image is compared.',
  ),
  chooseBefore: t('Compare with another model…'),
  chooseOther: t('Another model…'),
  accuracyChange: (right: number, points: string) =>
    t('{0} right, {1} percentage points', formatPercentOf(right), points),
  accuracyAsBefore: (right: number) => t('{0} right, as before', formatPercentOf(right)),
  mended: (number: number) => t('{0} now right', count(number)),
  broken: (number: number) => t('{0} now wrong', count(number)),
  changed: (number: number, of: number) =>
    t('{0} of {1} have another prediction', count(number), images(of)),
  mcNemar: (p: string) =>
    t('{0} by McNemar’s test: how likely such a difference is if both are equally good', p),
  parityColumns: {
    what: t('Figure'),
    before: t('Before'),
    after: t('After'),
    likeness: t('Alike'),
  },
  parityHints: { likeness: t('1: the same') },
  parityFigures: t('Both models'),
  accuracy: t('Right'),
  boxIou: t('IoU of the boxes'),
  mapCorrelation: t('Correlation of the maps'),
  worstPictures: t('Images that differ most'),
  parityTile: (file: string, before: string, after: string) =>
    t('{0}: {1} becomes {2}', file, before, after),
  same: (label: string) => t('{0} as before', label),
  labelled: (label: string) => t('labelled {0}', label),
  pairFigures: (iou: string, correlation: string) =>
    t('IoU {0} · correlation {1}', iou, correlation),
};
