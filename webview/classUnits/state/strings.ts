import { t } from '@vscode/l10n';
import { imageCount } from '../../shared/format/strings.ts';

const count = (value: number) => value.toLocaleString('en');
const images = imageCount;
const units = (value: number) => (value === 1 ? t('1 unit') : t('{0} units', count(value)));

/** Every text of the class units page. */
export const strings = {
  // Header
  save: t('Save'),
  thisClass: (label: string) => t('This class: {0}', label),
  allClasses: t('All classes of the folder'),
  savePng: 'PNG',
  saveHtml: t('HTML page'),
  saveJson: t('Numbers (JSON)'),
  allClassesNote: (classes: number, megabytes: number) =>
    classes === 1
      ? t('1 class in one file, up to about {0} MB', count(megabytes))
      : t('{0} classes in one file, up to about {1} MB', count(classes), count(megabytes)),
  notWhileScanning: t('Available when the scan has ended'),
  savingAll: (share: number) => t('Saving all classes: {0}\u00a0%', Math.floor(share * 100)),

  empty: {
    needsFolder: t(
      'Choose a folder of images to see what each unit responds to. A few hundred images are enough, and sub-folders are included.',
    ),
    needsFolderNote: t(
      'Sub-folders named like classes are used as labels. Nothing leaves this machine.',
    ),
    scan: t('Scan the folder'),
    notScanned: (folder: string) =>
      t(
        '“{0}” has not been scanned with this model yet. Each image is run once, and you can look at the first units while the scan goes on.',
        folder,
      ),
    loading: t('Looking for the strongest images …'),
  },

  // Subjects
  subject: t('What is shown'),
  subjects: { class: t('Class'), unit: t('Unit'), ablation: t('Ablation'), names: t('Names') },
  ablationTab: (number: number) =>
    number === 0 ? t('Ablation') : t('Ablation ({0})', count(number)),

  // View
  view: t('View'),
  ranking: t('Rank by'),
  rankings: {
    weight: t('Weight'),
    contribution: t('Contribution'),
    gradientActivation: t('Gradient × activation'),
    separation: t('Separation'),
  },
  rankingHints: {
    weight: t('The weight of each channel in the class'),
    contribution: t(
      'What each channel adds to the logit of the class: its mean over the class’s images',
    ),
    gradientActivation: t(
      'Activation times the gradient of the logit of the class, added up over the map: its mean over the class’s images',
    ),
    separation: t(
      'How much higher each channel is in the class’s images than in the others, in standard deviations (Cohen’s d)',
    ),
  },
  crop: t('Patch'),
  crops: {
    region: t('Region'),
    receptiveField: t('Receptive field'),
    gradient: t('Field by gradient'),
    empirical: t('Field by occlusion'),
    whole: t('Whole image'),
  },
  cropHints: {
    region: t('Around the place where the activation is above the threshold'),
    receptiveField: t('Everything that the strongest cell can see, by the layers'),
    gradient: t('The square with 95\u00a0% of what moves the strongest cell, by the gradient'),
    whole: t('The image as it is'),
    empirical: t('Where covering the image lowers the activation; measured for one unit at a time'),
  },
  patchSize: t('Size'),
  patchSizes: { small: t('Small'), medium: t('Medium'), large: t('Large') },
  mask: t('Activation'),
  masks: { contour: t('Contour'), dim: t('Dim the rest'), none: t('Hide') },
  threshold: t('Threshold'),
  thresholdValue: (percent: number) => t('{0}\u00a0% of the patch’s maximum', percent),
  fieldSize: (width: number, height: number) =>
    t(
      'A cell sees at most {0}\u202f×\u202f{1} pixels of the model’s input.',
      count(Math.round(width)),
      count(Math.round(height)),
    ),
  fieldCovers: (width: number, height: number, inputWidth: number, inputHeight: number) =>
    t(
      'The receptive field of a cell, {0}\u202f×\u202f{1} pixels, covers the whole input of {2}\u202f×\u202f{3}, so every patch shows all that the model saw.',
      count(Math.round(width)),
      count(Math.round(height)),
      inputWidth,
      inputHeight,
    ),
  channelsCode: t('Go to the layer’s code'),
  fieldUnknown: t('The receptive field of this model is unknown, so the cell itself is shown.'),
  fieldNeedsUnit: t(
    'Fields are measured for one unit at a time: open a unit and press “Measure by Occlusion”.',
  ),
  fieldMeasured: (images: number) =>
    t(
      'Measured for the {0} strongest images of a unit, with about 200 runs of the model each. The other images are pale and show the strongest cell with its neighbours.',
      images,
    ),

  // Class
  classes: t('Classes'),
  speaksFor: t('Speaks for'),
  speaksAgainst: t('Speaks against'),
  countOf: (shown: number, all: number) =>
    shown === all ? units(all) : t('{0} of {1}', count(shown), units(all)),
  noneFor: t('No unit speaks for this class.'),
  noneAgainst: t('No unit speaks against this class.'),
  rankedBy: {
    weight: t('ranked by class weight'),
    contribution: t('ranked by contribution'),
    gradientActivation: t('ranked by gradient × activation'),
    separation: t('ranked by separation'),
  },
  whyThisOrder: t('Why this order?'),
  classCount: (number: number) => (number === 0 ? t('no images') : images(number)),
  classImages: (used: number, all: number, by: 'folder' | 'prediction') => {
    const how = by === 'folder' ? t('labelled by folder') : t('predicted as this class');
    return used === all ? how : t('{0} of {1} used, {2}', count(used), count(all), how);
  },
  more: (number: number) => t('Show {0} more', count(number)),
  all: (number: number) => t('Show all {0}', count(number)),
  loading: t('Looking for the strongest images …'),

  // Units
  channel: (channel: number) => t('Channel {0}', count(channel)),
  pooled: (unit: string, pooling: string) => `${unit} (${pooling})`,
  poolings: { mean: t('mean'), max: t('maximum'), power: t('generalised mean') },
  values: {
    weight: t('weight'),
    contribution: t('contribution'),
    gradientActivation: t('gradient × activation'),
    separation: t('separation'),
  },
  rename: t('Name this unit (F2)'),
  nameOf: (unit: string) => t('Name of {0}', unit),
  namePlaceholder: t('What does it respond to?'),
  openUnit: t('Open this unit'),
  ablate: t('Switch off'),
  ablateHint: (unit: string) => t('Switch off {0}: what would the model say without it?', unit),
  noPatches: t('No image of the folder excites this unit.'),
  patch: (file: string, activation: string, label: string) =>
    t('{0}: activation {1}, {2}. Show CAM', file, activation, label),
  patchTitle: (file: string, activation: string, label: string) =>
    t('{0}\n{1}\nactivation {2}\nClick for Show CAM on this channel', file, label, activation),
  labelled: (label: string) => t('labelled {0}', label),
  predicted: (label: string) => t('predicted {0}', label),
  predictedWrongly: (predicted: string, label: string) =>
    t('predicted {0}, labelled {1}', predicted, label),
  pictureGone: t('This image can no longer be read.'),

  // Unit
  chooseUnit: t('Choose a unit of a class, or enter its number:'),
  unitNumber: t('Channel number'),
  back: (label: string) => t('Back to {0}', label),
  strongest: t('Strongest images'),
  weakest: t('Weakest images'),
  distribution: t('Largest activation over the folder'),
  distributionDescription: (number: number, from: string, to: string) =>
    t('Distribution of the largest activation over {0}, from {1} to {2}', images(number), from, to),
  distributionBin: (from: string, to: string, number: number) =>
    t('{0} from {1} to {2}', images(number), from, to),
  classesFor: t('Speaks for'),
  classesAgainst: t('Speaks against'),
  classesBy: {
    weight: '',
    gradientActivation: t('by gradient × activation, its mean over the images of each class'),
  },
  none: t('none'),
  correlated: t('Active together with'),
  correlatedNote: (number: number) =>
    t('Correlation of the pooled values over {0}', images(number)),
  openClass: (label: string) => t('Show the units of {0}', label),
  measure: t('Measure by Occlusion'),
  measuring: t('Covering parts of the strongest images …'),

  // Ablation
  ablationEmpty: t(
    'Tick units of a class to switch them off, and see here which predictions change.',
  ),
  ablationUnknown: t(
    'Without class weights, what the model would say without a unit does not follow from the results of the scan, so units cannot be switched off.',
  ),
  clear: t('Clear'),
  keepUnit: (unit: string) => t('Switch {0} on again', unit),
  ablated: (number: number) => t('{0} off', units(number)),
  flips: (flips: number, all: number) =>
    flips === 0
      ? t('None of the {0} predictions change.', count(all))
      : flips === 1
        ? t('The prediction of 1 of {0} changes.', images(all))
        : t('The predictions of {0} of {1} change.', count(flips), images(all)),
  accuracy: (before: string, after: string, number: number) =>
    t('Accuracy {0} → {1} over {2} labelled images', before, after, count(number)),
  noLabels: t('Accuracy is unknown because no sub-folder is named like a class.'),
  gains: t('Rising logits'),
  losses: t('Falling logits'),
  meanChange: t('Mean change over the folder, in logit units'),
  flipList: t('Changed predictions'),
  flipsShown: (shown: number, all: number) =>
    shown === all ? '' : t('the {0} surest of {1}', count(shown), count(all)),
  flip: (file: string, before: string, after: string) =>
    t('{0}: {1} becomes {2}', file, before, after),
  becomes: '→',
  ablationDetails: t('Details'),
  computing: t('Computing …'),

  // Names
  suggest: t('Suggest names'),
  suggestAgain: t('Suggest again'),
  suggestNote: t(
    'Names come from annotations in or beside the folder: COCO JSON, Pascal VOC or class masks. Each unit is compared with each object: how well its active region covers the object (IoU), and in how many of its strongest images that object fits best (purity).',
  ),
  suggesting: t('Comparing units with the annotated objects …'),
  suggestionsOf: (file: string, number: number) =>
    t('{0}: {1} annotated images', file, count(number)),
  leftOut: (number: number) =>
    number === 1
      ? t('1 object, image or file could not be used:')
      : t('{0} objects, images or files could not be used:', count(number)),
  accept: t('Accept'),
  acceptOf: (unit: string, name: string) => t('Name {0} “{1}”', unit, name),
  acceptAll: (number: number) => t('Accept all {0} detectors', count(number)),
  accepted: t('Named'),
  undo: t('Undo'),
  undoNote: (number: number) => t('{0} named.', units(number)),
  detectorsNote: (number: number, from: string) =>
    t('{0} with an IoU above {1}, which counts as a detector', units(number), from),
  columns: { unit: t('Unit'), name: t('Suggestion'), iou: t('IoU'), purity: t('Purity') },
  columnHints: {
    iou: t(
      'Intersection over union of the unit’s active region and the object, over the annotated images',
    ),
    purity: t('Share of the unit’s strongest images in which its region fits this object best'),
  },
  undetected: t('Objects without a detector'),
  undetectedNone: t('Every annotated object has a detector.'),
  undetectedOne: (number: number, iou: string) => t('{0}, best IoU {1}', images(number), iou),
};
