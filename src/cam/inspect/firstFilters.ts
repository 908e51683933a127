import { t } from '@vscode/l10n';
import { ComputedWeights } from '../classifier/probe/computedWeights.ts';
import type { OpenModel } from '../model/openModel.ts';
import { attributesOf, positionalInputs } from '../onnx/file/attributes.ts';
import type { Graph } from '../onnx/file/graph.ts';
import { decodeInitializer } from '../onnx/file/initializerValues.ts';
import type { Initializer, OnnxNode } from '../onnx/file/model.ts';
import { dequantise, graphOfTwin } from '../onnx/numbers/dequantise.ts';
import type { FirstFilters, NoFilters } from '../results/firstFilters.ts';
import { configOf, inputOf } from './inspect.ts';

const CONVOLUTIONS = new Set(['Conv', 'FusedConv']);

/** Steps between the picture and the convolution that leave each pixel and each channel where it is. */
const KEEPS_CHANNELS = new Set(
  `Add BatchNormalization Cast Clip DequantizeLinear Div Dropout Identity Mul Pad QuantizeLinear Relu Sub
  Transpose`.split(/\s+/),
);

/** More are no filters for a picture. */
const MAX_WEIGHTS = 2 ** 22;

/**
 * The filters of the first convolution, if it takes the picture itself; else the reason why there are none. Only its
 * weights are read. Those of a quantised model are what its numbers stand for.
 * @throws CamError if the file holds other values than it says, or the runtime refuses the weights.
 */
export async function firstFilters(
  model: OpenModel,
  options: { configPath?: string; output?: string },
): Promise<FirstFilters | NoFilters> {
  const { known, graph } = model;
  const analysis = await model.analysisOrRefusal();
  const input = await inputOf(known, analysis);
  await graph.externalFiles();
  const carrying = graph.dependents(input.name);
  const twin = await dequantise(graph.model, carrying);
  const inFloat = twin ? graphOfTwin(graph, twin, new Set()) : graph;
  const first = inFloat.model.nodes.find(
    (node) => CONVOLUTIONS.has(node.opType) && node.inputs.some((name) => carrying.has(name)),
  );
  if (!first) return { reason: t('This model has no convolution.') };
  const [taken = '', weightName = ''] = positionalInputs(first);
  const between = stepBetween(inFloat, input.name, taken);
  if (between) {
    return {
      reason: t(
        'Before its first convolution the model computes “{0}”, so its filters do not see the colours of the image.',
        between.opType,
      ),
    };
  }
  const weights = carrying.has(weightName) ? undefined : await weightsNamed(inFloat, weightName);
  const [filters = 0, perGroup = 0, height = 0, width = 0, ...more] = weights?.dims ?? [];
  const group = attributesOf(first).get('group')?.int ?? 1;
  if (!weights || more.length > 0 || perGroup * group !== input.channels || width === 0) {
    return { reason: t('The weights of the first convolution cannot be read as filters.') };
  }
  const { preprocessing } = await configOf(known, input, analysis, options);
  const { value, guessed } = preprocessing;
  // In groups each filter takes one channel of several: it has no colour.
  const inColour = value.channels === 'BGR' ? 'BGR' : 'RGB';
  return {
    tensor: tensorBehind(graph, inFloat, first),
    filters,
    channels: perGroup,
    height,
    width,
    order: perGroup === 3 ? inColour : 'gray',
    isOrderGuessed: perGroup === 3 && guessed.includes('channels'),
    weights: weights.values,
  };
}

/** What the convolution makes, by its name in the model itself: without its rounding it may be several steps. */
function tensorBehind(graph: Graph, inFloat: Graph, { outputs: [made = ''] }: OnnxNode): string {
  return [...inFloat.dependents(made)].find((name) => graph.producerOf(name)) ?? made;
}

/** The step before a tensor that may mix channels or move pixels; undefined if there is none up to the picture. */
function stepBetween(graph: Graph, picture: string, tensor: string): OnnxNode | undefined {
  const carrying = graph.dependents(picture);
  const isBefore = ({ inputs }: OnnxNode) => inputs.filter((name) => carrying.has(name));
  for (const node of graph.wayBack(tensor, (before) => isBefore(before)[0])) {
    if (isBefore(node).length !== 1 || !KEEPS_CHANNELS.has(node.opType)) return node;
  }
  return undefined;
}

/** A weight as the file holds it, or as the model computes it from others: half, quantised, in another order. */
async function weightsNamed(
  graph: Graph,
  name: string,
): Promise<{ dims: readonly number[]; values: Float32Array } | undefined> {
  const found = graph.model.initializers.get(name) ?? (await computedWeights(graph, name));
  if (!found || found.elements > MAX_WEIGHTS) return undefined;
  const values = await decodeInitializer(found, graph.file);
  return values && { dims: found.dims, values };
}

async function computedWeights(graph: Graph, name: string): Promise<Initializer | undefined> {
  const { nodes, initializers } = graph.model;
  const needed = new Set([name]);
  const made = nodes.toReversed().filter(({ inputs, outputs }) => {
    if (!outputs.some((output) => needed.has(output))) return false;
    for (const input of inputs) needed.add(input);
    return true;
  });
  const used = [...initializers.values()].filter((initializer) => needed.has(initializer.name));
  const elements = Math.max(0, ...used.map((initializer) => initializer.elements));
  if (made.length === 0 || elements === 0 || elements > MAX_WEIGHTS) return undefined;
  const constants = { nodes: made.reverse(), initializers: used, outputs: [name] };
  const [found] = await new ComputedWeights(graph, constants).of(elements);
  return found;
}
