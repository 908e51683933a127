import type { Graph } from '../onnx/file/graph.ts';
import { readModelFile } from '../onnx/file/modelFile.ts';
import type { Additions } from '../onnx/write/encode.ts';
import { sessionBytes } from '../onnx/write/sessionBytes.ts';

/**
 * The model of a graph with additions, encoded, and its external weights found.
 * @throws CamError where the file or its weights are gone, or it becomes too large for the format.
 */
export async function modelBytes(graph: Graph, added: Additions): Promise<Uint8Array> {
  await graph.externalFiles();
  return sessionBytes(graph.model, await readModelFile(graph.model.file), added);
}
