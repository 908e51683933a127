import { t } from '@vscode/l10n';
import type { MapMethod, MethodOffer } from '../../../src/cam/results/methodMap.ts';
import { COLORMAP_TEXTS } from '../../shared/format/colormapTexts.ts';

const OF_LAYER: readonly MapMethod[] = ['grad-cam', 'hires-cam', 'layer-cam'];

const TIMES = '\u202f×\u202f';

/** Every text of the model tab. */
export const strings = {
  // Header, verdict, notices
  fidelity: {
    exact: t('Exact map'),
    approximate: t('Approximate map'),
    mismatch: t('Not exact'),
    refused: t('No map'),
    noCam: t('No CAM'),
  },
  showAll: t('Show all'),
  showLess: t('Show less'),
  verdictReading: t('Reading the model’s head…'),
  verdictFile: t('Reading the file…'),
  verdictNotRun: t('The model was not run, so whether it allows a map is unknown'),
  rereading: t('The file changed; reading it again…'),
  untrusted: t(
    'This workspace is not trusted, so the model was not run. You see only what its file says.',
  ),
  manageTrust: t('Manage workspace trust'),
  showCam: t('Show CAM on an image…'),
  classUnits: t('Class units…'),
  evaluate: t('Evaluate…'),
  evaluateHint: t('How often this model is right for the labelled images of a folder, and why not'),
  classUnitsHint: t('The images in a folder that most excite a class’s channels'),
  chooseOutput: (name: string) => t('Output: {0}…', name),
  chosenTensor: (tensor: string) => t('You chose “{0}” for the map.', tensor),
  chosenOutput: (output: string) => t('You chose the output “{0}”.', output),
  actions: {
    retry: t('Try again'),
    editPreprocessing: t('Edit preprocessing'),
    defaultVariant: t('Back to the default'),
  },
  staleNotice: t('Showing the last version of the file that could be read.'),
  notices: t('Notices'),

  // Methods
  methods: {
    title: t('Methods'),
    hint: t('The methods that make maps of this model, and their layers'),
    reading: t('Looking which methods this model allows…'),
    possible: (names: string) => t('possible: {0}', names),
    most: t(
      'possible: Grad-CAM, HiResCAM, LayerCAM, Saliency (back-propagation), Gradient × input, Integrated gradients, SmoothGrad, Occlusion',
    ),
    of: ({ method, layer }: MethodOffer) => {
      if (method === 'occlusion') return t('covers parts of the image, many runs');
      if (!OF_LAYER.includes(method)) return t('of the pixels');
      return layer === undefined ? t('of a layer, found with the first image') : t('of the layer');
    },
  },

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
  hashPending: t('computing…'),
  copyHash: t('Copy the SHA-256'),
  copied: t('Copied'),
  metadata: t('Metadata'),
  authorNote: t('Author’s note'),
  source: (source: string) => t('Source: {0}', source),
  inputSource: t('input shape in the file'),
  editLabels: t('Edit the labels'),
  editPreprocessing: t('Edit the preprocessing'),
  editInput: t('Edit the input’s size, crop and pixel values. Its layout comes from the file'),
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
  noLayers: t('No spatial tensors are known without running this model.'),
  noLayersFound: t('No tensor, operator or module matches.'),
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
    operator: t('ONNX operator that produces it'),
    shape: t('Channels\u202f×\u202fheight\u202f×\u202fwidth'),
    parameters: t('Weights used by this operator'),
    stride: t('Input pixels between neighbouring cells'),
    receptiveField: t('Most input pixels a cell can see (theoretical)'),
  },
  markMap: t('used for the CAM'),
  markCut: t('can be used for the CAM'),
  wholeImage: t('whole image'),
  pixels: (size: string) => t('{0} px', size),
  unknown: '–',
  layerLegend: t('● used for the CAM   ○ can be used for the CAM'),
  chooseLayer: t('Choose a layer to see its channels, or to draw the map from it.'),
  tensorNamed: (tensor: string) => t('tensor “{0}”', tensor),
  showChannels: t('Show channels'),
  useForShowCam: t('Use for Show CAM'),
  asking: t('Reading the head…'),
  notACutPoint: t(
    'Not everything flows through this tensor, so it gives no CAM. Grad-CAM shows what it adds.',
  ),
  untrustedLayer: t('Channels need a trusted workspace.'),
  refusedTensor: (tensor: string) => t('No map can be made from “{0}”.', tensor),
  keepDefault: (tensor: string) => t('Keep “{0}”', tensor),
  keepWhatWas: t('Close'),

  // Graph
  layersAs: t('Show the layers as'),
  layerViews: { table: t('Table'), graph: t('Graph') },
  graph: {
    title: t('Graph'),
    keys: t(
      'Arrow keys follow the lines, Enter chooses a layer, + unfolds and - folds. The table has the same layers.',
    ),
    legend: t('Dashed line: by way of a pooled vector or a gate'),
    reading: t('Reading the graph …'),
    picture: t('Image'),
    output: t('Output'),
    layerCount: (count: number) => t('{0} layers', count.toLocaleString('en')),
    block: (end: string) => t('Block up to {0}', end),
    zoomIn: t('Zoom in'),
    zoomOut: t('Zoom out'),
    fit: t('Fit the width'),
    foldAll: t('Fold all'),
  },

  // Code
  code: t('Code'),
  goToDefinition: (place: string) => t('Definition {0}', place),
  goToCall: (place: string) => t('Call {0}', place),
  goToDefinitionHint: t('Open the line that defines the module (F12)'),
  goToCallHint: t('Open the line of forward that calls it (Shift+F12)'),
  findCode: t('Find in Python code'),
  findCodeHint: t('Search the workspace’s Python files (F12)'),
  headCode: t('Code of the head'),
  headCodeHint: t('Open the Python line that decides this'),
  certainties: {
    exactLine: t('exact line'),
    callingLine: t('line leading to it'),
    definitionOnly: t('definition only'),
    nameOnly: t('matched by name only'),
  },

  // Channels
  channels: t('Channels'),
  chooseImage: t('Choose an image…'),
  changeImage: t('Change image…'),
  needsImage: t('Choose an image to run the model on and see its channels.'),
  closeChannels: t('Close the channels'),
  enlargeHint: t('Choose a channel to see it over the image.'),
  closeEnlarged: t('Close the enlarged channel'),
  scale: t('Scale'),
  scales: { shared: t('Shared scale'), own: t('Own scale') },
  scaleHints: {
    shared: t('All channels share one scale: a weak channel looks weak.'),
    own: t(
      'Each channel is scaled to its own maximum. Colours cannot be compared between channels.',
    ),
  },
  legendShared: t('Colour scale of all channels'),
  legendOwn: (channel: number) => t('Colour scale of channel {0}', channel),
  colormap: t('Colormap'),
  colormaps: COLORMAP_TEXTS,
  opacity: t('Map opacity'),
  channelsByMean: (count: number, min: string, max: string) =>
    t('{0} channels, highest mean first · values {1} … {2}', count.toLocaleString('en'), min, max),
  deadChannels: (dead: number, of: number) =>
    t(
      '{0} of {1} channels are zero everywhere on this image.',
      dead.toLocaleString('en'),
      of.toLocaleString('en'),
    ),
  notFinite: (count: number) =>
    t('{0} channels hold NaN or infinite values.', count.toLocaleString('en')),
  channel: (channel: number) => t('Channel {0}', channel),
  channelOption: (channel: number, mean: string) => t('Channel {0}, mean {1}', channel, mean),
  channelFacts: (mean: string, min: string, max: string) =>
    t('mean {0} · {1} … {2}', mean, min, max),
  readingHint: t('Point at a map to read its values.'),
  readingCell: (channel: number, x: number, y: number) =>
    t('Channel {0}, cell {1}, {2}:', channel, x, y),
  enlargedDescription: (channel: number, image: string, min: string, max: string) =>
    t('Channel {0} over {1}. Values from {2} to {3}.', channel, image, min, max),
  loadingChannels: t('Running the model on the image…'),

  // Filters
  filters: {
    title: t('First filters'),
    show: t('Show the filters of the first convolution'),
    reading: t('Reading the weights …'),
    size: (count: number, size: string) =>
      t('{0} filters of {1} weights', count.toLocaleString('en'), size),
    inColour: t(
      'Red, green and blue are the weights for the red, green and blue of the image; mid-grey is 0.',
    ),
    inGrey: t('Light is positive, dark is negative, mid-grey is 0.'),
    guessed: t('The order of the channels is a guess: red, green, blue.'),
    more: (count: number) => t('Show all {0} filters', count.toLocaleString('en')),
    filter: (index: number, channel: number) => t('Filter {0}, channel {1}', index, channel),
    one: (index: number) => t('Filter {0}', index),
    range: (name: string, min: string, max: string) => t('{0}: {1} … {2}', name, min, max),
    choose: t('Choose this layer'),
  },

  // Head
  head: t('Head weights'),
  histogram: t('Weight distribution'),
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
  topFor: t('Strongest for the class'),
  topAgainst: t('Strongest against the class'),
  noneOfThem: t('none'),
  weightOf: (channel: string, weight: string) => t('Channel {0}, weight {1}', channel, weight),
  lookAtChannel: t('Show this channel on the image'),
  bias: (value: string) => t('bias {0}', value),
  zeros: (count: number, of: number) =>
    t('{0} of {1} are zero', count.toLocaleString('en'), of.toLocaleString('en')),
  classAllZero: (label: string) =>
    t(
      'All weights of {0} are zero: its map is empty and its logit is just the bias. An untrained or cut-off head looks like this.',
      label,
    ),
  classesAllZero: (count: number, of: number) =>
    t(
      '{0} of {1} classes have only zero weights.',
      count.toLocaleString('en'),
      of.toLocaleString('en'),
    ),
  unusedChannels: (count: number, of: number) =>
    t(
      'No class uses {0} of {1} channels: all their weights are zero.',
      count.toLocaleString('en'),
      of.toLocaleString('en'),
    ),
  deadOnImage: (count: number, of: number, image: string) =>
    t(
      '{0} of the {1} channels read by the head are zero everywhere on {2}. If the same holds for most images, they are dead (dying ReLU).',
      count.toLocaleString('en'),
      of.toLocaleString('en'),
      image,
    ),
  weightsOfPicture: t(
    'The weights differ for each image: this head is not linear, so they are its gradient for that image.',
  ),
  weightsOfPositions: t(
    'The head weighs each position separately, so a channel has no single weight. The distribution covers all channels and positions.',
  ),
} as const;

/** `512 × 7 × 7` with narrow spaces. */
export function times(...sizes: (number | string)[]): string {
  return sizes.join(TIMES);
}
