import { t } from '@vscode/l10n';
import type { Rate } from '../../../src/cam/results/evaluation/scores.ts';
import type { TrainingReport } from '../../../src/cam/results/training.ts';
import { imageCount } from '../../shared/format/strings.ts';

const count = (value: number) => value.toLocaleString('en');
const images = imageCount;

/** `85.0` */
const digits = (share: number, places = 1) => (share * 100).toFixed(places);

/** `85.0 %` */
const percent = (share: number) => `${digits(share)}\u00a0%`;

/** The texts of the page. */
export const strings = {
  empty: {
    needsFolder: t(
      'Choose a folder with a sub-folder of images for each class, to learn these classes on the features of this model.',
    ),
    needsFolderNote: t(
      'No weight of the network changes, so a few dozen images of each class are enough. Nothing leaves this machine.',
    ),
    notScanned: (folder: string) => t('Looking for the classes of “{0}” …', folder),
    scan: t('Look again'),
    loading: t('Running the first images …'),
  },
  lookAgain: t('Look again'),
  lookAgainHint: t('Look for new images and classes in the folder'),

  // Before
  classes: (number: number) => (number === 1 ? t('1 class') : t('{0} classes', count(number))),
  found: (all: number, without: number) =>
    without === 0
      ? images(all)
      : t('{0}, {1} of them without a class', images(all), count(without)),
  fromTable: (file: string) => t('classes from {0}', file),
  classCount: (name: string, number: number) => t('{0} {1}', name, count(number)),
  moreClasses: (number: number) => t('and {0} more', count(number)),
  tooFewClasses: t('There must be two classes, with at least two images each.'),

  // What is done
  train: t('Train'),
  trainAgain: t('Train Again'),
  trainHint: t('Run the images that were not run yet, and learn the classes from all of them'),
  writes: (file: string) => t('writes {0}', file),
  change: t('Change…'),
  options: t('Options'),
  learner: t('Learner'),
  learners: {
    ridge: t('Ridge regression'),
    svm: t('Linear SVM'),
    logistic: t('Logistic regression'),
  },
  tables: {
    labels: t('Classes'),
    groups: t('Images that belong together'),
  },
  withoutTable: {
    labels: t('The sub-folders of the folder.'),
    groups: t('Each image is on its own.'),
  },
  tableNotes: {
    labels: t('Or a table with a column of image names and one of classes.'),
    groups: t(
      'Frames of one sequence, or views of one object: a table with a column of image names and one of groups. A group is never learned from and asked about at once.',
    ),
  },
  nearDuplicates: t('Images that are nearly the same.'),
  border: (share: number) => t('without a border of {0}', percent(share)),
  wholeImages: t('Whole images'),
  chooseTable: t('Choose a table…'),
  forgetTable: t('Without the table'),
  cancel: t('Cancel'),
  learning: (share: number) => t('Learning: {0}\u00a0%', Math.floor(share * 100)),

  // Answer
  right: ({ value }: Rate) => t('{0} recognised', percent(value)),
  rightOf: ({ value, of }: Rate) =>
    t('{0} of {1} that it had not learned from', count(Math.round(value * of)), images(of)),
  interval: ({ low, high }: Rate) => t('95\u00a0% interval {0}–{1}', digits(low), percent(high)),
  baselines: ({ majority, ownClasses, meanColour }: TrainingReport['baselines']) =>
    meanColour
      ? t(
          'Without learning: {0} if it is always the most frequent class, {1} by what the old model predicts. By mean colour alone: {2}.',
          percent(majority.value),
          percent(ownClasses.value),
          percent(meanColour.value),
        )
      : t(
          'Without learning: {0} if it is always the most frequent class, {1} by what the old model predicts.',
          percent(majority.value),
          percent(ownClasses.value),
        ),
  howMeasured: (folds: number) =>
    t(
      'Measured in {0} parts: the images of each are asked about with class weights that are learned from the others.',
      count(folds),
    ),
  noGroups: t('Images that belong together make this too good, unless a table says so.'),
  groups: (number: number) => t('{0} groups of images were kept together.', count(number)),
  newModel: t('New Model'),
  views: {
    model: t('Open'),
    classUnits: t('Class Units'),
    evaluation: t('Evaluate Folder'),
  },
  viewHints: {
    model: t('Its layers, its class weights, and what can be shown of it'),
    classUnits: t('What each of its classes is made of'),
    evaluation: t('What it gets wrong, and where its evidence lies'),
  },

  // What makes it too good
  givenAway: (className: string, place: string) =>
    t(
      'Images of “{0}” look nearly the same {1}: a control, a watermark, a date? The new model may know the class by it.',
      className,
      place,
    ),
  places: {
    topLeft: t('at the upper left'),
    top: t('at the top'),
    topRight: t('at the upper right'),
    left: t('at the left'),
    middle: t('in the middle'),
    right: t('at the right'),
    bottomLeft: t('at the lower left'),
    bottom: t('at the bottom'),
    bottomRight: t('at the lower right'),
  },
  cutAway: t('Cut It Away and Train Again'),
  cutAwayHint: (border: number) =>
    t('Leave {0} of each image out at every side, also later in the new model', percent(border)),
  tooFarInside: t('It lies too far inside to be cut away.'),
  leaks: (pairs: number, of: number) =>
    pairs === 1
      ? t(
          'One pair of nearly the same images is in different parts: the share recognised is too good.',
        )
      : t(
          '{0} pairs of nearly the same images, {1} in all, are in different parts: the share recognised is too good.',
          count(pairs),
          images(of),
        ),
  keepTogether: t('Keep Them Together and Train Again'),

  // Report
  tab: t('What is shown'),
  tabs: { mistakes: t('Not recognised'), classes: t('Classes') },
  mistakes: (number: number) => (number === 0 ? t('None') : images(number)),
  someMistakes: (shown: number, all: number) =>
    t('the {0} surest of {1}', count(shown), images(all)),
  mistakesNote: t(
    'A click shows the map of the new model. It has learned from these images since, so it may know them now.',
  ),
  noMistakes: t('Every image was recognised.'),
  mistakeList: t('Images that were not recognised, the surest mistakes first'),
  tile: (file: string, truth: string, predicted: string) =>
    t('{0}: {1}, taken for {2}', file, truth, predicted),
  spokenTruth: t('is'),
  spokenPredicted: t('taken for'),
  openTile: t('Click for Show CAM, Ctrl+click or Space to select'),
  selected: (number: number) => t('{0} selected', count(number)),
  changeClass: t('Change Class…'),
  changeClassHint: t('Say what these images show: a table is written, no image is moved'),
  clearSelection: t('Clear the selection'),
  now: (className: string) => (className === '' ? t('now left out') : t('now {0}', className)),
  imageGone: t('This image can no longer be read.'),
  columns: {
    name: t('Class'),
    pictures: t('Images'),
    recall: t('Recognised'),
    precision: t('Right when named'),
    confused: t('Most often taken for'),
  },
  rateInterval: ({ low, high }: Rate) => `${digits(low, 0)}–${digits(high, 0)}`,
  rate: ({ value }: Rate) => (Number.isNaN(value) ? '–' : percent(value)),
  confused: (name: string, number: number) => t('{0} ({1})', name, count(number)),

  // How it was made
  details: (tensor: string, channels: number, width: number, height: number) =>
    t(
      'Class weights of {0} channels of {1}, {2}×{3} cells. Another layer is chosen in the tab of the old model.',
      count(channels),
      tensor,
      width,
      height,
    ),
  strength: (learner: string, strength: number) =>
    t('{0}, penalty L {1}', learner, String(Number(strength.toPrecision(2)))),
};
