import { t } from '@vscode/l10n';

const MINUS = '\u2212';

const count = (value: number) => value.toLocaleString('en');
const images = (value: number) => (value === 1 ? t('1 image') : t('{0} images', count(value)));
const units = (value: number) => (value === 1 ? t('1 unit') : t('{0} units', count(value)));

/** Every text of the class units page. */
export const strings = {
  // Header
  title: t('Class units'),
  ofModel: (model: string) => t('Units of {0}', model),
  changeFolder: t('Another folder…'),
  savePng: t('Save as PNG'),
  saveHtml: t('Save as HTML page'),
  saveJson: t('Save numbers (JSON)'),
  savedAs: (path: string) => t('Saved as {0}', path),

  // Scan
  chooseFolder: t('Choose a folder of images…'),
  needsFolder: t(
    'A unit is shown by the images that excite it most. Choose a folder of images to look for them in: a few hundred are enough, and sub-folders are read too.',
  ),
  needsFolderLabels: t(
    'Sub-folders with the names of classes are taken as labels. Nothing leaves this machine.',
  ),
  reading: t('Reading the model …'),
  readingIndex: t('Reading what was scanned before …'),
  scan: t('Scan the folder'),
  notScanned: (folder: string) =>
    t(
      '“{0}” has not been scanned with this model yet. Each image is run once; you can look at the units meanwhile.',
      folder,
    ),
  resume: t('Resume'),
  cancel: t('Cancel'),
  scanAgain: t('Scan again'),
  scanHint: t('Looks for new and changed images; the others are not run again'),
  incomplete: (done: number) => t('The scan was stopped with {0} in the index.', images(done)),
  scanning: t('Scanning'),
  found: (found: number, walking: boolean) =>
    walking ? t('{0} found so far', count(found)) : `${count(found)}`,
  progress: (indexed: number, found: number, walking: boolean) =>
    walking
      ? t('{0} images done, {1} found so far', count(indexed), count(found))
      : t('{0} of {1}', count(indexed), images(found)),
  perSecond: (rate: number) =>
    t('{0} per second', rate >= 10 ? Math.round(rate).toLocaleString('en') : rate.toFixed(1)),
  secondsLeft: (seconds: number) => {
    if (seconds < 60) return t('{0} s left', Math.max(1, Math.round(seconds)));
    if (seconds < 3600) return t('{0} min left', Math.round(seconds / 60));
    return t('{0} h left', (seconds / 3600).toFixed(1));
  },
  summary: (number: number) => images(number),
  noImages: (folder: string) => t('“{0}” holds no image that can be read.', folder),
  unreadable: (number: number) =>
    number === 1
      ? t('1 image could not be read')
      : t('{0} images could not be read', count(number)),
  moreUnreadable: (number: number) => t('and {0} more', count(number)),
  modelChanged: t(
    'The model, or its output, layer or preprocessing, has changed since this folder was scanned. What you see is from that scan.',
  ),
  untrusted: t('This workspace is not trusted, so no model is run and no folder is read.'),
  manageTrust: t('Manage workspace trust'),
  actions: {
    retry: t('Try again'),
    editPreprocessing: t('Edit preprocessing'),
    chooseFolder: t('Choose another folder…'),
    scanAgain: t('Scan again'),
  },

  // Subjects
  subject: t('What is shown'),
  subjects: { class: t('Class'), unit: t('Unit'), ablation: t('Ablation'), names: t('Names') },
  ablationTab: (number: number) =>
    number === 0 ? t('Ablation') : t('Ablation ({0})', count(number)),

  // Settings
  ranking: t('Rank by'),
  rankings: { weight: t('Weight'), contribution: t('Contribution'), separation: t('Separation') },
  rankingHints: {
    weight: t('Class weight w_k of each channel'),
    contribution: t('Mean of w_k F_k over the images of the class, in logit units'),
    separation: t(
      'How much higher the channel is in images of the class than in others, in standard deviations (Cohen’s d)',
    ),
  },
  crop: t('Patch'),
  crops: {
    region: t('Region'),
    receptiveField: t('Receptive field'),
    empirical: t('By occlusion'),
  },
  cropHints: {
    region: t('Around the part of the activation above the threshold'),
    receptiveField: t('All that the strongest cell can see, inside the image'),
    empirical: t('Where covering the image lowers the activation; measured for one unit at a time'),
  },
  mask: t('Activation'),
  masks: { contour: t('Contour'), dim: t('Dim the rest'), none: t('Hide') },
  threshold: t('Threshold'),
  thresholdValue: (percent: number) => t('{0}\u00a0% of the patch’s maximum', percent),
  fieldSize: (width: number, height: number) =>
    t(
      'A cell sees {0}\u202f×\u202f{1} pixels of the model’s input at most.',
      count(Math.round(width)),
      count(Math.round(height)),
    ),
  fieldCovers: (width: number, height: number, inputWidth: number, inputHeight: number) =>
    t(
      'The receptive field of a cell, {0}\u202f×\u202f{1} pixels, covers the whole input of {2}\u202f×\u202f{3}: every patch shows all that the model saw.',
      count(Math.round(width)),
      count(Math.round(height)),
      inputWidth,
      inputHeight,
    ),
  channelsCode: t('Go to the code of the layer that makes the channels'),
  fieldUnknown: t('The receptive field of this model is not known: the cell is shown.'),
  fieldNeedsUnit: t(
    'Regions by occlusion are measured for one unit at a time: open a unit and press “Measure by occlusion”.',
  ),
  fieldMeasured: (images: number) =>
    t(
      'Measured for the {0} strongest images of a unit at a time, about 200 runs of the model for each; the others are pale and show the strongest cell with its neighbours.',
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
    weight: t('by class weight'),
    contribution: t('by mean contribution to the logit'),
    separation: t('by separation from the other images'),
  },
  classImages: (used: number, all: number, by: 'folder' | 'prediction') => {
    const how = by === 'folder' ? t('in its folder') : t('predicted as it');
    if (all === 0) return t('no image {0}', how);
    return used === all
      ? `${images(all)} ${how}`
      : t('{0} of {1} scanned images {2}', count(used), count(all), how);
  },
  more: (number: number) => t('Show {0} more', count(number)),
  all: (number: number) => t('Show all {0}', count(number)),
  loading: t('Looking for the strongest images …'),

  // Units
  channel: (channel: number) => t('Channel {0}', count(channel)),
  channelPooled: (channel: number, pooling: string) => `${strings.channel(channel)} (${pooling})`,
  poolings: { mean: t('mean'), max: t('maximum'), power: t('generalised mean') },
  values: { weight: t('weight'), contribution: t('contribution'), separation: t('separation') },
  noValue: '–',
  rename: t('Name this unit (F2)'),
  nameOf: (unit: string) => t('Name of {0}', unit),
  namePlaceholder: t('What does it see?'),
  openUnit: t('Look at this unit alone'),
  ablate: t('Switch off'),
  ablateHint: (unit: string) => t('Switch {0} off: what would the model say without it?', unit),
  noPatches: t('No image in the folder excites it.'),
  patch: (file: string, activation: string, label: string) =>
    t('{0}: activation {1}, {2}. Show CAM', file, activation, label),
  patchTitle: (file: string, activation: string, label: string) =>
    t('{0}\n{1}\nactivation {2}\nClick for Show CAM on this channel', file, label, activation),
  labelled: (label: string) => t('labelled {0}', label),
  predicted: (label: string) => t('predicted {0}', label),
  predictedWrongly: (predicted: string, label: string) =>
    t('predicted {0}, labelled {1}', predicted, label),
  pictureGone: t('The image can no longer be read.'),

  // Unit
  chooseUnit: t('Choose a unit in the class view, or by its number:'),
  unitNumber: t('Number of the channel'),
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
  none: t('none'),
  correlated: t('Active together with'),
  correlatedNote: (number: number) =>
    t('Correlation of the pooled values over {0}', images(number)),
  openClass: (label: string) => t('Look at {0}', label),
  measure: t('Measure by occlusion'),
  measuring: t('Covering parts of the strongest images …'),

  // Ablation
  ablationEmpty: t(
    'Tick units in the class view to switch them off. You then see here which predictions change.',
  ),
  clear: t('Clear'),
  keepUnit: (unit: string) => t('Switch {0} on again', unit),
  ablated: (number: number) => t('{0} off', units(number)),
  flips: (flips: number, all: number) =>
    flips === 0
      ? t('None of the predictions change ({0}).', images(all))
      : flips === 1
        ? t('1 of {0} changes its prediction.', images(all))
        : t('{0} of {1} change their prediction.', count(flips), images(all)),
  accuracy: (before: string, after: string, number: number) =>
    t('Accuracy {0} → {1}, over {2} labelled images.', before, after, count(number)),
  noLabels: t('Accuracy is not known: no sub-folder is named like a class.'),
  gains: t('Logits that rise'),
  losses: t('Logits that fall'),
  meanChange: t('Mean change over the folder, in logit units'),
  flipList: t('Predictions that change'),
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
    'With annotations in or beside the folder (boxes or masks of objects: COCO JSON, Pascal VOC, class masks) each unit is compared with each object: how well does the region where the unit is high cover the object (IoU), and in how many of its strongest images is that object the best match (purity)?',
  ),
  working: (what: string, share: number) => `${what} ${Math.floor(share * 100)}\u00a0%`,
  afterTheScan: t('This begins once the scan has ended.'),
  suggesting: t('Comparing units with the annotated objects …'),
  suggestionsOf: (file: string, number: number) =>
    t('{0}: {1} annotated images', file, count(number)),
  leftOut: (number: number) =>
    number === 1
      ? t('1 object, picture or file could not be used:')
      : t('{0} objects, pictures or files could not be used:', count(number)),
  accept: t('Accept'),
  acceptOf: (unit: string, name: string) => t('Name {0} “{1}”', unit, name),
  acceptAll: (number: number) => t('Accept all {0} detectors', count(number)),
  accepted: t('named'),
  undo: t('Undo'),
  undoNote: (number: number) => t('{0} named.', units(number)),
  detectorsNote: (number: number, from: string) =>
    t('{0} with IoU above {1}: detectors of their object.', units(number), from),
  columns: { unit: t('Unit'), name: t('Suggestion'), iou: t('IoU'), purity: t('Purity') },
  columnHints: {
    iou: t(
      'Intersection over union of the unit’s high region with the object, over the annotated images',
    ),
    purity: t('Share of the unit’s strongest images in which its region fits this object best'),
  },
  undetected: t('Objects that no unit detects'),
  undetectedNone: t('Every annotated object is detected by a unit.'),
  undetectedOne: (number: number, iou: string) => t('{0}, best IoU {1}', images(number), iou),
  minus: MINUS,
};
