import { CamError, orRefusal } from '../base/errors.ts';
import type { DecodedImage } from '../image/decode.ts';
import { IN_PLACE_OF_CAM } from '../maps/methodLists.ts';
import { describeScores, offersOf } from '../methods/describeMethods.ts';
import type { MethodProgress } from '../methods/explainByMethod.ts';
import { explainPhotoByMethod } from '../methods/explainByMethod.ts';
import { readSubject } from '../methods/methodSubject.ts';
import type { PictureOptions } from '../model/explainImage.ts';
import { explainPhoto } from '../model/explainImage.ts';
import type { OpenModel, SizedOptions } from '../model/openModel.ts';
import type { Explanation, ModelDescription } from '../results/explanation.ts';
import type { MapWay } from '../results/mapWay.ts';
import { byFirstAllowed, refusesOnlyCam } from '../results/mapWay.ts';
import type { MapMethod, MethodDescription, MethodExplanation } from '../results/methodMap.ts';

export interface AskedOptions extends SizedOptions, PictureOptions {
  /** How the map is made, if the model allows it; else as if left out: a CAM, or what is shown in place of one. */
  way?: MapWay;
}

/** A picture that is being decoded. */
export interface DecodingPhoto {
  path: string;
  decoding: Promise<DecodedImage>;
}

/** A picture with a CAM, or with the map of its first class by a method. */
export type Explained =
  | { way: 'cam'; model: ModelDescription; explanation: Explanation }
  | { way: MapMethod; model: Omit<MethodDescription, 'offers'>; explanation: MethodExplanation };

/**
 * Explains a picture by the asked way, or by the one that the model allows in its place.
 * @throws CamError about the model or the picture; about the model if both are at fault.
 */
export async function explainAsAsked(
  model: OpenModel,
  photo: DecodingPhoto,
  options: AskedOptions,
  onProgress: (progress: MethodProgress) => void,
): Promise<Explained> {
  photo.decoding.catch(() => undefined);
  const { way, featureTensor, inputScale } = options;
  const byMethod = (methods: readonly MapMethod[]) =>
    explainByFirst(model, photo, methods, options, onProgress);
  const asked = way === undefined || way === 'cam' ? undefined : await byMethod([way]);
  if (asked) return asked;
  const explained = await orRefusal(() => explainPhoto(model, photo.decoding, photo.path, options));
  if (!CamError.is(explained)) {
    return { way: 'cam', model: await model.description(), explanation: explained };
  }
  // The layer or the size of the input was chosen, and may be the reason.
  const isChosen = featureTensor !== undefined || (inputScale ?? 1) !== 1;
  if (!refusesOnlyCam(explained) || isChosen) throw explained;
  const instead = await byMethod(IN_PLACE_OF_CAM);
  if (instead) return instead;
  throw explained;
}

/** By the first of the methods that the model allows; undefined if it allows none. */
async function explainByFirst(
  model: OpenModel,
  photo: DecodingPhoto,
  methods: readonly MapMethod[],
  options: AskedOptions,
  onProgress: (progress: MethodProgress) => void,
): Promise<Explained | undefined> {
  const subject = await readSubject(model, options);
  const { featureTensor } = options;
  const layer = featureTensor === undefined ? {} : { layer: featureTensor };
  const offers = await offersOf(subject, featureTensor);
  const described = await describeScores(model, subject);
  const explained = await byFirstAllowed(methods, offers, async (way) => ({
    way,
    model: described,
    explanation: await explainPhotoByMethod(
      model,
      photo,
      { method: way, classes: [], ...layer },
      options,
      onProgress,
    ),
  }));
  return CamError.is(explained) ? undefined : explained;
}
