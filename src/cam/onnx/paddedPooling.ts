import { t } from '@vscode/l10n';
import { attributesOf, positionalInputs } from './file/attributes.ts';
import { decodeInitializer } from './file/initializerValues.ts';
import type { OnnxModel, OnnxNode } from './file/model.ts';

/** The runtime removes or passes over these before it looks for a padding. */
const PASSED_OVER: ReadonlySet<string> = new Set(['Cast', 'Identity', 'Dropout']);

/**
 * Whether a max pooling takes zeros from a padding before it, where values below zero may be. If it optimises a model,
 * onnxruntime 1.30 turns such zeros into a padding of the pooling, which is −∞, and gives other logits.
 */
export async function hasZerosBeforePooling(model: OnnxModel): Promise<boolean> {
  const producers = new Map(
    model.nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)),
  );
  const before = (node: OnnxNode | undefined) => producers.get(node?.inputs[0] ?? '');
  for (const pool of model.nodes.filter(({ opType }) => opType === 'MaxPool')) {
    let node = before(pool);
    while (node && PASSED_OVER.has(node.opType)) node = before(node);
    if (node?.opType !== 'Pad' || before(node)?.opType === 'Relu') continue;
    if (await padsWithZeros(node, model)) return true;
  }
  return false;
}

/** `Pad` takes its value from an attribute up to operator set 10, from its third input later. */
async function padsWithZeros(pad: OnnxNode, model: OnnxModel): Promise<boolean> {
  const attributes = attributesOf(pad);
  if ((attributes.get('mode')?.string ?? 'constant') !== 'constant') return false;
  if ((attributes.get('value')?.float ?? 0) !== 0) return false;
  const value = model.initializers.get(positionalInputs(pad)[2] ?? '');
  const values = value && (await decodeInitializer(value, model.file.path));
  return !values?.some((number) => number !== 0);
}

/** What a user must know who runs such a model elsewhere. */
export function zerosNotice(): string {
  return t(
    'The model pads with zeros before a max pooling. onnxruntime drops these zeros when it optimises a model, and then gives other scores. Here this optimisation is off; elsewhere, disable its optimiser Pad_Fusion.',
  );
}
