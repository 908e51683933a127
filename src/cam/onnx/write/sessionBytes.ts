import { t } from '@vscode/l10n';
import { CamError } from '../../base/errors.ts';
import type { OnnxModel } from '../file/model.ts';
import type { ModelFile } from '../file/modelFile.ts';
import { MAX_MODEL_BYTES } from '../file/modelFile.ts';
import type { Additions } from './encode.ts';
import { encodeAdditions, encodeModel, sharedParts } from './encode.ts';

/**
 * The model's bytes with additions to its graph. These are appended to the file's bytes; only a model that reading
 * has changed is encoded anew.
 * @throws CamError `modelRefused` where it becomes too large for the format.
 */
export async function sessionBytes(
  model: OnnxModel,
  file: ModelFile,
  added: Additions,
): Promise<Uint8Array> {
  const existing = model.outputs.map(({ name }) => name);
  if (!model.isRewritten) return appendToModel(file, await encodeAdditions(added, existing));
  return encodeRewritten(model, added);
}

/** A model that is no longer the one in its file. */
async function encodeRewritten(model: OnnxModel, added: Additions): Promise<Uint8Array> {
  const initializers: Uint8Array[] = [];
  let byteLength = 0;
  for (const initializer of [...model.initializers.values(), ...added.initializers]) {
    const bytes = await initializer.read();
    initializers.push(bytes);
    byteLength += bytes.length;
    if (byteLength > MAX_MODEL_BYTES) throw tooLarge(model.file.path);
  }
  return encodeModel({
    ...sharedParts(model),
    nodes: [...model.nodes.map(({ bytes }) => bytes), ...added.nodes],
    initializers,
    inputs: [...model.inputs, ...added.inputs],
    outputs: [...new Set([...model.outputs.map(({ name }) => name), ...added.outputs])],
  });
}

/** The file's bytes followed by `extra`; uses the spare room, so nothing is copied but `extra`. */
function appendToModel(file: ModelFile, extra: Uint8Array): Uint8Array {
  const { buffer, byteOffset, length } = file.bytes;
  if (byteOffset + length + extra.length > buffer.byteLength) {
    return Buffer.concat([file.bytes, extra]);
  }
  const whole = new Uint8Array(buffer, byteOffset, length + extra.length);
  whole.set(extra, length);
  return whole;
}

function tooLarge(file: string): CamError {
  return new CamError({
    code: 'modelRefused',
    message: t('{0} exceeds 2 GB once converted to the form needed to run it here.', file),
    nextAction: t('Export it with float32 weights in external data and without local functions.'),
    file,
  });
}
