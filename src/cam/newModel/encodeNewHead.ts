import type { Graph } from '../onnx/file/graph.ts';
import { embeddedTensor } from '../onnx/file/initializerValues.ts';
import type { ValueInfo } from '../onnx/file/model.ts';
import { TensorElementType } from '../onnx/file/model.ts';
import { MAX_MODEL_BYTES } from '../onnx/file/modelFile.ts';
import type { Part } from '../onnx/write/cut.ts';
import { collectPart } from '../onnx/write/cut.ts';
import { sharedParts } from '../onnx/write/encode.ts';
import { encodeNewModel } from '../onnx/write/newModel.ts';
import { aboveTwoGigabytes, oldOperators, otherInputs, unreachableWeights } from './errors.ts';
import type { FeatureTensor, MeansHead } from './headNodes.ts';
import { headNodes } from './headNodes.ts';

/** Since then, `Gemm` adds its biases to each row. */
const OLDEST_OPERATORS = 7;

/**
 * A model with another head: what makes the feature map stays as it is, its mean over the positions goes to linear class
 * scores `logits`, of shape batch × classes. Other outputs, and what only they need, are left out; weights outside the
 * file are taken into it.
 * @param input the name of the picture input; it stays as it is
 * @param metadata replaces that of the model
 * @returns the pieces of the encoded file, in their order
 * @throws CamError `modelRefused` with the reason why there is no such model
 */
export async function encodeNewHead(
  graph: Graph,
  input: string,
  feature: FeatureTensor,
  head: MeansHead,
  metadata: ReadonlyMap<string, string>,
): Promise<Uint8Array[]> {
  const { model, file } = graph;
  const version = model.operatorSets.find(({ domain }) => domain === '')?.version ?? 0;
  if (version < OLDEST_OPERATORS) throw oldOperators(file, version);
  const part = collectPart(graph, input, [feature.name]);
  if (part.shapeInputs.length > 0) {
    throw otherInputs(
      file,
      part.shapeInputs.map(({ name }) => name),
    );
  }
  if (!model.externalTensors.every(({ name }) => model.initializers.has(name))) {
    throw unreachableWeights(file);
  }
  const picture = model.inputs.find(({ name }) => name === input);
  if (!picture) throw new Error('the picture is an input of the graph');
  const added = headNodes(graph, feature, head, version, freeNames(input, part));
  const initializers: Uint8Array[] = [];
  let byteLength = 0;
  for (const initializer of [...part.initializers, ...added.initializers]) {
    const bytes = await embeddedTensor(initializer, file);
    initializers.push(bytes);
    byteLength += bytes.length;
    if (byteLength > MAX_MODEL_BYTES) throw aboveTwoGigabytes(file);
  }
  return encodeNewModel({
    ...sharedParts(model),
    nodes: [...part.nodes.map(({ bytes }) => bytes), ...added.nodes],
    initializers,
    inputs: [picture],
    outputs: [scoresInfo(added.output, picture, head.biases.length)],
    graphName: 'classifier',
    metadata,
  });
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
