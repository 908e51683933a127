import { t } from '@vscode/l10n';
import type { FidelityCheck } from './fidelity.ts';
import { percent } from './fidelity.ts';
import { wayName } from './mapWay.ts';
import type { MapMethod } from './methodMap.ts';

/** A gradient that misses what small steps do by more is not called one. */
export const MAX_ERROR = 0.02;

/** Integrated gradients that miss the difference of the logits by less, as a fraction of it, are complete. */
export const MAX_GAP = 0.01;

/** What was found out about the map of one class by a method. */
export interface MethodChecks {
  /** What small steps do against what the gradient says, relative; see `directionError`. Undefined for occlusion. */
  directionError?: number;
  /** Whether the gradient moves the logit by less than rounding, so that small steps show nothing. */
  isTooSmall?: boolean;
  /** For integrated gradients: how far the map misses the difference of the logits, as a fraction of it. */
  gap?: number;
  steps?: number;
  /** For SmoothGrad: how far two halves of the noisy copies differ, relative. */
  spread?: number;
  copies?: number;
  /** For occlusion: how many parts were covered. */
  covered?: number;
  /** For Grad-CAM if the model has an exact map: the largest difference from it ÷ its largest value. */
  fromCam?: number;
  /** Whether the picture also reaches the logits past the layer. */
  isPart?: boolean;
  /** Whether all values of the map are finite numbers, and whether all are 0. */
  isFinite?: boolean;
  isZero?: boolean;
  /** For HiResCAM: the largest value ÷ the largest of the same sum over the channels without signs. */
  uncancelled?: number;
  /** For HiResCAM in front of a piecewise linear head: how far it misses the logit but for the biases, relative to the largest. */
  sumError?: number;
  /** For LayerCAM: whether the gradient of each channel is the same at all positions. */
  isUniform?: boolean;
  /** By how much the float twin's logits miss the model's own, relative to the largest; undefined if it is the model. */
  twinError?: number;
}

/** A sum that misses by less adds up, as that of a CAM. */
const ADDS_UP = 1e-4;

/** Maps that differ by less, relative to the largest value, are the same. */
const SAME = 1e-3;

/** A sum over the channels that is smaller than this part of what is summed is rounding. */
const CANCELLED = 1e-4;

/** Whether small steps agree with a gradient. @param error see `directionError`; undefined if they show nothing */
export function isGradient(error: number | undefined): boolean {
  return error === undefined || error <= MAX_ERROR;
}

/** What a map by a method is, and how far it can be relied on, in one line. */
export function describeMethodMap(method: MapMethod, checks: MethodChecks): FidelityCheck {
  const { directionError, gap, uncancelled } = checks;
  if (checks.isFinite === false) {
    return {
      standing: 'mismatch',
      text: t(
        '{0} has values that are not finite numbers: do not rely on this map',
        wayName(method),
      ),
    };
  }
  if (!isGradient(directionError)) {
    return {
      standing: 'mismatch',
      text: t(
        'Not a gradient of this model · {0} · small steps move the logit {1} away from what it says: do not rely on this map',
        wayName(method),
        percent(directionError ?? 0),
      ),
    };
  }
  if (gap !== undefined && !(gap <= MAX_GAP)) {
    return {
      standing: 'mismatch',
      text: t(
        '{0} not complete · after {1} steps the map misses the difference of the logits by {2}: do not rely on this map',
        wayName(method),
        checks.steps ?? 0,
        percent(gap),
      ),
    };
  }
  if (uncancelled !== undefined && !checks.isZero && uncancelled <= CANCELLED) {
    return {
      standing: 'mismatch',
      text: t(
        '{0} is only rounding here · the layers behind normalise each cell, so what its channels add cancels: use Grad-CAM, or another layer',
        wayName(method),
      ),
    };
  }
  if (checks.isUniform && !checks.isZero) {
    return {
      standing: 'mismatch',
      text: t('{0} hardly depends on the class here · {1}', wayName(method), uniformGradient()),
    };
  }
  return { standing: 'approximate', text: [wayName(method), ...partsOf(checks)].join(' · ') };
}

/** Why LayerCAM says nothing about a class. */
export function uniformGradient(): string {
  return t(
    'behind this layer the model takes the mean, so the gradient is the same in every cell: use CAM or Grad-CAM, or an earlier layer',
  );
}

function partsOf(checks: MethodChecks): string[] {
  const { directionError, gap, steps, spread, copies, covered, fromCam } = checks;
  const { isPart, sumError, twinError } = checks;
  return [
    ...(checks.isZero ? [t('0 everywhere: nothing here moves the logit')] : []),
    ...(fromCam !== undefined && fromCam <= SAME ? [t('the same as the CAM')] : []),
    ...(sumError !== undefined && sumError <= ADDS_UP
      ? [t('with the biases it adds up to the logit (error {0})', sumError.toExponential(0))]
      : []),
    ...(isPart ? [t('a part of the logit: the image also reaches it past this layer')] : []),
    ...(gap === undefined
      ? []
      : [
          t(
            'adds up to the difference of the logits within {0}, {1} steps',
            percent(gap),
            steps ?? 0,
          ),
        ]),
    ...(spread === undefined
      ? []
      : [t('mean of {0} noisy copies, halves differ by {1}', copies ?? 0, percent(spread))]),
    ...(covered === undefined
      ? []
      : [t('by how much the logit falls when a part is covered, {0} parts', covered)]),
    ...(directionError === undefined
      ? []
      : [t('gradient checked: {0}', directionError.toExponential(0))]),
    ...(checks.isTooSmall ? [t('gradient too small to be checked')] : []),
    ...(twinError === undefined
      ? []
      : [t('of the model in float32, whose logits differ by {0}', percent(twinError))]),
  ];
}
