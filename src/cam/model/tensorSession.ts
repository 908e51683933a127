import { encodeValues, pictureFeeds } from '../classifier/probe/pictureFeeds.ts';
import type { ImageInput } from '../classifier/probe/pictureInput.ts';
import type { FeatureLayout } from '../classifier/probe/spatialTensor.ts';
import { batchRows, layoutOf, toChannelFirst } from '../classifier/probe/spatialTensor.ts';
import type { FeatureMap } from '../maps/featureMap.ts';
import type { Graph } from '../onnx/file/graph.ts';
import { TensorElementType } from '../onnx/file/model.ts';
import { cutModel } from '../onnx/write/cut.ts';
import { exposeAsFloat } from '../onnx/write/encode.ts';
import type { Session } from '../runtime/session.ts';
import { createSession, runFloat } from '../runtime/session.ts';

/** The part of a model from the picture to one tensor, loaded. */
export interface TensorSession {
  session: Session;
  inputName: string;
  outputName: string;
}

/**
 * Loads only what a tensor needs, so an early layer of a large model is available at once. Its values are returned as
 * float32, whatever their type in the model.
 * @throws CamError if the runtime refuses it.
 */
export async function loadTensor(
  graph: Graph,
  input: ImageInput,
  tensor: { name: string; elementType: number },
): Promise<TensorSession> {
  const [picture] = graph.model.inputs;
  if (!picture) throw new Error('the model has no input');
  const exposed = exposeAsFloat(tensor.name, tensor.elementType);
  const { bytes, inputName } = await cutModel(graph, { ...picture, name: input.name }, [exposed]);
  await graph.externalFiles();
  const session = await createSession(bytes, graph.file, {
    ...graph.sessionNeeds,
    optimization: 'all',
  });
  return { session, inputName, outputName: exposed.outputName };
}

/** Runs one picture as far as the tensor. @returns its channels */
export async function runTensor(
  { session, inputName, outputName }: TensorSession,
  input: ImageInput,
  layout: FeatureLayout,
  picture: { width: number; height: number; values: Float32Array },
): Promise<FeatureMap> {
  // The part's input is float32; values that the model would round are rounded here.
  const values = isWhole(input.elementType)
    ? Float32Array.from(encodeValues(picture.values, input.elementType).data as Uint8Array)
    : picture.values;
  const asFloat = { ...input, name: inputName, elementType: TensorElementType.float };
  const { [inputName]: fed } = pictureFeeds(asFloat, { ...picture, values });
  if (!fed) throw new Error('the picture is not fed');
  const floats = { dims: [...fed.dims], values: fed.data as Float32Array };
  const result = (await runFloat(session, { [inputName]: floats }, [outputName])).get(outputName);
  if (!result) throw new Error(`the session gave no ${outputName}`);
  const found = layoutOf(result.dims, layout, picture);
  const [row = new Float32Array()] = batchRows(result);
  const { channels, width, height } = found;
  return { channels, width, height, values: toChannelFirst(row, found) };
}

function isWhole(elementType: number): boolean {
  const { uint8, int8, int32 } = TensorElementType;
  return [uint8, int8, int32].some((type) => type === elementType);
}
