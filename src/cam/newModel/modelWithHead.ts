import type { Graph } from '../onnx/file/graph.ts';
import { readNode } from '../onnx/file/messages.ts';
import type { ValueInfo } from '../onnx/file/model.ts';
import { TensorElementType } from '../onnx/file/model.ts';
import { exposeValues } from '../onnx/numbers/quantisation.ts';
import type { Part } from '../onnx/write/cut.ts';
import { collectPart } from '../onnx/write/cut.ts';
import type { ExposedTensor } from '../onnx/write/encode.ts';
import { sharedParts } from '../onnx/write/encode.ts';
import type { NewModel } from '../onnx/write/newModel.ts';
import { oldOperators, otherInputs, unreachableWeights, unreadWeights } from './errors.ts';
import type { FeatureTensor, MeansHead } from './headNodes.ts';
import { headNodes } from './headNodes.ts';

/** Since then, `Gemm` adds its biases to each row. */
const OLDEST_OPERATORS = 7;

/**
 * A model with another head: what makes the feature map stays as it is, its mean over the positions goes to linear class
 * scores `logits`, of shape batch × classes. Other outputs, and what only they need, are left out.
 * @param input the name of the picture input; it stays as it is
 * @param metadata replaces that of the model
 * @throws CamError `modelRefused` with the reason why there is no such model
 */
export function modelWithHead(
  graph: Graph,
  input: string,
  feature: FeatureTensor,
  head: MeansHead,
  metadata: ReadonlyMap<string, string>,
): NewModel {
  const { model, file } = graph;
  const version = model.operatorSets.find(({ domain }) => domain === '')?.version ?? 0;
  if (version < OLDEST_OPERATORS) throw oldOperators(file, version);
  const inFloat = exposeValues(model, feature.name, feature.elementType);
  const part = collectPart(graph, input, tensorsOf(inFloat));
  if (part.shapeInputs.length > 0) {
    throw otherInputs(
      file,
      part.shapeInputs.map(({ name }) => name),
    );
  }
  if (!model.externalTensors.every(({ name }) => model.initializers.has(name))) {
    throw unreachableWeights(file);
  }
  requireAllWeights(file, input, part);
  const picture = model.inputs.find(({ name }) => name === input);
  if (!picture) throw new Error('the picture is an input of the graph');
  const added = headNodes(inFloat, feature, head, version, freeNames(input, part));
  return {
    ...sharedParts(model),
    nodes: [...part.nodes.map(({ bytes }) => bytes), ...added.nodes],
    initializers: [...part.initializers, ...added.initializers],
    inputs: [picture],
    outputs: [scoresInfo(added.output, picture, head.biases.length)],
    graphName: 'classifier',
    metadata,
  };
}

/** What has to be there for a tensor to come out as float32: of a quantised one, also its scale and zero point. */
function tensorsOf({ name, castNode }: ExposedTensor): string[] {
  return castNode ? readNode(castNode).inputs : [name];
}

/** @throws CamError for weights in a form that is not read, such as sparse ones */
function requireAllWeights(file: string, input: string, { nodes, initializers }: Part): void {
  const made = new Set([
    input,
    ...initializers.map(({ name }) => name),
    ...nodes.flatMap(({ outputs }) => outputs),
  ]);
  const missing = nodes.flatMap(({ inputs }) => inputs.filter((name) => !made.has(name)));
  if (missing.length > 0) throw unreadWeights(file, [...new Set(missing)]);
}

/** The batch of the scores is that of the picture. */
function scoresInfo(name: string, { dims, dimNames }: ValueInfo, classes: number): ValueInfo {
  return {
    name,
    elementType: TensorElementType.float,
    dims: [dims[0], classes],
    dimNames: [dimNames?.[0], undefined],
  };
}

/** Gives names that no tensor of the part has, each once. */
function freeNames(input: string, { nodes, initializers }: Part): (wish: string) => string {
  const taken = new Set([
    input,
    ...initializers.map(({ name }) => name),
    ...nodes.flatMap((node) => [...node.inputs, ...node.outputs]),
  ]);
  return (wish) => {
    let name = wish;
    for (let n = 1; taken.has(name); n++) name = `${wish}_${n}`;
    taken.add(name);
    return name;
  };
}
