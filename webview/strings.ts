/** Every text that the pages show. */
export const strings = {
  // Picture
  stageDescription: (title: string, image: string, min: string, max: string) =>
    `Class activation map of ${title} over ${image}. Values from ${min} to ${max} logit units. The same numbers are in the table “Map as text”.`,
  classNumber: (index: number) => `class ${index}`,
  contrastTitle: (a: string, b: string) => `${a} and not ${b}`,
  channelTitle: (channel: number, of: string) => `channel ${channel} for ${of}`,
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
  colormaps: {
    turbo: 'Turbo',
    viridis: 'Viridis',
    inferno: 'Inferno',
    magma: 'Magma',
    jet: 'Jet',
    diverging: 'Blue–red',
  },
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
  legendSharedChannel: (channel: number) =>
    `One scale for all channels: the peak of channel ${channel}`,
  legendOwn: {
    class: 'Scale of this class alone',
    contrast: 'Scale of this contrast alone',
    channel: 'Scale of this channel alone',
  },
  legendRange: (min: string, max: string) => `this map: ${min} … ${max}`,
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
  biasGap: 'gap of the biases',
  logitGap: 'gap of the logits',
  reluReadout: 'mean of ReLU(map + bias)',
  channelShare: 'mean of this channel’s map',
  ofLogit: (share: string) => `${share} of the logit`,

  // Channels
  channels: 'Channels',
  authorNote: (text: string) => `The model’s author: ${text}`,
  channelsNote: 'By contribution w·F to this logit, for this image',
  channelsNoteContrast: 'By contribution Δw·F to the gap of the logits, for this image',
  channelsAreClasses:
    'Nothing before the class maps can be read in this model: each channel is a class.',
  channel: 'Channel',
  weight: 'w',
  weightHint: 'Class weight w_k',
  mean: 'F',
  meanHint: 'Mean activation F_k over the map',
  contribution: 'w·F',
  contributionHint: 'Contribution w_k F_k to the logit',
  showChannel: (channel: number) => `Show the map of channel ${channel} alone`,
  allChannels: 'Back to the class',
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
  readingChannels: 'Channels that contribute most here',
  readingAloud: (x: number, y: number, value: string, share: string) =>
    `Column ${x}, row ${y}: ${value} logit units, ${share} of the logit.`,

  // Claim, model, notices
  claimExact: 'Exact',
  claimInexact: 'Not exact',
  mapKinds: {
    cam: 'class activation map',
    maxPooled: 'map of what max pooling used',
    classMap: 'class maps of a convolution',
    classMapOnly: 'class maps only; channels cannot be read',
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
  savePng: 'Save the picture as PNG, at the photo’s size',
  copyPng: 'Copy the picture',
  saveNpy: 'Save the map as .npy',
  saveJson: 'Save everything as JSON',
  savedAs: (path: string) => `Saved as ${path}`,
  copied: 'The picture is in the clipboard.',
  copyFailed: (reason: string) => `The picture could not be copied: ${reason}`,
  pngFailed: 'The picture is too large for a PNG made by the browser.',

  // Text twin
  textTwin: 'Map as text',
  textTwinCaption: (title: string) =>
    `${title}: values of the map in logit units, by row and column`,
  row: 'Row',

  // States
  busy: (what: string) => `${what} …`,
  pictureSize: (file: string, got: string, expected: string) =>
    `${file} has ${got} pixels in this view but ${expected} were analysed, so the map would be drawn in the wrong place.`,
  pictureUnreadable: (file: string) => `${file} cannot be shown by this view.`,
  pictureNext: 'Save it as PNG or JPEG and open that file.',
  actions: {
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
  ],
} as const;
