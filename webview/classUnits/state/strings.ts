const TIMES = '\u202f×\u202f';
const MINUS = '\u2212';

const count = (value: number) => value.toLocaleString('en');
const images = (value: number) => (value === 1 ? '1 image' : `${count(value)} images`);
const units = (value: number) => (value === 1 ? '1 unit' : `${count(value)} units`);

/** Every text of the class units page. */
export const strings = {
  // Header
  title: 'Class units',
  ofModel: (model: string) => `Units of ${model}`,
  changeFolder: 'Another folder…',
  savePng: 'Save as PNG',
  saveHtml: 'Save as HTML page',
  saveJson: 'Save numbers (JSON)',
  savedAs: (path: string) => `Saved as ${path}`,

  // Scan
  chooseFolder: 'Choose a folder of images…',
  needsFolder:
    'A unit is shown by the images that excite it most. Choose a folder of images to look for them in: a few hundred are good, sub-folders are read too.',
  needsFolderLabels:
    'Where sub-folders are named like the classes, they are taken as labels. Nothing leaves this machine.',
  reading: 'Reading the model …',
  readingIndex: 'Reading what was scanned before …',
  scan: 'Scan the folder',
  notScanned: (folder: string) =>
    `“${folder}” was not scanned with this model yet. Each image is run once; you can look at the units meanwhile.`,
  resume: 'Resume',
  cancel: 'Cancel',
  scanAgain: 'Scan again',
  scanHint: 'Looks for new and changed images; the others are not run again',
  incomplete: (done: number) => `The scan was stopped: ${images(done)} are in the index.`,
  scanning: 'Scanning',
  found: (found: number, walking: boolean) =>
    walking ? `${count(found)} found so far` : `${count(found)}`,
  progress: (indexed: number, found: number, walking: boolean) =>
    walking
      ? `${count(indexed)} images done, ${count(found)} found so far`
      : `${count(indexed)} of ${images(found)}`,
  perSecond: (rate: number) =>
    `${rate >= 10 ? Math.round(rate).toLocaleString('en') : rate.toFixed(1)} per second`,
  secondsLeft: (seconds: number) => {
    if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s left`;
    if (seconds < 3600) return `${Math.round(seconds / 60)} min left`;
    return `${(seconds / 3600).toFixed(1)} h left`;
  },
  summary: (number: number) => images(number),
  noImages: (folder: string) => `“${folder}” holds no image that can be read.`,
  unreadable: (number: number) =>
    number === 1 ? '1 image could not be read' : `${count(number)} images could not be read`,
  moreUnreadable: (number: number) => `and ${count(number)} more`,
  modelChanged:
    'The model, or its output, layer or preprocessing, is another one than the one that this folder was scanned with. What you see is of the old one.',
  untrusted: 'This workspace is not trusted, so no model is run and nothing of a folder is read.',
  manageTrust: 'Manage workspace trust',
  actions: {
    retry: 'Try again',
    editPreprocessing: 'Edit preprocessing',
    chooseFolder: 'Choose another folder…',
    scanAgain: 'Scan again',
  },

  // Subjects
  subject: 'What is shown',
  subjects: { class: 'Class', unit: 'Unit', ablation: 'Ablation', names: 'Names' },
  ablationTab: (number: number) => (number === 0 ? 'Ablation' : `Ablation (${count(number)})`),

  // Settings
  ranking: 'Rank by',
  rankings: { weight: 'Weight', contribution: 'Contribution', separation: 'Separation' },
  rankingHints: {
    weight: 'Class weight w_k of each channel',
    contribution: 'Mean of w_k F_k over the images of the class, in logit units',
    separation:
      'How far the channel lies higher in images of the class than in others, in standard deviations (Cohen’s d)',
  },
  crop: 'Patch',
  crops: { region: 'Region', receptiveField: 'Receptive field', empirical: 'By occlusion' },
  cropHints: {
    region: 'Around the part of the activation above the threshold',
    receptiveField: 'All that the strongest cell can see, inside of the image',
    empirical: 'Where covering the image lowers the activation; measured for one unit at a time',
  },
  mask: 'Activation',
  masks: { contour: 'Contour', dim: 'Dim the rest', none: 'Hide' },
  threshold: 'Threshold',
  thresholdValue: (percent: number) => `${percent}\u00a0% of the patch’s maximum`,
  fieldSize: (width: number, height: number) =>
    `A cell sees ${count(Math.round(width))}${TIMES}${count(Math.round(height))} pixels of the model’s input at most.`,
  fieldCovers: (width: number, height: number, inputWidth: number, inputHeight: number) =>
    `The receptive field of a cell, ${count(Math.round(width))}${TIMES}${count(Math.round(height))} pixels, covers the whole input of ${inputWidth}${TIMES}${inputHeight}: every patch is all that the model saw.`,
  channelsCode: 'Go to the code of the layer that makes the channels',
  fieldUnknown: 'The receptive field of this model is not known: the cell is shown.',
  fieldNeedsUnit:
    'Regions by occlusion are measured for one unit at a time: open a unit and press “Measure by occlusion”.',
  fieldMeasured: (images: number) =>
    `Measured for the ${images} strongest images of a unit at a time, about 200 runs of the model for each; the others are pale and show the strongest cell with its neighbours.`,

  // Class
  classes: 'Classes',
  speaksFor: 'Speaks for',
  speaksAgainst: 'Speaks against',
  countOf: (shown: number, all: number) =>
    shown === all ? units(all) : `${count(shown)} of ${units(all)}`,
  noneFor: 'No unit speaks for this class.',
  noneAgainst: 'No unit speaks against this class.',
  rankedBy: {
    weight: 'by class weight',
    contribution: 'by mean contribution to the logit',
    separation: 'by separation from the other images',
  },
  classImages: (used: number, all: number, by: 'folder' | 'prediction') => {
    const how = by === 'folder' ? 'in its folder' : 'predicted as it';
    if (all === 0) return `no image ${how}`;
    return used === all
      ? `${images(all)} ${how}`
      : `${count(used)} of ${count(all)} images ${how}, all that were scanned`;
  },
  more: (number: number) => `Show ${count(number)} more`,
  all: (number: number) => `Show all ${count(number)}`,
  loading: 'Looking for the strongest images …',

  // Units
  channel: (channel: number) => `Channel ${count(channel)}`,
  channelPooled: (channel: number, pooling: string) => `${strings.channel(channel)} (${pooling})`,
  poolings: { mean: 'mean', max: 'maximum', power: 'generalised mean' },
  values: { weight: 'weight', contribution: 'contrib.', separation: 'separ.' },
  noValue: '–',
  rename: 'Name this unit (F2)',
  nameOf: (unit: string) => `Name of ${unit}`,
  namePlaceholder: 'What does it see?',
  openUnit: 'Look at this unit alone',
  ablate: 'Switch off',
  ablateHint: (unit: string) => `Switch ${unit} off: what would the model say without it?`,
  noPatches: 'No image in the folder excites it.',
  patch: (file: string, activation: string, label: string) =>
    `${file}: activation ${activation}, ${label}. Show CAM`,
  patchTitle: (file: string, activation: string, label: string) =>
    `${file}\n${label}\nactivation ${activation}\nClick for Show CAM on this channel`,
  labelled: (label: string) => `labelled ${label}`,
  predicted: (label: string) => `predicted ${label}`,
  predictedWrongly: (predicted: string, label: string) =>
    `predicted ${predicted}, labelled ${label}`,
  pictureGone: 'The image can no longer be read.',

  // Unit
  chooseUnit: 'Choose a unit in the class view, or by its number:',
  unitNumber: 'Number of the channel',
  back: (label: string) => `Back to ${label}`,
  strongest: 'Strongest images',
  weakest: 'Weakest images',
  distribution: 'Largest activation over the folder',
  distributionDescription: (number: number, from: string, to: string) =>
    `Distribution of the largest activation over ${images(number)}, from ${from} to ${to}`,
  distributionBin: (from: string, to: string, number: number) =>
    `${images(number)} from ${from} to ${to}`,
  classesFor: 'Speaks for',
  classesAgainst: 'Speaks against',
  none: 'none',
  correlated: 'Answers together with',
  correlatedNote: (number: number) => `Correlation of the pooled values over ${images(number)}`,
  openClass: (label: string) => `Look at ${label}`,
  measure: 'Measure by occlusion',
  measuring: 'Covering parts of the strongest images …',

  // Ablation
  ablationEmpty:
    'Tick units in the class view to switch them off. Here you then see which predictions change.',
  clear: 'Clear',
  keepUnit: (unit: string) => `Switch ${unit} on again`,
  ablated: (number: number) => `${units(number)} off`,
  flips: (flips: number, all: number) =>
    flips === 0
      ? `No prediction of ${images(all)} changes.`
      : `${count(flips)} of ${images(all)} ${flips === 1 ? 'changes its' : 'change their'} prediction.`,
  accuracy: (before: string, after: string, number: number) =>
    `Accuracy ${before} → ${after}, over ${count(number)} labelled images.`,
  noLabels: 'Accuracy is not known: no sub-folder is named like a class.',
  gains: 'Logits that rise',
  losses: 'Logits that fall',
  meanChange: 'Mean change over the folder, in logit units',
  flipList: 'Predictions that change',
  flipsShown: (shown: number, all: number) =>
    shown === all ? '' : `the ${count(shown)} surest of ${count(all)}`,
  flip: (file: string, before: string, after: string) => `${file}: ${before} becomes ${after}`,
  becomes: '→',
  ablationDetails: 'Details',
  computing: 'Computing …',

  // Names
  suggest: 'Suggest names',
  suggestAgain: 'Suggest again',
  suggestNote:
    'With annotations in or beside the folder (boxes or masks of objects: COCO JSON, Pascal VOC, class masks) each unit is compared with each object: how well does the region where the unit is high cover the object (IoU), and in how many of its strongest images is that object the best match (purity)?',
  working: (what: string, share: number) => `${what} ${Math.floor(share * 100)}\u00a0%`,
  afterTheScan: 'This begins once the scan has ended.',
  suggesting: 'Comparing units with the annotated objects …',
  suggestionsOf: (file: string, number: number) => `${file}: ${count(number)} annotated images`,
  accept: 'Accept',
  acceptOf: (unit: string, name: string) => `Name ${unit} “${name}”`,
  acceptAll: (number: number) => `Accept all ${count(number)} detectors`,
  accepted: 'named so',
  undo: 'Undo',
  undoNote: (number: number) => `${units(number)} named.`,
  detectorsNote: (number: number, from: string) =>
    `${units(number)} with IoU above ${from} count as detectors of their object.`,
  columns: { unit: 'Unit', name: 'Suggestion', iou: 'IoU', purity: 'Purity' },
  columnHints: {
    iou: 'Intersection over union of the unit’s high region with the object, over the annotated images',
    purity: 'Share of the unit’s strongest images in which its region fits this object best',
  },
  undetected: 'Objects that no unit detects',
  undetectedNone: 'Every annotated object is detected by a unit.',
  undetectedOne: (number: number, iou: string) => `${images(number)}, best IoU ${iou}`,
  minus: MINUS,
};
