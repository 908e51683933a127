import { COLORMAP_TEXTS } from '../../shared/format/colormapTexts.ts';

const TIMES = '\u202f×\u202f';

/** Every text of the model tab. */
export const strings = {
  // Header, verdict, notices
  fidelity: {
    exact: 'Exact map',
    approximate: 'Approximate map',
    mismatch: 'Not exact',
    refused: 'No map',
  },
  verdictReading: 'Reading the head of the model …',
  verdictFile: 'Reading the file …',
  verdictNotRun: 'Whether the model has a map is not known: it was not run',
  rereading: 'The file changed; reading it anew …',
  untrusted:
    'This workspace is not trusted, so nothing of the model was run: what you see is what its file says.',
  manageTrust: 'Manage workspace trust',
  showCam: 'Show CAM on an image…',
  classUnits: 'Class units…',
  classUnitsHint: 'The images of a folder that excite the channels of a class most',
  chooseOutput: (name: string) => `Output: ${name}…`,
  chosenTensor: (tensor: string) => `The map is made of “${tensor}”, as you chose.`,
  chosenOutput: (output: string) => `The output “${output}” is explained, as you chose.`,
  actions: {
    retry: 'Try again',
    editPreprocessing: 'Edit preprocessing',
    defaultVariant: 'Back to the default',
  },
  staleNotice: 'Below is the last state of the file that could be read.',
  notices: 'Notices',

  // Facts
  facts: 'File and model',
  input: 'Input',
  output: 'Output',
  preprocessing: 'Preprocessing',
  labels: 'Labels',
  exporter: 'Exporter',
  exporterUnknown: 'not stated',
  version: 'Version',
  versions: (ir: number, sets: string) => `IR ${ir} · opset ${sets}`,
  parameters: 'Parameters',
  parameterCount: (count: string) => `${count} parameters`,
  parameterFacts: (count: string, nodes: string) => `${count} in ${nodes} nodes`,
  weights: 'Weights',
  files: 'Files',
  missing: 'missing',
  hash: 'SHA-256',
  hashPending: 'computing …',
  copyHash: 'Copy the SHA-256',
  copied: 'Copied',
  metadata: 'Metadata',
  authorNote: 'Author’s note',
  source: (source: string) => `Source: ${source}`,
  inputSource: 'shape of the input in the file',
  editLabels: 'Edit the labels',
  editPreprocessing: 'Edit the preprocessing',
  editInput:
    'Edit what the input is filled with: size, crop and pixels. Its layout is the file’s own',
  labelCount: (count: number) =>
    count === 1 ? '1 class' : `${count.toLocaleString('en')} classes`,
  freeSize: 'any',
  channelsAs: { 1: 'one channel', 3: 'three channels' },
  unknownUntilRun: 'known once the model is run',
  more: (count: number) => `Show ${count} more`,

  // Layers
  layers: 'Layers',
  filterLayers: 'Find a layer',
  filterPlaceholder: 'Tensor, operator or module…',
  layerCount: (shown: number, all: number) =>
    shown === all
      ? `${all.toLocaleString('en')} spatial tensors, input to head`
      : `${shown.toLocaleString('en')} of ${all.toLocaleString('en')} spatial tensors`,
  noLayers: 'This model has no spatial tensors that are known without running it.',
  noLayersFound: 'No tensor, operator or module has this in its name.',
  columns: {
    mark: 'Mark',
    layer: 'Layer',
    operator: 'Operator',
    shape: 'Shape',
    parameters: 'Parameters',
    stride: 'Stride',
    receptiveField: 'Receptive field',
  },
  columnHints: {
    mark: '● the map is made of it; ○ everything flows through it, so it may be the map’s tensor',
    layer: 'Module in the code, or the node',
    operator: 'ONNX operator that makes it',
    shape: `Channels${TIMES}height${TIMES}width`,
    parameters: 'Weights that this operator uses',
    stride: 'Input pixels between neighbouring cells',
    receptiveField: 'Input pixels that a cell can see at most (theoretical)',
  },
  markMap: 'the map is made of it',
  markCut: 'everything flows through it',
  wholeImage: 'whole image',
  pixels: (size: string) => `${size} px`,
  unknown: '–',
  layerLegend: '● the map is made of it   ○ everything flows through it',
  chooseLayer: 'Choose a layer to look at its channels, or to make the map of it.',
  tensorNamed: (tensor: string) => `tensor “${tensor}”`,
  showChannels: 'Show channels',
  useForShowCam: 'Use for Show CAM',
  asking: 'Reading the head …',
  notACutPoint: 'Not everything flows through this tensor, so no map can be made of it.',
  untrustedLayer: 'Channels need a trusted workspace.',
  refusedTensor: (tensor: string) => `No map can be made of “${tensor}”.`,
  keepDefault: (tensor: string) => `Stay with “${tensor}”`,
  keepWhatWas: 'Close',

  // Code
  code: 'Code',
  goToDefinition: (place: string) => `Definition ${place}`,
  goToCall: (place: string) => `Call ${place}`,
  goToDefinitionHint: 'Open the line that defines the module (F12)',
  goToCallHint: 'Open the line of forward that runs it (Shift+F12)',
  findCode: 'Find in Python code',
  findCodeHint: 'Look through the Python files of the workspace (F12)',
  headCode: 'Code of the head',
  headCodeHint: 'Open the line of Python code that decides this',
  certainties: {
    exactLine: 'exact line',
    callingLine: 'a line that leads to it',
    definitionOnly: 'definition only',
    nameOnly: 'found by its name alone',
  },

  // Channels
  channels: 'Channels',
  chooseImage: 'Choose an image…',
  changeImage: 'Another image…',
  needsImage: 'Channels belong to one image: choose the one that the model is shown.',
  closeChannels: 'Close the channels',
  closeEnlarged: 'Close the enlarged channel',
  scale: 'Scale',
  scales: { shared: 'Shared scale', own: 'Own scale' },
  scaleHints: {
    shared: 'All channels share one scale: a weak channel looks weak.',
    own: 'Each channel is scaled to its own largest value. Colours of different channels cannot be compared.',
  },
  legendShared: 'Colours of all channels',
  legendOwn: (channel: number) => `Colours of channel ${channel}`,
  colormap: 'Colormap',
  colormaps: COLORMAP_TEXTS,
  opacity: 'Opacity of the map',
  channelsByMean: (count: number, min: string, max: string) =>
    `${count.toLocaleString('en')} channels by falling mean · values ${min} … ${max}`,
  deadChannels: (dead: number, of: number) =>
    `${dead.toLocaleString('en')} of ${of.toLocaleString('en')} channels are zero everywhere on this image.`,
  notFinite: (count: number) =>
    `${count.toLocaleString('en')} channels hold values that are no numbers (NaN or infinity).`,
  channel: (channel: number) => `Channel ${channel}`,
  channelOption: (channel: number, mean: string) => `Channel ${channel}, mean ${mean}`,
  channelFacts: (mean: string, min: string, max: string) => `mean ${mean} · ${min} … ${max}`,
  readingHint: 'Point at a map to read its values.',
  readingCell: (channel: number, x: number, y: number) => `Channel ${channel}, cell ${x}, ${y}:`,
  enlargedDescription: (channel: number, image: string, min: string, max: string) =>
    `Channel ${channel} over ${image}. Values from ${min} to ${max}.`,
  loadingChannels: 'Running the model on the image …',

  // Head
  head: 'Weights of the head',
  histogram: 'Distribution of the weights',
  histogramDescription: (label: string, count: number, min: string, max: string, mean: string) =>
    `${count.toLocaleString('en')} weights of ${label} from ${min} to ${max}, mean ${mean}`,
  histogramBin: (from: string, to: string, count: number) =>
    `${count.toLocaleString('en')} weights from ${from} to ${to}`,
  meanWeight: (mean: string) => `mean ${mean}`,
  topFor: 'Strongest for it',
  topAgainst: 'Strongest against it',
  noneOfThem: 'none',
  weightOf: (channel: string, weight: string) => `Channel ${channel}, weight ${weight}`,
  lookAtChannel: 'Show this channel on the image',
  bias: (value: string) => `bias ${value}`,
  zeros: (count: number, of: number) =>
    `${count.toLocaleString('en')} of ${of.toLocaleString('en')} are zero`,
  classAllZero: (label: string) =>
    `All weights of ${label} are zero: its map is empty and its logit is the bias alone. An untrained or cut-off head looks like this.`,
  classesAllZero: (count: number, of: number) =>
    `All weights of ${count.toLocaleString('en')} of ${of.toLocaleString('en')} classes are zero.`,
  unusedChannels: (count: number, of: number) =>
    `${count.toLocaleString('en')} of ${of.toLocaleString('en')} channels are used by no class: all their weights are zero.`,
  deadOnImage: (count: number, of: number, image: string) =>
    `${count.toLocaleString('en')} of ${of.toLocaleString('en')} channels that the head reads are zero everywhere on ${image}. If it is so on most images, they are dead (dying ReLU).`,
  weightsOfPicture:
    'Each picture has its own weights: the head is not linear, so they are its gradient at what the picture gives.',
  weightsOfPositions:
    'The head weighs each position by itself, so no weight belongs to a channel as a whole. The distribution is over all channels and positions.',
} as const;

/** `512 × 7 × 7` with narrow spaces. */
export function times(...sizes: (number | string)[]): string {
  return sizes.join(TIMES);
}
