import { readBytes, readMessage, readStringEntry } from './messages.ts';
import type { OnnxNode } from './model.ts';

/** An attribute of a node: numbers and text are decoded, the rest stays encoded. */
export interface Attribute {
  float: number | undefined;
  /** Integers beyond ±2^53 are rounded. */
  int: number | undefined;
  string: string | undefined;
  floats: number[];
  ints: number[];
  strings: string[];
  /** The encoded TensorProto. */
  tensor: Uint8Array | undefined;
}

/** Decodes the attributes of a node, by name. */
export function attributesOf(node: Pick<OnnxNode, 'bytes'>): Map<string, Attribute> {
  return readMessage(
    node.bytes,
    (field, result, reader) => {
      if (field !== 5) return;
      const { name, ...attribute } = readAttribute(readBytes(reader));
      result.set(name, attribute);
    },
    new Map<string, Attribute>(),
  );
}

const utf8 = new TextDecoder();

function readAttribute(bytes: Uint8Array): Attribute & { name: string } {
  const empty: Attribute & { name: string } = {
    name: '',
    float: undefined,
    int: undefined,
    string: undefined,
    floats: [],
    ints: [],
    strings: [],
    tensor: undefined,
  };
  return readMessage(
    bytes,
    (field, result, reader) => {
      if (field === 1) result.name = reader.readString();
      else if (field === 2 && reader.type === 5) result.float = reader.readFloat();
      else if (field === 3) result.int = reader.readVarint(true);
      else if (field === 4) result.string = utf8.decode(readBytes(reader));
      else if (field === 5) result.tensor = readBytes(reader);
      else if (field === 7 && reader.type !== 0) reader.readPackedFloat(result.floats);
      else if (field === 8) reader.readPackedVarint(result.ints, true);
      else if (field === 9) result.strings.push(utf8.decode(readBytes(reader)));
    },
    empty,
  );
}

/** The inputs of a node by position; one that is left out has an empty name. */
export function positionalInputs(node: Pick<OnnxNode, 'bytes'>): string[] {
  return namesIn(node, 1);
}

/** The outputs of a node by position; one that is left out has an empty name. */
export function positionalOutputs(node: Pick<OnnxNode, 'bytes'>): string[] {
  return namesIn(node, 2);
}

function namesIn({ bytes }: Pick<OnnxNode, 'bytes'>, wanted: 1 | 2): string[] {
  return readMessage(
    bytes,
    (field, result, reader) => {
      if (field === wanted) result.push(reader.readString());
    },
    [] as string[],
  );
}

/**
 * What the exporter noted about a node (`metadata_props`). PyTorch writes `namespace`,
 * `pkg.torch.onnx.name_scopes`, `pkg.torch.onnx.class_hierarchy`, `pkg.torch.onnx.stack_trace`.
 */
export function metadataOf(node: Pick<OnnxNode, 'bytes'>): Map<string, string> {
  return readMessage(
    node.bytes,
    (field, result, reader) => {
      if (field === 9) readStringEntry(readBytes(reader), result);
    },
    new Map<string, string>(),
  );
}

/**
 * Decodes what is otherwise decoded only when it is asked for, so that a damaged node is noticed while the
 * file is read.
 * @throws TruncatedMessage, or Error where the bytes are not messages.
 */
export function requireDecodable(node: Pick<OnnxNode, 'bytes'>): void {
  attributesOf(node);
  metadataOf(node);
}
