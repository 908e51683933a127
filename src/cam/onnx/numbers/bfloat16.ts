import { t } from '@vscode/l10n';
import type { Initializer, OnnxModel, ValueInfo } from '../file/model.ts';
import { TensorElementType } from '../file/model.ts';
import { widen } from './widen.ts';

const { bfloat16 } = TensorElementType;

/**
 * Makes every bfloat16 tensor of a model float32, its values unchanged: the runtime has no convolution
 * in bfloat16 on a CPU, and can neither take nor give such tensors.
 */
export function widenBfloat16(model: OnnxModel): void {
  const infos = [...model.inputs, ...model.outputs, ...model.valueInfos.values()];
  const weights = [...model.initializers.values()].filter(isBfloat16);
  const widened = widen(model, bfloat16);
  const hasNewNodes = widened.nodes.some((node, index) => node !== model.nodes[index]);
  if (weights.length === 0 && !infos.some(isBfloat16) && !hasNewNodes) return;
  const computes = hasNewNodes || model.inputs.some(isBfloat16) || isUsedAsIs(model, weights);
  Object.assign(model, widened);
  if (computes) {
    model.notices.push(
      t(
        'This model computes in bfloat16. Here the same weights run in float32, which rounds less at each step.',
      ),
    );
  }
  model.isRewritten = true;
}

function isBfloat16({ elementType }: Pick<ValueInfo, 'elementType'>): boolean {
  return elementType === bfloat16;
}

/** Whether any weight is used other than by a Cast; with a Cast, bfloat16 is mere storage. */
function isUsedAsIs(model: OnnxModel, weights: Initializer[]): boolean {
  const names = new Set(weights.map(({ name }) => name));
  return model.nodes.some(
    ({ opType, inputs }) => opType !== 'Cast' && inputs.some((name) => names.has(name)),
  );
}
