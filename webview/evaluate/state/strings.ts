import { t } from '@vscode/l10n';
import type { SavedMaps } from '../../../src/protocol/evaluate.ts';
import { formatProbability } from '../../shared/format/numbers.ts';
import { imageCount } from '../../shared/format/strings.ts';

const count = (value: number) => value.toLocaleString('en');
const images = imageCount;

/** The texts of the head of the evaluation's page, and of its errors. */
export const strings = {
  empty: {
    needsFolder: t(
      'Choose a folder of labelled images to see which of them the model gets wrong, and why.',
    ),
    needsFolderNote: t(
      'Labels come from sub-folders named as classes, a table of images and classes, or annotations. Boxes and masks are used where there are any. Nothing leaves this machine.',
    ),
    notScanned: (folder: string) =>
      t(
        '“{0}” has not been evaluated with this model yet. Each image is run once, and you can look at the first errors while it goes on.',
        folder,
      ),
    scan: t('Evaluate the folder'),
    loading: t('Running the first images …'),
  },

  // Answer
  right: (share: number) => t('{0} right', formatPercentOf(share)),
  rightOf: (right: number, all: number) => t('{0} of {1}', count(right), images(all)),
  interval: (low: number, high: number) =>
    t('95\u00a0% interval {0}–{1}', digits(low), formatPercentOf(high)),
  top5: (share: number) => t('among the first five: {0}', formatPercentOf(share)),
  noLabels: t('No labels found'),
  noLabelsNote: t(
    'Without labels there is no right and wrong. Name sub-folders as classes, or choose a file of labels.',
  ),
  noneLabelled: t('No image has a label that is a class of this model'),
  chooseLabels: t('Choose labels…'),
  chooseAnnotations: t('Choose boxes or masks…'),
  found: t('What was found'),
  labels: t('Labels'),
  annotations: t('Boxes and masks'),
  noAnnotations: t('No boxes or masks found'),
  findings: (number: number) => (number === 1 ? t('1 finding') : t('{0} findings', count(number))),
  findingsTitle: t('Not counted'),
  noFindings: t('Everything in the folder is counted.'),
  moreExamples: (number: number) => t('and {0} more', count(number)),
  save: t('Save'),
  saveForms: {
    html: t('Report with images (HTML)'),
    json: t('Numbers (JSON)'),
    csv: t('One line for each image (CSV)'),
  },
  saveMaps: t('Maps (.npy)'),
  mapsSaved: ({ written, without, folder }: SavedMaps) =>
    without === 0
      ? t('{0} maps written to {1}', count(written), folder)
      : t(
          '{0} maps written to {1}; {2} images have no map of their class',
          count(written),
          folder,
          count(without),
        ),
  saving: (share: number) => t('Saving the evaluation: {0}\u00a0%', Math.floor(share * 100)),

  // Tabs
  tab: t('What is shown'),
  tabs: {
    errors: t('Errors'),
    localization: t('Localization'),
    evidence: t('Evidence'),
    trust: t('Trust'),
    preprocessing: t('Preprocessing'),
    parity: t('Before and after'),
  },

  // Errors
  part: t('Part of the errors'),
  parts: {
    images: t('Images'),
    confusions: t('Confusions'),
    classes: t('Classes'),
    calibration: t('Calibration'),
  },
  order: t('Order'),
  orders: {
    loss: t('Loss'),
    margin: t('Margin'),
    confidence: t('Confident mistakes'),
  },
  orderHints: {
    loss: t('Smallest probability of the right class first: −log p'),
    margin: t('Logit of the right class minus the largest other logit, smallest first'),
    confidence: t('Wrong images, the surest prediction first'),
  },
  wrongOnly: t('Wrong only'),
  map: t('Map'),
  mapHint: t(
    'Over wrong images: what made the model say the predicted class and not the right one, warm where it speaks for the predicted one. Over right images: the map of their class.',
  ),
  imagesFound: (number: number) => images(number),
  noImages: t('No image is like this.'),
  noWrong: t('Every labelled image is right.'),
  needsNewScan: t('Scan again to see this of the model as it is now.'),
  readingImages: t('Reading the images …'),
  pair: (truth: string, predicted: string) => t('{0} → {1}', truth, predicted),
  ofClass: (label: string) => t('labelled {0}', label),
  predictedAs: (label: string) => t('predicted {0}', label),
  clearFilter: (filter: string) => t('Show all images, not only “{0}”', filter),
  selected: (number: number) => t('{0} selected', count(number)),
  pin: t('Pin'),
  clearSelection: t('Clear the selection'),
  imageList: t('Images, the worst first'),
  values: {
    loss: (value: string) => t('loss {0}', value),
    margin: (value: string) => t('margin {0}', value),
    confidence: () => '',
  },
  tile: (file: string, truth: string, predicted: string, confidence: number) =>
    t(
      '{0}: labelled {1}, predicted {2} {3}',
      ...[file, truth, predicted, formatProbability(confidence)],
    ),
  tileRight: (file: string, label: string, confidence: number) =>
    t('{0}: {1} {2}, right', file, label, formatProbability(confidence)),
  truthProbability: (label: string, probability: number) =>
    t('{0} has {1}', label, formatProbability(probability)),
  spokenLabelled: t('labelled'),
  spokenPredicted: t('predicted'),
  openTile: t('Click for Show CAM, Ctrl+click or Space to select'),
  imageGone: t('This image can no longer be read.'),
  noMap: t('no map'),

  // Confusions
  matrix: t('Confusion matrix'),
  matrixNote: t('Rows: labelled. Columns: predicted. Click a cell to see its images.'),
  matrixCell: (truth: string, predicted: string, number: number, of: number) =>
    truth === predicted
      ? t('{0}: {1} of {2} right', truth, count(number), count(of))
      : t('{0} → {1}: {2} of {3}', truth, predicted, count(number), count(of)),
  pairs: t('Confused pairs, the most frequent first'),
  pairsNote: (number: number) =>
    number === 1
      ? t('1 pair of labelled → predicted class')
      : t('{0} pairs of labelled → predicted class', count(number)),
  noPairs: t('No class is taken for another one.'),

  // Classes
  classTable: t('Classes'),
  columns: {
    label: t('Class'),
    pictures: t('Images'),
    recall: t('Recall'),
    precision: t('Precision'),
    accuracy: t('Accuracy'),
  },
  columnHints: {
    label: t('Name of the class'),
    pictures: t('Labelled images of the class'),
    recall: t('Share of the images of the class that are predicted as it'),
    precision: t('Share of the images predicted as the class that are of it'),
    accuracy: t(
      'Share of all labelled images that are right about this class: of it and predicted as it, or neither',
    ),
  },
  rateInterval: (low: number, high: number) => `${digits(low, 0)}–${digits(high, 0)}`,
  rateSpoken: (value: number, low: number, high: number, of: number) =>
    t(
      '{0} of {1}, 95\u00a0% interval {2}–{3}',
      ...[formatPercentOf(value), count(of), digits(low), formatPercentOf(high)],
    ),
  classRow: (label: string) => t('Show the images of {0}', label),

  // Calibration
  calibrationError: (share: number) => t('Calibration error {0}', formatPercentOf(share)),
  calibrationNote: (number: number) =>
    t(
      'Mean difference between the probability of the predicted class and how often it is right, over {0} (expected calibration error).',
      images(number),
    ),
  meanLoss: (value: string) => t('Mean loss {0}', value),
};

/** `85.0 %` */
export function formatPercentOf(share: number): string {
  return `${digits(share)}\u00a0%`;
}

/** A share in percent, without the sign. */
function digits(share: number, places = 1): string {
  return (share * 100).toFixed(places);
}
