import { metadataOf } from '../../onnx/file/attributes.ts';
import { readMessage } from '../../onnx/file/messages.ts';
import type { OnnxNode } from '../../onnx/file/model.ts';
import type { Frame } from './frames.ts';
import { framesFromDocString, framesFromStackTrace, isPyTorchInternal } from './frames.ts';

/** The Python calls that led to a node, outermost first; empty if the exporter left none. */
export function framesOf(node: OnnxNode): Frame[] {
  const trace = metadataOf(node).get('pkg.torch.onnx.stack_trace');
  return trace === undefined ? framesFromDocString(docStringOf(node)) : framesFromStackTrace(trace);
}

/** The line that made a node: the innermost call that is not a part of PyTorch; undefined if it is not known. */
export function lineOf(node: OnnxNode): Frame | undefined {
  return framesOf(node).findLast(({ file }) => !isPyTorchInternal(file));
}

/** NodeProto: doc_string (6). */
function docStringOf(node: OnnxNode): string {
  return readMessage(
    node.bytes,
    (field, result, reader) => {
      if (field === 6) result.text = reader.readString();
    },
    { text: '' },
  ).text;
}
