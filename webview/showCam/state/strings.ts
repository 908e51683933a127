import { t } from '@vscode/l10n';
import { COLORMAP_TEXTS } from '../../shared/format/colormapTexts.ts';

/** Every text that the pages show. */
export const strings = {
  // Picture
  stageDescription: (title: string, image: string, min: string, max: string) =>
    t(
      'Class activation map of {0} over {1}. Values from {2} to {3} logit units. The same numbers are in the table “Map as text”.',
      title,
      image,
      min,
      max,
    ),
  classNumber: (index: number) => t('class {0}', index),
  contrastTitle: (a: string, b: string) => t('{0} vs. {1}', a, b),
  differenceTitle: (title: string, a: string, b: string) => t('{0}: {1} minus {2}', title, a, b),
  differenceDescription: (title: string, a: string, b: string, min: string, max: string) =>
    t(
      'Difference of the maps of {0}: {1} minus {2}. Values from {3} to {4} logit units. The same numbers are in the table “Map as text”.',
      title,
      a,
      b,
      min,
      max,
    ),
  ofModel: (title: string, model: string) => t('{0} in {1}', title, model),
  channelTitle: (channel: string, of: string) => t('channel {0} for {1}', channel, of),
  nextImage: t('Next image (→)'),
  previousImage: t('Previous image (←)'),
  position: (index: number, count: number) => t('{0} of {1}', index + 1, count),
  zoomIn: t('Zoom in (+)'),
  zoomOut: t('Zoom out (−)'),
  fit: t('Fit the picture (0)'),
  magnification: (percent: number) => `${percent}\u00a0%`,

  // Settings
  layer: t('Layer'),
  layers: { overlay: t('Overlay'), map: t('Map'), picture: t('Photo') },
  view: t('View'),
  opacity: t('Opacity'),
  opacityBy: t('Values to make opaque'),
  opacityKinds: { value: t('Strong values'), even: t('All values') },
  opacityHints: {
    value: t('The photo shows through where nothing speaks for or against the class.'),
    even: t('All values cover the photo equally.'),
  },
  colormap: t('Colormap'),
  colormaps: COLORMAP_TEXTS,
  interpolation: t('Interpolation'),
  interpolations: { bilinear: t('Smooth'), cells: t('Cells') },
  interpolationHints: {
    bilinear: t('Bilinear interpolation between cell centres'),
    cells: t('The map’s own cells, without interpolation'),
  },
  scale: t('Scale'),
  scales: { image: t('Shared scale'), class: t('Own scale') },
  scaleHints: {
    image: t('All classes share one scale, set by the top class’s peak. A weak class looks weak.'),
    class: t('Each map is scaled to its own peak. Colours cannot be compared between classes.'),
  },
  neverSmooth: t(
    'Max pooling uses single positions. Smoothing would colour regions the model did not use, so this map is always drawn as cells.',
  ),
  smoothOneOnly: t(
    'Bilinear interpolation between cell centres; a max-pooling map keeps its cells',
  ),
  comparedScales: { both: t('One scale'), model: t('Scale per model'), class: t('Own scale') },
  comparedScaleHints: {
    both: t('Both models share one scale, set by the larger peak of their top classes.'),
    model: t(
      'Each model is scaled to its top class’s peak. Colours cannot be compared between the two.',
    ),
    class: t('Each map is scaled to its own peak. Colours cannot be compared.'),
  },
  scaleLimit: t('Colours end at'),
  scaleBecause: (ratio: number) =>
    t(
      'The two models’ peaks differ {0}-fold, so each has its own scale. “One scale” puts both on the larger one.',
      ratio,
    ),
  differenceScales: { both: t('Largest difference'), model: t('Weaker map') },
  differenceScaleHints: {
    both: t('The colours end at the largest difference.'),
    model: t(
      'The colours end at the smaller of the two models’ peaks; larger differences get the end colour.',
    ),
  },
  differenceScaleBecause: (ratio: number) =>
    t(
      'The two models’ peaks differ {0}-fold, so the colours end at the smaller one; otherwise you would see only the stronger map.',
      ratio,
    ),
  box: t('Box'),
  threshold: t('Threshold'),
  thresholdValue: (percent: number) => t('{0}\u00a0% of the maximum', percent),
  boxReadout: (x: number, y: number, width: number, height: number) =>
    t('x {0} · y {1} · {2}\u202f×\u202f{3} px', x, y, width, height),
  boxNone: t('No box: the map has no positive values.'),

  // Legend
  legendName: t('Colour scale'),
  units: {
    mean: t('what each cell adds to the logit'),
    meanOfRelu: t('class map values'),
  },
  unitsOfTwo: t('map values; their mean gives the logit'),
  legendScales: {
    class: t('same scale for all classes'),
    model: t('same scale for all classes of the model'),
    channel: t('same scale for all channels'),
    bothModels: t('same scale for both'),
    byHand: t('scale set by hand'),
    own: {
      class: t('scale of this class'),
      contrast: t('scale of this comparison'),
      channel: t('scale of this channel'),
    },
  },
  legendByHand: t('You set the end of the colour scale.'),
  legendSharedClass: (label: string) => t('Same scale for all classes (largest: {0})', label),
  legendOneModel: (label: string) =>
    t('Same scale for all classes of this model (largest: {0})', label),
  legendBoth: {
    models: (label: string, model: string) =>
      t('Same scale for both models (largest: {0} in {1})', label, model),
    beforeAfter: (label: string, model: string) =>
      t('Same scale before and after (largest: {0} in {1})', label, model),
  },
  legendSharedChannel: (channel: string) =>
    t('Same scale for all channels (largest: channel {0})', channel),
  legendOwn: {
    class: t('Scale of this class only'),
    contrast: t('Scale of this comparison only'),
    channel: t('Scale of this channel only'),
  },
  legendRange: (min: string, max: string) => t('from {0} to {1}', min, max),
  legendClipped: t('Values beyond the ends get the end colour.'),
  evidenceAgainst: t('against the class'),
  evidenceFor: t('for the class'),

  // The answer
  answer: t('Prediction'),
  asExpected: t('right'),
  notAsExpected: (label: string) => t('wrong: {0}', label),
  expectedBecause: (label: string) => t('The folder says {0}.', label),

  // Classes
  classes: t('Classes'),
  labelsFrom: (source: string) => t('Labels from {0}', source),
  labelStandIns: { imagenet: t('Standard ImageNet names'), numbers: t('No labels') },
  changeLabels: t('Change…'),
  addLabels: t('Add Labels…'),
  filter: t('Find a class'),
  filterPlaceholder: t('Find another class…'),
  filterCount: (shown: number, found: number) => t('{0} of {1} found', shown, found),
  filterNone: t('No class matches.'),
  logit: t('logit'),
  probability: t('probability'),
  showClass: (label: string, rank: number) => t('Show the map of {0}, rank {1}', label, rank),
  contrastWith: (label: string) => t('Compare with {0}: what separates the two?', label),
  contrastStop: t('End the comparison'),
  singleLogit: (chance: string, against: string) =>
    t(
      'One logit, two readings: positive values speak for it ({0}), negative values against it ({1}).',
      chance,
      against,
    ),
  identity: (title: string) => t('How the map of {0} adds up', title),
  meanOfMap: t('mean of the map'),
  bias: t('bias'),
  gradientBias: t('constant'),
  biasGap: t('bias gap'),
  logitGap: t('logit gap'),
  reluReadout: t('mean of ReLU(map + bias)'),
  channelShare: t('mean of this channel’s map'),
  ofLogit: (share: string) => t('{0} of the logit', share),

  // Channels
  channels: t('Channels'),
  authorNote: (text: string) => t('The model’s author: {0}', text),
  channelOff: t('Off'),
  switchChannelOff: (name: string) =>
    t('Switch channel {0} off: what would the model say without it?', name),
  switchAllOn: t('Switch all back on'),
  channelsOff: (count: number) =>
    count === 1 ? t('1 channel is off.') : t('{0} channels are off.', count),
  logitChange: (label: string, was: string, is: string, change: string) =>
    t('Logit of {0}: {1} → {2} ({3}).', label, was, is, change),
  predictionStays: (label: string) => t('The prediction stays {0}.', label),
  predictionChanges: (before: string, after: string) =>
    t('The prediction changes from {0} to {1}.', before, after),
  notAblated: (isGradient: boolean) =>
    isGradient
      ? t(
          'Channels cannot be switched off here: this head is not linear, so the logits would not be exact.',
        )
      : t(
          'Channels cannot be switched off here: there is a ReLU between the class maps and the logits.',
        ),
  headCode: t('Go to the code of the head'),
  channelsCode: t('Go to the code of these channels'),
  channelsNote: t('By contribution w·F to this logit, for this image'),
  channelsNoteContrast: t('By contribution Δw·F to the logit gap, for this image'),
  channelsAreClasses: t(
    'Nothing before this model’s class maps can be read: each channel is a class.',
  ),
  channelsMaximum: t('By contribution w·F to this logit, for this image; F is the pooled maximum'),
  channelsBeforeRelu: t(
    'By contribution w·F to the mean of the class map, for this image. There is a ReLU between the class map and the logit, so these are not shares of the logit',
  ),
  channelsBeforeReluContrast: t(
    'By contribution Δw·F to the gap between the class maps’ means, for this image. There is a ReLU between the class maps and the logits',
  ),
  channelsGradient: t(
    'By w·F, with the head’s gradient for this image as w: what each channel would add if the head were linear',
  ),
  channelsGradientContrast: t(
    'By Δw·F, with the head’s gradients for this image as w: what each channel would add to the logit gap if the head were linear',
  ),
  channelsPositions: t(
    'By contribution to this logit, for this image. A channel has no single class weight: the head weighs each position separately',
  ),
  channelsPositionsContrast: t(
    'By contribution to the logit gap, for this image. A channel has no single class weight: the head weighs each position separately',
  ),
  channel: t('Channel'),
  mean: 'F',
  meanHint: t('Mean activation F over the map'),
  channelColumns: {
    class: {
      weight: 'w',
      weightHint: t('Class weight w'),
      contribution: 'w·F',
      contributionHint: t('Contribution w·F to the logit'),
      contributionOfPositions: t('mean(w·f)'),
      contributionOfPositionsHint: t(
        'Contribution to the logit: the mean of n·w(x, y)·f(x, y) over all n positions',
      ),
    },
    contrast: {
      weight: 'Δw',
      weightHint: t('Difference between the two classes’ weights'),
      contribution: 'Δw·F',
      contributionHint: t('Contribution Δw·F to the logit gap'),
      contributionOfPositions: t('mean(Δw·f)'),
      contributionOfPositionsHint: t(
        'Contribution to the logit gap: the mean of n·Δw(x, y)·f(x, y) over all n positions',
      ),
    },
  },
  showChannel: (channel: string) => t('Show the map of channel {0} alone', channel),
  allChannels: t('Back to the class'),
  classUnits: t('Class units…'),
  classUnitsHint: (label: string) =>
    t('The images in a folder that most excite the channels for {0}', label),
  moreChannels: (count: number) => t('Show {0} more', count),

  // Reading
  reading: t('Reading'),
  readingHint: t('Point at the map, or focus it and press Shift and an arrow key.'),
  readingPeak: t('Peak'),
  readingCell: (x: number, y: number) => t('Cell {0}, {1}', x, y),
  readingPhoto: (x: number, y: number) => t('photo {0}, {1} px', x, y),
  shareFor: (share: string) => t('{0} of the evidence for it', share),
  shareAgainst: (share: string) => t('{0} of the evidence against it', share),
  noEvidence: t('no evidence'),
  partOfLogit: (part: string, logit: string) => t('adds {0} to the logit of {1}', part, logit),
  partOfGap: (part: string, gap: string) => t('adds {0} to the logit gap of {1}', part, gap),
  mapValue: (value: string) => t('class map value {0}', value),
  readingFactors: (weight: string, activation: string) => `w ${weight} × f ${activation}`,
  readingFactorsHere: (weight: string, activation: string) =>
    t('n·w {0} at this position × f {1}', weight, activation),
  readingChannels: t('Largest contributions here'),
  spokenReading: (x: number, y: number, value: string) =>
    t('Column {0}, row {1}: {2}.', x, y, value),

  // Two models
  compareHint: t('Compare with another model…'),
  compareStop: t('Stop comparing'),
  compareSwap: t('Swap the models'),
  comparison: t('Comparison'),
  comparisons: { slider: t('Slider'), sideBySide: t('Side by side'), difference: t('Difference') },
  comparisonHints: {
    models: {
      slider: t('Both maps in one picture: model A left of the divider, model B right'),
      sideBySide: t('Both models’ maps, side by side'),
      difference: t('Model A’s map minus model B’s'),
    },
    beforeAfter: {
      slider: t('Both maps in one picture: before left of the divider, after right'),
      sideBySide: t('The maps before and after, side by side'),
      difference: t('The map after minus the map before'),
    },
  },
  tooNarrow: t('The panel is too narrow for two pictures.'),
  divider: t('Divider between the two maps'),
  dividerHint: t('Drag, or press the left and right arrow keys'),
  dividerValue: (left: string, leftPart: string, right: string, rightPart: string) =>
    `${left} ${leftPart}, ${right} ${rightPart}`,
  modelOf: (side: string, fileName: string) => `${side} (${fileName})`,
  sideNames: {
    models: { main: 'A', other: 'B' },
    beforeAfter: { main: t('After'), other: t('Before') },
  },
  spokenSides: {
    models: { main: t('Model A'), other: t('Model B') },
    beforeAfter: { main: t('After'), other: t('Before') },
  },
  changeOther: t('Change'),
  changeOtherHint: (model: string) => t('Replace {0} with another model', model),
  classOfPane: (label: string, probability: string, logit: string) =>
    t('{0} · {1} · logit {2}', label, probability, logit),
  noSuchClass: (model: string, label: string, own: string) =>
    t('{0} has no class “{1}”, so its own top class, {2}, is shown.', model, label, own),
  numberedClasses: t('Neither model has labels, so classes are matched by number.'),
  boxOfPane: (readout: string) => t('Box {0}', readout),
  comparedClasses: t('Classes of both models'),
  comparedClass: t('Class'),
  boxOverlap: t('IoU'),
  boxOverlapHint: t(
    'Overlap of this class’s two boxes (intersection over union): 1 is the same box, 0 no overlap',
  ),
  absent: '–',
  absentClass: (side: string) => t('Model {0} has no class with this name', side),
  showInBoth: (label: string) => t('Show {0} in both models', label),
  readingAt: (x: number, y: number) => t('Photo {0}, {1} px', x, y),
  readingPeaks: t('Peaks'),
  readingOutside: t('outside this model’s view'),
  readingOf: (side: string, value: string, share: string) =>
    t('{0}: {1}, {2}.', side, value, share),
  differenceNames: { models: 'A − B', beforeAfter: t('After − before') },
  differenceOf: (label: string) => t('Difference for {0}', label),
  differenceSides: {
    models: [t('more in B'), t('more in A')],
    beforeAfter: [t('more before'), t('more after')],
  },
  differenceUnits: (negative: string, positive: string) => `◂ ${negative} · ${positive} ▸`,
  differenceScale: t('Scale: the largest difference'),
  differenceScaleModel: (label: string, model: string) =>
    t('Scale: the peak of {0} in {1}, the weaker map', label, model),
  differenceTexts: {
    models: t(
      'Red where model A finds more evidence for the class, blue where model B does, in logit units.',
    ),
    beforeAfter: t(
      'Red where the model finds more evidence for the class than before, blue where it finds less, in logit units.',
    ),
  },
  noDifference: {
    loading: t('The difference appears once both models have answered.'),
    noSuchClass: t(
      'No difference to show: only one model has this class. Choose a class that both have.',
    ),
    apart: t('No difference to show: the models saw parts of the photo that do not overlap.'),
  },

  // Before and after
  changedAt: (fileName: string, time: string) => t('{0} changed {1}', fileName, time),
  changeStates: {
    changed: () => t('before | after'),
    unchanged: () => t('nothing moved: all logits and maps are unchanged'),
    otherImage: (image: string) => t('no earlier result for this image: {0} was shown then', image),
    otherPicture: (image: string) =>
      t('{0} changed as well, so there is nothing to compare with', image),
    otherVariant: () =>
      t('the earlier result used another output, layer or input size, so it is not shown'),
  },
  showBefore: t('Show before | after'),
  backToComparison: t('Back to the other model'),
  before: t('Before'),
  pinBefore: t('Pin this export'),
  unpinBefore: t('Unpin this export'),
  pinBeforeHint: t('Compare all later exports with this one'),
  keepNew: t('Hide the comparison'),
  keepNewHint: t('Hide it until the file changes again'),
  forgetBefore: t('Dismiss'),
  forgetBeforeHint: t('Hide this message until the file changes again'),
  history: t('Earlier exports'),
  exportsAgo: (count: number) => (count === 1 ? t('1 export ago') : t('{0} exports ago', count)),
  pinned: t('pinned'),
  probabilityOver: (label: string, from: string, to: string) =>
    t('Probability of {0} over these exports: from {1} to {2}', label, from, to),
  keptView: t('Still showing the last result, from before the file changed.'),
  beforeAfterFile: 'before after',
  since: (time: string) => t('since {0}', time),
  until: (time: string) => t('until {0}', time),
  modelAt: { main: t('the new model'), other: t('the earlier model') },
  modelAtStart: { main: t('The new model'), other: t('The earlier model') },
  dividedDescription: (left: string, right: string) =>
    t('Left of the divider: {0} Right: {1}', left, right),

  // What is chosen of a model
  inputScale: t('Input'),
  inputScaleHint: t('A larger input gives a finer map. The model was trained at 1×.'),
  inputScaleOption: (size: string, factor: number) => `${size} (${factor}×)`,
  outputName: t('Output'),
  targetTensor: (tensor: string) => t('Map from layer “{0}”', tensor),
  targetDefault: t('Back to the last layer'),

  // A second opinion on the values of pixels
  opinion: {
    surer: (way: string, surety: string, instead: string) =>
      t('Surer with {0}: {1} instead of {2}', way, surety, instead),
    try: t('Try'),
    tryHint: t('Write these pixel values into the model’s sidecar'),
    keep: t('Keep'),
    keepHint: t('Keep the current values and suggest no others for this model'),
  },

  // Fidelity, model, notices
  placeInShort: {
    inPlace: '',
    moved: t('moved into place'),
    noPlaces: t('not in place'),
    unchecked: t('place not checked'),
    pending: t('checking the place…'),
  },
  check: t('Check'),
  fidelity: { exact: t('Exact'), approximate: t('Approximate'), mismatch: t('Not exact') },
  mapKinds: {
    cam: t('class activation map'),
    maxPooled: t('max-pooling map'),
    meanMaxPooled: t('mean- and max-pooling map'),
    powerPooled: t('GeM-pooling map'),
    classMap: t('class maps from a convolution'),
    classMapOnly: t('class maps only; channels cannot be read'),
    positionWeights: t('contributions by position'),
    gradCam: t('Grad-CAM: the head’s gradient as weights'),
    none: t('no class activation map'),
  },
  about: t('Model, labels and preprocessing'),
  model: t('Model'),
  map: t('Map'),
  mapFacts: (kind: string, tensor: string, channels: number, width: number, height: number) =>
    t('{0} · {1}\u202f×\u202f{2}\u202f×\u202f{3} at “{4}”', kind, channels, width, height, tensor),
  labels: t('Labels'),
  preprocessing: t('Preprocessing'),
  from: (source: string) => t('from {0}', source),
  changeModelHint: (path: string) => t('{0}: choose another model', path),
  editPreprocessing: t('Edit preprocessing'),
  labelCount: (count: number) => (count === 1 ? t('1 class') : t('{0} classes', count)),
  seenWhole: t('The model saw the whole photo.'),
  seenPart: (width: number, height: number, x: number, y: number) =>
    t(
      'The model saw {0}\u202f×\u202f{1} px of the photo from x {2}, y {3}; the rest is dimmed.',
      width,
      height,
      x,
      y,
    ),
  seenAs: (width: number, height: number) => t('As {0}\u202f×\u202f{1} px', width, height),

  // Several images
  sheet: {
    all: t('All images'),
    allHint: t('All images (Escape)'),
    count: (count: number) => t('{0} images', count),
    running: (done: number, count: number) => t('{0} of {1} images', done, count),
    right: (right: number, judged: number) => t('{0} of {1} right', right, judged),
    failed: (count: number) => t('{0} failed', count),
    progress: t('Pictures that are done'),
    order: t('Order'),
    orders: {
      given: t('As given'),
      confidence: t('Confidence'),
      mistakes: t('Surest mistakes'),
    },
    orderHints: {
      given: t('As you chose them'),
      confidence: t('The most probable prediction first'),
      mistakes: t('Wrong predictions first, the most probable one on top'),
    },
    stop: t('Stop'),
    goOn: t('Go on'),
  },

  // Out
  saveNpyOf: (model: string) => t('Save the map of {0} as .npy', model),
  saveNpyDifference: t('Save the difference map as .npy'),
  savePicture: t('Save Picture…'),
  copyPicture: t('Copy Picture'),
  figureContent: t('Content of the picture'),
  figureContents: { map: t('As shown'), beside: t('Beside the photo') },
  figureContentHints: {
    map: t('The picture as it is shown'),
    beside: t('The photo alone, and beside it the picture as it is shown'),
  },
  figureTexts: t('Legend and caption'),
  figureFactor: t('Size'),
  figureFactors: { '1': '1×', '2': '2×' },
  figureSize: (width: number, height: number) =>
    t('photo at {0}\u202f×\u202f{1} px', width, height),
  figureFormat: t('Format'),
  figureFormats: { png: 'PNG', svg: 'SVG' },
  leftOfFigure: (name: string) => t('Left: {0}', name),
  rightOfFigure: (name: string) => t('Right: {0}', name),
  boxOfFigure: (threshold: string) => t('Box: {0}', threshold),
  mapOfFigure: (kind: string, width: number, height: number) =>
    t('{0}, {1}\u202f×\u202f{2}', kind, width, height),
  channelAlone: (channel: string) => t('channel {0} alone', channel),
  withoutChannels: (channels: string) => t('without channels {0}', channels),
  saveNpy: t('Save the map as .npy'),
  saveJson: t('Save everything as JSON'),
  savedAs: (path: string) => t('Saved as {0}', path),
  openAnImage: t('Several images are shown: open one of them to save or copy it.'),
  nothingOnShow: t('Nothing is shown that could be saved or copied.'),
  copying: t('Drawing the picture…'),
  copied: t('The picture is on the clipboard.'),
  copyFailed: (reason: string) => t('The picture could not be copied: {0}', reason),

  // The map as a table
  accessibleTable: t('Map as text'),
  accessibleTableCaption: (title: string) =>
    t('{0}: map values in logit units, by row and column', title),

  // States
  busy: (what: string) => `${what} …`,
  actions: {
    defaultVariant: t('Back to the default output and layer'),
    previousModel: t('Back to the previous model'),
    retry: t('Try again'),
    chooseModel: t('Choose another model'),
    editPreprocessing: t('Edit preprocessing'),
  },
  help: t('Keyboard and mouse'),
  close: t('Close'),
  helpRows: [
    ['← →', t('previous, next image')],
    ['1 … 5', t('show one of the top five classes')],
    [t('Ctrl or ⌘ + wheel, pinch, + −'), t('zoom (in the picture)')],
    [t('Double click, 0'), t('fit')],
    [t('Drag, Alt + arrows'), t('move the picture')],
    [t('Shift + arrows'), t('read the map cell by cell (in the picture)')],
    [t('Space'), t('hold to see the photo alone (in the picture)')],
    [t('Escape'), t('back to the map of the class, then to all images')],
    [t('← → on the divider'), t('move it between two maps; Shift moves it further')],
    [t('Two models'), t('class, zoom, cell and scale are linked')],
  ],
} as const;
