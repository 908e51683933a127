import { t } from '@vscode/l10n';
import type { CamErrorCode } from '../base/errors.ts';
import { CamError, isOnlyNoCam } from '../base/errors.ts';
import type { MapMethod, MethodOffer } from './methodMap.ts';
import { MAP_METHODS } from './methodMap.ts';

/** How a map is made: from the model's own class weights, or by a method for any classifier. */
export type MapWay = 'cam' | MapMethod;

export const MAP_WAYS: readonly MapWay[] = ['cam', ...MAP_METHODS];

/** Refusals of a method after which another one may be possible. */
const OF_METHOD: readonly CamErrorCode[] = ['noGradientRule', 'noSpatialMap'];

/** Whether an error says that a model has no CAM, which leaves it maps by a method. */
export function refusesOnlyCam(error: unknown): error is CamError {
  return CamError.is(error) && isOnlyNoCam(error);
}

/**
 * Explains by the first of the methods that is offered. What a graph promises may turn out wrong with a picture: then
 * the reason is written into the offer, and the next one is used.
 * @param explain gets the refusal of the method before
 * @returns the last refusal if all are refused with the picture; undefined if none is offered
 * @throws whatever else `explain` throws.
 */
export async function byFirstAllowed<T>(
  methods: readonly MapMethod[],
  offers: readonly MethodOffer[],
  explain: (method: MapMethod, refusal: CamError | undefined) => Promise<T>,
): Promise<T | CamError | undefined> {
  let refusal: CamError | undefined;
  for (const method of methods) {
    const offer = offers.find((one) => one.method === method);
    if (!offer || offer.reason !== undefined) continue;
    try {
      return await explain(method, refusal);
    } catch (error) {
      if (!CamError.is(error) || !OF_METHOD.includes(error.code)) throw error;
      offer.reason = error.message;
      refusal = error;
    }
  }
  return refusal;
}

const NAMES: Record<MapWay, () => string> = {
  cam: () => 'CAM',
  'grad-cam': () => 'Grad-CAM',
  'hires-cam': () => 'HiResCAM',
  'layer-cam': () => 'LayerCAM',
  saliency: () => t('Saliency (back-propagation)'),
  'gradient-input': () => t('Gradient × input'),
  'integrated-gradients': () => t('Integrated gradients'),
  'smooth-grad': () => 'SmoothGrad',
  occlusion: () => t('Occlusion'),
};

/** Name of a way, as papers call it. */
export function wayName(way: MapWay): string {
  return NAMES[way]();
}
