import { t } from '@vscode/l10n';
import { COLORMAP_TEXTS } from '../../shared/format/colormapTexts.ts';

const TIMES = '\u202f×\u202f';

/** Every text of the model tab. */
export const strings = {
  // Header, verdict, notices
  fidelity: {
    exact: t('Exact map'),
    approximate: t('Approximate map'),
    mismatch: t('Not exact'),
    refused: t('No map'),
  },
  verdictReading: t('Reading the head of the model …'),
  verdictFile: t('Reading the file …'),
  verdictNotRun: t('The model was not run, so it is not known whether it has a map'),
  rereading: t('The file changed; reading it again …'),
  untrusted: t(
    'This workspace is not trusted, so the model was not run: what you see is what its file says.',
  ),
  manageTrust: t('Manage workspace trust'),
  showCam: t('Show CAM on an image…'),
  classUnits: t('Class units…'),
  classUnitsHint: t('The images of a folder that excite the channels of a class most'),
  chooseOutput: (name: string) => t('Output: {0}…', name),
  chosenTensor: (tensor: string) => t('The map is made of “{0}”, as you chose.', tensor),
  chosenOutput: (output: string) => t('The output “{0}” is explained, as you chose.', output),
  actions: {
    retry: t('Try again'),
    editPreprocessing: t('Edit preprocessing'),
    defaultVariant: t('Back to the default'),
  },
  staleNotice: t('Below is the last state of the file that could be read.'),
  notices: t('Notices'),

  // Facts
  facts: t('File and model'),
  input: t('Input'),
  output: t('Output'),
  preprocessing: t('Preprocessing'),
  labels: t('Labels'),
  exporter: t('Exporter'),
  exporterUnknown: t('not stated'),
  version: t('Version'),
  versions: (ir: number, sets: string) => t('IR {0} · opset {1}', ir, sets),
  parameters: t('Parameters'),
  parameterCount: (count: string) => t('{0} parameters', count),
  parameterFacts: (count: string, nodes: string) => t('{0} in {1} nodes', count, nodes),
  weights: t('Weights'),
  files: t('Files'),
  missing: t('missing'),
  hash: t('SHA-256'),
  hashPending: t('computing …'),
  copyHash: t('Copy the SHA-256'),
  copied: t('Copied'),
  metadata: t('Metadata'),
  authorNote: t('Author’s note'),
  source: (source: string) => t('Source: {0}', source),
  inputSource: t('shape of the input in the file'),
  editLabels: t('Edit the labels'),
  editPreprocessing: t('Edit the preprocessing'),
  editInput: t('Edit how the input is filled: size, crop and pixels. The file sets its layout'),
  labelCount: (count: number) =>
    count === 1 ? t('1 class') : t('{0} classes', count.toLocaleString('en')),
  freeSize: t('any'),
  channelsAs: { 1: t('one channel'), 3: t('three channels') },
  unknownUntilRun: t('known once the model is run'),
  more: (count: number) => t('Show {0} more', count),

  // Layers
  layers: t('Layers'),
  filterLayers: t('Find a layer'),
  filterPlaceholder: t('Tensor, operator or module…'),
  layerCount: (shown: number, all: number) =>
    shown === all
      ? t('{0} spatial tensors, input to head', all.toLocaleString('en'))
      : t('{0} of {1} spatial tensors', shown.toLocaleString('en'), all.toLocaleString('en')),
  noLayers: t('This model has no spatial tensors that are known without running it.'),
  noLayersFound: t('No tensor, operator or module has this in its name.'),
  columns: {
    mark: t('Mark'),
    layer: t('Layer'),
    operator: t('Operator'),
    shape: t('Shape'),
    parameters: t('Parameters'),
    stride: t('Stride'),
    receptiveField: t('Receptive field'),
  },
  columnHints: {
    mark: t('● used for the CAM; ○ everything flows through it, so it can be used for the CAM'),
    layer: t('Module in the code, or the node'),
    operator: t('ONNX operator that makes it'),
    shape: t('Channels\u202f×\u202fheight\u202f×\u202fwidth'),
    parameters: t('Weights that this operator uses'),
    stride: t('Input pixels between neighbouring cells'),
    receptiveField: t('Input pixels that a cell can see at most (theoretical)'),
  },
  markMap: t('used for the CAM'),
  markCut: t('can be used for the CAM'),
  wholeImage: t('whole image'),
  pixels: (size: string) => t('{0} px', size),
  unknown: '–',
  layerLegend: t('● used for the CAM   ○ can be used for the CAM'),
  chooseLayer: t('Choose a layer to look at its channels, or to make the map of it.'),
  tensorNamed: (tensor: string) => t('tensor “{0}”', tensor),
  showChannels: t('Show channels'),
  useForShowCam: t('Use for Show CAM'),
  asking: t('Reading the head …'),
  notACutPoint: t('Not everything flows through this tensor, so no map can be made of it.'),
  untrustedLayer: t('Channels need a trusted workspace.'),
  refusedTensor: (tensor: string) => t('No map can be made of “{0}”.', tensor),
  keepDefault: (tensor: string) => t('Stay with “{0}”', tensor),
  keepWhatWas: t('Close'),

  // Code
  code: t('Code'),
  goToDefinition: (place: string) => t('Definition {0}', place),
  goToCall: (place: string) => t('Call {0}', place),
  goToDefinitionHint: t('Open the line that defines the module (F12)'),
  goToCallHint: t('Open the line of forward that runs it (Shift+F12)'),
  findCode: t('Find in Python code'),
  findCodeHint: t('Look through the Python files of the workspace (F12)'),
  headCode: t('Code of the head'),
  headCodeHint: t('Open the line of Python code that decides this'),
  certainties: {
    exactLine: t('exact line'),
    callingLine: t('a line that leads to it'),
    definitionOnly: t('definition only'),
    nameOnly: t('found by its name alone'),
  },

  // Channels
  channels: t('Channels'),
  chooseImage: t('Choose an image…'),
  changeImage: t('Another image…'),
  needsImage: t('Channels belong to one image: choose an image to run the model on.'),
  closeChannels: t('Close the channels'),
  closeEnlarged: t('Close the enlarged channel'),
  scale: t('Scale'),
  scales: { shared: t('Shared scale'), own: t('Own scale') },
  scaleHints: {
    shared: t('All channels share one scale: a weak channel looks weak.'),
    own: t(
      'Each channel is scaled to its own largest value. Colours of different channels cannot be compared.',
    ),
  },
  legendShared: t('Colours of all channels'),
  legendOwn: (channel: number) => t('Colours of channel {0}', channel),
  colormap: t('Colormap'),
  colormaps: COLORMAP_TEXTS,
  opacity: t('Opacity of the map'),
  channelsByMean: (count: number, min: string, max: string) =>
    t('{0} channels by descending mean · values {1} … {2}', count.toLocaleString('en'), min, max),
  deadChannels: (dead: number, of: number) =>
    t(
      '{0} of {1} channels are zero everywhere on this image.',
      dead.toLocaleString('en'),
      of.toLocaleString('en'),
    ),
  notFinite: (count: number) =>
    t(
      '{0} channels hold values that are not finite (NaN or infinity).',
      count.toLocaleString('en'),
    ),
  channel: (channel: number) => t('Channel {0}', channel),
  channelOption: (channel: number, mean: string) => t('Channel {0}, mean {1}', channel, mean),
  channelFacts: (mean: string, min: string, max: string) =>
    t('mean {0} · {1} … {2}', mean, min, max),
  readingHint: t('Point at a map to read its values.'),
  readingCell: (channel: number, x: number, y: number) =>
    t('Channel {0}, cell {1}, {2}:', channel, x, y),
  enlargedDescription: (channel: number, image: string, min: string, max: string) =>
    t('Channel {0} over {1}. Values from {2} to {3}.', channel, image, min, max),
  loadingChannels: t('Running the model on the image …'),

  // Head
  head: t('Weights of the head'),
  histogram: t('Distribution of the weights'),
  histogramDescription: (label: string, count: number, min: string, max: string, mean: string) =>
    t(
      '{0} weights of {1} from {2} to {3}, mean {4}',
      count.toLocaleString('en'),
      label,
      min,
      max,
      mean,
    ),
  histogramBin: (from: string, to: string, count: number) =>
    t('{0} weights from {1} to {2}', count.toLocaleString('en'), from, to),
  meanWeight: (mean: string) => t('mean {0}', mean),
  topFor: t('Strongest for it'),
  topAgainst: t('Strongest against it'),
  noneOfThem: t('none'),
  weightOf: (channel: string, weight: string) => t('Channel {0}, weight {1}', channel, weight),
  lookAtChannel: t('Show this channel on the image'),
  bias: (value: string) => t('bias {0}', value),
  zeros: (count: number, of: number) =>
    t('{0} of {1} are zero', count.toLocaleString('en'), of.toLocaleString('en')),
  classAllZero: (label: string) =>
    t(
      'All weights of {0} are zero: its map is empty and its logit is the bias alone. An untrained or cut-off head looks like this.',
      label,
    ),
  classesAllZero: (count: number, of: number) =>
    t(
      'All weights of {0} of {1} classes are zero.',
      count.toLocaleString('en'),
      of.toLocaleString('en'),
    ),
  unusedChannels: (count: number, of: number) =>
    t(
      '{0} of {1} channels are used by no class: all their weights are zero.',
      count.toLocaleString('en'),
      of.toLocaleString('en'),
    ),
  deadOnImage: (count: number, of: number, image: string) =>
    t(
      '{0} of {1} channels that the head reads are zero everywhere on {2}. If this is so on most images, they are dead (dying ReLU).',
      count.toLocaleString('en'),
      of.toLocaleString('en'),
      image,
    ),
  weightsOfPicture: t(
    'Each picture has its own weights: the head is not linear, so they are its gradient for that picture.',
  ),
  weightsOfPositions: t(
    'The head weighs each position by itself, so no weight belongs to a channel as a whole. The distribution is over all channels and positions.',
  ),
} as const;

/** `512 × 7 × 7` with narrow spaces. */
export function times(...sizes: (number | string)[]): string {
  return sizes.join(TIMES);
}
