import { PbfWriter } from 'pbf';
import { Graph } from '../../../src/cam/onnx/file/graph.ts';
import type {
  Initializer,
  OnnxModel,
  OnnxNode,
  ValueInfo,
} from '../../../src/cam/onnx/file/model.ts';

/** A model as the reader hands it out, of nodes and constants alone. */
export function makeGraph(nodes: OnnxNode[], constants: Initializer[] = []): Graph {
  const model: OnnxModel = {
    ...{ file: { path: '/model.onnx', byteSize: 0, version: '' }, irVersion: 8 },
    ...{ producerName: '', producerVersion: '', description: '', operatorSets: [], functions: [] },
    ...{ nodes, inputs: [], outputs: [], valueInfos: new Map<string, ValueInfo>() },
    ...{ initializers: new Map(constants.map((constant) => [constant.name, constant])) },
    ...{
      metadata: new Map<string, string>(),
      externalTensors: [],
      notices: [],
      isRewritten: false,
    },
  } as OnnxModel;
  return new Graph(model);
}

export function makeConstant(
  name: string,
  elementType: number,
  dims: number[],
  tensor: Uint8Array = new Uint8Array(),
): Initializer {
  const elements = dims.reduce((product, size) => product * size, 1);
  const read = async () => tensor;
  return {
    name,
    elementType,
    storedElementType: elementType,
    dims,
    elements,
    external: undefined,
    read,
  };
}

/** A TensorProto with its values as varints (field 5 for int32, 7 for int64) or as bytes. */
export function makeTensor(elementType: number, values: number[] | Uint8Array): Uint8Array {
  const writer = new PbfWriter();
  writer.writeVarintField(2, elementType);
  if (values instanceof Uint8Array) writer.writeBytesField(9, values);
  else writer.writePackedVarint(elementType === 7 ? 7 : 5, values);
  return writer.finish();
}
