import path from 'node:path';
import type {
  ChosenVariant,
  ImageList,
  ModelChange,
  Side,
  ToShowCam,
} from '../../protocol/showCam.ts';
import type { LoadResult } from './explanationLoader.ts';
import type { ExplainedByMethod } from './mapMethods.ts';
import { isDescription } from './mapMethods.ts';

/** A result on show, with the images that the user steps through. */
export type Shown = LoadResult & { variant: ChosenVariant; images: ImageList };

/** Whether a result has a CAM, and not only a map by a method. */
export function hasCam<Result extends LoadResult>(
  result: Result,
): result is Exclude<Result, ExplainedByMethod> {
  return isDescription(result.model);
}

/** What the page gets of a result: the model, and the explanation. @param change since the model's file changed */
export function messagesOf(
  result: Shown,
  side: Side,
  change: ModelChange | undefined,
): [ToShowCam, ToShowCam] {
  const { model, explanation, variant, images } = result;
  const fileName = path.basename(model.path);
  const ofModel = { type: 'model', side, model, fileName } as const;
  const ofPicture = {
    ...({ type: 'explanation', side, images, explanation, variant } as const),
    ...(change ? { change } : {}),
  };
  if (hasCam(result)) return [ofModel, ofPicture];
  const { offers, methodMap } = result;
  return [
    { ...ofModel, methods: { offers, first: methodMap.method } },
    { ...ofPicture, methodMap },
  ];
}
