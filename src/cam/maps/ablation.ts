import { t } from '@vscode/l10n';
import type { Explanation, ModelDescription } from '../results/explanation.ts';
import { classWeightsOf } from './classWeightsOf.ts';
import type { ClassWeights, FeatureMap, MapKind, Readout } from './featureMap.ts';
import { changedProbabilities, rankByLogit } from './scores.ts';

/** Whether ablation of channels is exact for a picture: the logits must be linear in the map. */
export function canAblate({ mapKind, readout }: { mapKind: MapKind; readout: Readout }): boolean {
  return mapKind !== 'gradCam' && readout.kind === 'mean';
}

/**
 * The logits of one picture without some channels: S'_c = S_c − mean over the positions of Σ w_k^c f_k(x, y) over the
 * ablated k; where a channel has one weight, S_c − Σ w_k^c F_k. Exact if {@link canAblate}. Sums run in float64.
 * @param featureMap of an explanation: already weighted by the share of each position
 * @param logits the model's own
 * @param channels of the feature map, each once
 * @throws RangeError if a channel does not exist or the sizes differ.
 */
export function ablatedLogits(
  featureMap: FeatureMap,
  { classes, channels: count, positions: weighted, weights }: ClassWeights,
  logits: Float32Array,
  channels: readonly number[],
): Float32Array {
  const { width, height, values } = featureMap;
  const positions = width * height;
  if (count !== featureMap.channels || logits.length !== classes) {
    throw new RangeError('the weights do not belong to this feature map and these logits');
  }
  if (weighted > 1 && weighted !== positions) {
    throw new RangeError(`the class weights are for ${weighted} positions, not for ${positions}`);
  }
  const changed = Float64Array.from(logits);
  for (const k of channels) {
    if (!(Number.isInteger(k) && k >= 0 && k < count)) {
      throw new RangeError(`channel ${k} does not exist: there are ${count}`);
    }
    const activation = values.subarray(k * positions, (k + 1) * positions);
    const mean = activation.reduce((sum, value) => sum + value, 0) / positions;
    for (let c = 0; c < classes; c++) {
      const own = (c * count + k) * weighted;
      const part =
        weighted > 1 ? meanProduct(weights, own, activation) : (weights[own] as number) * mean;
      changed[c] = (changed[c] as number) - part;
    }
  }
  return Float32Array.from(changed);
}

/**
 * The explanation of one picture without some channels: they are 0 in the feature map, and logits, probabilities and
 * ranking follow, so that mean(M) + b is still the logit. Exact if {@link canAblate}.
 * @param channels of the feature map, each once
 * @throws RangeError as {@link ablatedLogits}
 */
export function withoutChannels(
  explanation: Explanation,
  model: Pick<ModelDescription, 'classWeights' | 'activation'>,
  channels: readonly number[],
): Explanation {
  if (channels.length === 0) return explanation;
  const { featureMap, claim } = explanation;
  const weights = classWeightsOf(model, explanation);
  const logits = ablatedLogits(featureMap, weights, explanation.logits, channels);
  const positions = featureMap.width * featureMap.height;
  const values = featureMap.values.slice();
  for (const k of channels) values.fill(0, k * positions, (k + 1) * positions);
  const text =
    channels.length === 1
      ? t('{0} · 1 channel switched off', claim.text)
      : t('{0} · {1} channels switched off', claim.text, channels.length);
  return {
    ...explanation,
    featureMap: { ...featureMap, values },
    logits,
    probabilities: changedProbabilities(explanation, logits, model.activation),
    ranking: rankByLogit(logits),
    claim: { ...claim, text },
  };
}

function meanProduct(weights: Float32Array, first: number, values: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++)
    sum += (weights[first + i] as number) * (values[i] as number);
  return sum / values.length;
}
