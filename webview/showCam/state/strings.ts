import { COLORMAP_TEXTS } from '../../shared/format/colormapTexts.ts';

/** Every text that the pages show. */
export const strings = {
  // Picture
  stageDescription: (title: string, image: string, min: string, max: string) =>
    `Class activation map of ${title} over ${image}. Values from ${min} to ${max} logit units. The same numbers are in the table “Map as text”.`,
  classNumber: (index: number) => `class ${index}`,
  contrastTitle: (a: string, b: string) => `${a} and not ${b}`,
  differenceTitle: (title: string, a: string, b: string) => `${title}: ${a} minus ${b}`,
  differenceDescription: (title: string, a: string, b: string, min: string, max: string) =>
    `Difference of the maps of ${title}: ${a} minus ${b}. Values from ${min} to ${max} logit units. The same numbers are in the table “Map as text”.`,
  ofModel: (title: string, model: string) => `${title} in ${model}`,
  channelTitle: (channel: string, of: string) => `channel ${channel} for ${of}`,
  nextImage: 'Next image (→)',
  previousImage: 'Previous image (←)',
  position: (index: number, count: number) => `${index + 1} of ${count}`,
  zoomIn: 'Zoom in (+)',
  zoomOut: 'Zoom out (−)',
  fit: 'Fit the picture (0)',
  magnification: (percent: number) => `${percent}\u00a0%`,

  // Settings
  layer: 'Layer',
  layers: { overlay: 'Overlay', map: 'Map', picture: 'Picture' },
  opacity: 'Opacity',
  colormap: 'Colormap',
  colormaps: COLORMAP_TEXTS,
  interpolation: 'Interpolation',
  interpolations: { bilinear: 'Smooth', cells: 'Cells' },
  interpolationHints: {
    bilinear: 'Bilinear interpolation between the centres of the cells',
    cells: 'The true cells of the map, without interpolation',
  },
  scale: 'Scale',
  scales: { image: 'Shared scale', class: 'Own scale' },
  scaleHints: {
    image: 'All classes share one scale: the peak of the top class. A weak class looks weak.',
    class: 'Each map is scaled to its own peak. Colours of different classes cannot be compared.',
  },
  neverSmooth:
    'Max pooling uses single positions. Smoothing would paint regions that the model did not use, so this map is always in cells.',
  smoothOneOnly:
    'Bilinear interpolation between the centres of the cells; a map of what max pooling used stays in its cells',
  comparedScales: { both: 'One scale', model: 'Scale per model', class: 'Own scale' },
  comparedScaleHints: {
    both: 'Both models share one scale: the larger peak of the two top classes.',
    model: 'Each model has the scale of its top class. Colours of the two cannot be compared.',
    class: 'Each map is scaled to its own peak. Colours cannot be compared.',
  },
  scaleBecause: (ratio: number) =>
    `The peaks of the two models differ ${ratio}-fold, so each has its own scale. “One scale” draws both on the larger one.`,
  differenceScales: { both: 'Largest difference', model: 'Weaker map' },
  differenceScaleHints: {
    both: 'The colours end at the largest difference.',
    model:
      'The colours end at the peak of the model with the smaller one; larger differences have the end colour.',
  },
  differenceScaleBecause: (ratio: number) =>
    `The peaks of the two models differ ${ratio}-fold, so the colours end at the smaller one: else only the other map would be seen.`,
  box: 'Box',
  threshold: 'Threshold',
  thresholdValue: (percent: number) => `${percent}\u00a0% of the maximum`,
  boxReadout: (x: number, y: number, width: number, height: number) =>
    `x ${x} · y ${y} · ${width}\u202f×\u202f${height} px`,
  boxNone: 'No box: no value of the map is positive.',

  // Legend
  legendName: 'Colour scale',
  legendUnits: 'logit units',
  legendSharedClass: (label: string) => `One scale for all classes: the peak of ${label}`,
  legendOneModel: (label: string) => `Scale of this model: the peak of ${label}`,
  legendBoth: {
    models: (label: string, model: string) =>
      `One scale for both models: the peak of ${label} in ${model}`,
    beforeAfter: (label: string, model: string) =>
      `One scale for before and after: the peak of ${label} in ${model}`,
  },
  legendSharedChannel: (channel: string) =>
    `One scale for all channels: the peak of channel ${channel}`,
  legendOwn: {
    class: 'Scale of this class alone',
    contrast: 'Scale of this contrast alone',
    channel: 'Scale of this channel alone',
  },
  legendThisMap: 'this map',
  legendRange: (what: string, min: string, max: string) => `${what}: ${min} … ${max}`,
  legendClipped: 'Values beyond the ends have the end colour.',
  evidenceAgainst: 'against',
  evidenceFor: 'for',

  // Classes
  classes: 'Classes',
  filter: 'Find a class',
  filterPlaceholder: 'Find another class…',
  filterCount: (shown: number, found: number) => `${shown} of ${found} found`,
  filterNone: 'No class has this name.',
  logit: 'logit',
  probability: 'probability',
  showClass: (label: string, rank: number) => `Show the map of ${label}, rank ${rank}`,
  contrastWith: (label: string) => `Why not ${label}? Show the contrast with it`,
  contrastStop: 'End the contrast',
  contrast: 'Contrast',
  singleLogit: (chance: string, against: string) =>
    `One logit, two readings: positive values speak for it (${chance}), negative values against it (${against}).`,
  identity: (title: string) => `How the map of ${title} adds up`,
  meanOfMap: 'mean of the map',
  bias: 'bias',
  gradientBias: 'constant',
  biasGap: 'gap of the biases',
  logitGap: 'gap of the logits',
  reluReadout: 'mean of ReLU(map + bias)',
  channelShare: 'mean of this channel’s map',
  ofLogit: (share: string) => `${share} of the logit`,

  // Channels
  channels: 'Channels',
  authorNote: (text: string) => `The model’s author: ${text}`,
  channelOff: 'Off',
  switchChannelOff: (name: string) =>
    `Switch channel ${name} off: what would the model say without it?`,
  switchAllOn: 'Switch all on again',
  channelsOff: (count: number) =>
    count === 1 ? '1 channel is off.' : `${count} channels are off.`,
  logitChange: (label: string, was: string, is: string, change: string) =>
    `Logit of ${label}: ${was} → ${is} (${change}).`,
  predictionStays: (label: string) => `The prediction stays ${label}.`,
  predictionChanges: (before: string, after: string) =>
    `The prediction changes from ${before} to ${after}.`,
  notAblated: (isGradient: boolean) =>
    isGradient
      ? 'Channels cannot be switched off here: this head is not linear, so the logits would not be exact.'
      : 'Channels cannot be switched off here: a ReLU lies between the class maps and the logits.',
  headCode: 'Go to the code of the head',
  channelsCode: 'Go to the code of these channels',
  channelsNote: 'By contribution w·F to this logit, for this image',
  channelsNoteContrast: 'By contribution Δw·F to the gap of the logits, for this image',
  channelsAreClasses:
    'Nothing before the class maps can be read in this model: each channel is a class.',
  channelsMaximum:
    'By contribution w·F to this logit, for this image; F is the maximum that the pooling took',
  channelsBeforeRelu:
    'By contribution w·F to the mean of the class map, for this image. A ReLU lies between the class map and the logit, so these are no shares of the logit',
  channelsBeforeReluContrast:
    'By contribution Δw·F to the gap of the means of the class maps, for this image. A ReLU lies between the class maps and the logits',
  channelsGradient:
    'By w·F, with the head’s gradient for this image as w: what each channel would add if the head were linear',
  channelsGradientContrast:
    'By Δw·F, with the head’s gradients for this image as w: what each channel would add to the gap if the head were linear',
  channelsPositions:
    'By contribution to this logit, for this image. A channel has no class weight of its own: the head weighs each of its positions by itself',
  channelsPositionsContrast:
    'By contribution to the gap of the logits, for this image. A channel has no class weight of its own: the head weighs each of its positions by itself',
  channel: 'Channel',
  weight: 'w',
  weightHint: 'Class weight w_k',
  mean: 'F',
  meanHint: 'Mean activation F_k over the map',
  contribution: 'w·F',
  contributionOfPositions: 'mean(w·f)',
  contributionOfPositionsHint:
    'Contribution to the logit: the mean over the positions of n·w_{k,x,y} f_k(x, y), n positions',
  contributionHint: 'Contribution w_k F_k to the logit',
  showChannel: (channel: string) => `Show the map of channel ${channel} alone`,
  allChannels: 'Back to the class',
  classUnits: 'Class units…',
  classUnitsHint: (label: string) =>
    `The images of a folder that excite the channels of ${label} most`,
  moreChannels: (count: number) => `Show ${count} more`,

  // Reading
  reading: 'Reading',
  readingHint: 'Point at the map, or focus it and press Shift with an arrow key.',
  readingPeak: 'Peak',
  readingCell: (x: number, y: number) => `Cell ${x}, ${y}`,
  readingPhoto: (x: number, y: number) => `photo ${x}, ${y} px`,
  readingShare: 'of the logit',
  readingShareGap: 'of the gap',
  readingNoShare: '–',
  readingFactors: (weight: string, activation: string) => `w ${weight} × f ${activation}`,
  readingFactorsHere: (weight: string, activation: string) =>
    `n·w ${weight} at this position × f ${activation}`,
  readingChannels: 'Channels that contribute most here',
  spokenReading: (x: number, y: number, value: string, share: string) =>
    `Column ${x}, row ${y}: ${value} logit units, ${share} of the logit.`,

  // Two models
  compare: 'Compare…',
  compareHint: 'Compare with another model…',
  compareStop: 'Stop comparing',
  compareSwap: 'Swap the models',
  comparison: 'Comparison',
  comparisons: { slider: 'Slider', sideBySide: 'Side by side', difference: 'Difference' },
  comparisonHints: {
    models: {
      slider: 'Both maps as one picture, model A left of a divider and model B right of it',
      sideBySide: 'The maps of both models beside each other',
      difference: 'The map of model A minus that of model B, in logit units',
    },
    beforeAfter: {
      slider: 'Both maps as one picture, before left of a divider and after right of it',
      sideBySide: 'The maps before and after beside each other',
      difference: 'The map after minus the map before, in logit units',
    },
  },
  divider: 'Divider between the two maps',
  dividerHint: 'Drag it, or press the left and right arrow keys',
  dividerValue: (left: string, leftPart: string, right: string, rightPart: string) =>
    `${left} ${leftPart}, ${right} ${rightPart}`,
  modelOf: (side: string, fileName: string) => `${side} (${fileName})`,
  sideNames: {
    models: { main: 'A', other: 'B' },
    beforeAfter: { main: 'After', other: 'Before' },
  },
  spokenSides: {
    models: { main: 'Model A', other: 'Model B' },
    beforeAfter: { main: 'After', other: 'Before' },
  },
  changeOther: 'Change',
  changeOtherHint: (model: string) => `Another model in place of ${model}`,
  classOfPane: (label: string, probability: string, logit: string) =>
    `${label} · ${probability} · logit ${logit}`,
  noSuchClass: (model: string, label: string, own: string) =>
    `${model} has no class “${label}”: its own top class, ${own}, is shown.`,
  numberedClasses: 'Neither model has labels: classes are matched by their number.',
  boxOfPane: (readout: string) => `Box ${readout}`,
  comparedClasses: 'Classes of both models',
  comparedClass: 'Class',
  boxOverlap: 'IoU',
  boxOverlapHint:
    'Overlap of the two boxes of this class: intersection over union. 1: the same box; 0: apart',
  absent: '–',
  absentClass: (side: string) => `Model ${side} has no class of this name`,
  showInBoth: (label: string) => `Show ${label} in both models`,
  readingAt: (x: number, y: number) => `Photo ${x}, ${y} px`,
  readingPeaks: 'Peaks',
  readingOutside: 'outside of what this model saw',
  readingOf: (side: string, value: string, share: string) =>
    `${side}: ${value} logit units, ${share} of the logit.`,
  differenceNames: { models: 'A − B', beforeAfter: 'After − before' },
  differenceOf: (label: string) => `Difference for ${label}`,
  differenceRange: 'difference',
  differenceSides: {
    models: ['more in B', 'more in A'],
    beforeAfter: ['more before', 'more after'],
  },
  differenceScale: 'Scale: the largest difference',
  differenceScaleModel: (label: string, model: string) =>
    `Scale: the peak of ${label} in ${model}, the weaker map`,
  differenceTexts: {
    models:
      'Red where model A finds more evidence for the class, blue where model B does, in logit units.',
    beforeAfter:
      'Red where the model finds more evidence for the class than before, blue where it finds less, in logit units.',
  },
  noDifference: {
    loading: 'The difference is shown once both models have answered.',
    noSuchClass:
      'There is no difference: only one of the models has this class. Choose one that both have.',
    apart: 'There is no difference: the models saw parts of the photo that do not overlap.',
  },

  // Before and after
  changedAt: (fileName: string, time: string) => `${fileName} changed ${time}`,
  changeStates: {
    changed: () => 'before | after',
    unchanged: () => 'nothing moved: every logit and every map is as before',
    otherImage: (image: string) => `what was before is known of ${image} alone`,
    otherPicture: (image: string) => `${image} changed as well, so there is no before`,
    otherVariant: () =>
      'what was before is of another output, layer or input size, so it is not shown beside',
  },
  pinnedUntil: (time: string) => `before: pinned, until ${time}`,
  showBefore: 'Show before | after',
  backToComparison: 'Back to the other model',
  pinBefore: 'Pin before',
  unpinBefore: 'Unpin before',
  pinBeforeHint: 'Hold every further export against this “before”, not against the one before it',
  keepNew: 'Keep the new one alone',
  keepNewHint: 'Forget what was before until the file changes again',
  forgetBefore: 'Dismiss',
  forgetBeforeHint: 'Forget what was before',
  keptView: 'Below is what was shown before: it is of the files as they were.',
  beforeAfterFile: 'before after',
  since: (time: string) => `since ${time}`,
  until: (time: string) => `until ${time}`,
  modelAt: { main: 'the model after', other: 'the model before' },
  modelAtStart: { main: 'The model after', other: 'The model before' },
  dividedDescription: (left: string, right: string) =>
    `Left of a divider: ${left} Right of it: ${right}`,

  // What is chosen of a model
  inputScale: 'Input',
  inputScaleHint: 'A larger input gives a finer map. The model was trained at 1×.',
  inputScaleOption: (size: string, factor: number) => `${size} (${factor}×)`,
  outputName: 'Output',
  targetTensor: (tensor: string) => `Map of the layer “${tensor}”`,
  targetDefault: 'Back to the last layer',

  // FidelityCheck, model, notices
  fidelity: { exact: 'Exact', approximate: 'Approximate', mismatch: 'Not exact' },
  mapKinds: {
    cam: 'class activation map',
    maxPooled: 'map of what max pooling used',
    meanMaxPooled: 'map of what mean and max pooling used',
    powerPooled: 'map of what GeM pooling used',
    classMap: 'class maps of a convolution',
    classMapOnly: 'class maps only; channels cannot be read',
    positionWeights: 'contributions of each position',
    gradCam: 'Grad-CAM: the gradient of the head as weights',
  },
  about: 'Model, labels and preprocessing',
  model: 'Model',
  map: 'Map',
  mapFacts: (kind: string, tensor: string, channels: number, width: number, height: number) =>
    `${kind} · ${channels}\u202f×\u202f${width}\u202f×\u202f${height} at “${tensor}”`,
  labels: 'Labels',
  preprocessing: 'Preprocessing',
  from: (source: string) => `from ${source}`,
  changeModel: 'Change model',
  editPreprocessing: 'Edit preprocessing',
  labelCount: (count: number) => (count === 1 ? '1 class' : `${count} classes`),
  seenWhole: 'The model saw the whole photo.',
  seenPart: (width: number, height: number, x: number, y: number) =>
    `The model saw ${width}\u202f×\u202f${height} px of the photo from x ${x}, y ${y}; the rest is dimmed.`,
  seenAs: (width: number, height: number) => `As ${width}\u202f×\u202f${height} px`,
  notices: 'Notices',

  // Out
  saveNpyOf: (model: string) => `Save the map of ${model} as .npy`,
  saveNpyDifference: 'Save the difference of the maps as .npy',
  savePngBoth: 'Save both pictures side by side as PNG, at the photo’s size',
  savePng: 'Save the picture as PNG, at the photo’s size',
  copyPng: 'Copy the picture',
  saveNpy: 'Save the map as .npy',
  saveJson: 'Save everything as JSON',
  savedAs: (path: string) => `Saved as ${path}`,
  copied: 'The picture is in the clipboard.',
  copyFailed: (reason: string) => `The picture could not be copied: ${reason}`,
  pngFailed: 'The picture is too large for a PNG made by the browser.',

  // The map as a table
  accessibleTable: 'Map as text',
  accessibleTableCaption: (title: string) =>
    `${title}: values of the map in logit units, by row and column`,
  row: 'Row',

  // States
  busy: (what: string) => `${what} …`,
  actions: {
    defaultVariant: 'Back to the default output and layer',
    retry: 'Try again',
    chooseModel: 'Choose another model',
    editPreprocessing: 'Edit preprocessing',
  },
  help: 'Keyboard and mouse',
  close: 'Close',
  helpRows: [
    ['← →', 'previous, next image'],
    ['1 … 5', 'show one of the top five classes'],
    ['Wheel, + −', 'zoom (in the picture)'],
    ['Double click, 0', 'fit'],
    ['Drag, Alt + arrows', 'move the picture'],
    ['Shift + arrows', 'read the map cell by cell (in the picture)'],
    ['Space', 'hold for the picture alone (in the picture)'],
    ['Escape', 'end the contrast or the channel'],
    ['← → on the divider', 'move it over two maps; Shift moves it further'],
    ['Two models', 'class, zoom, cell and scale are those of both'],
  ],
} as const;
