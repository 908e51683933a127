import { classLabel } from '../../base/classLabel.ts';
import type { ParityPicture } from '../../results/evaluation/parity.ts';
import type { EvaluationRecord, PictureRecord } from '../../results/evaluation/record.ts';
import { compareMaps } from './compareMaps.ts';

/** A picture under both models. */
export interface Compared {
  picture: ParityPicture;
  /** Whether both know its class. */
  isLabelled: boolean;
  /** Whether its right class is another one than before. */
  hasOtherClass: boolean;
  wasRight: boolean;
  isRight: boolean;
  /** Whether both have a map of the class that was predicted before. */
  hasMaps: boolean;
}

/** @param classOf a class of the model before, as the model after numbers it */
export function comparePicture(
  [pictureBefore, pictureAfter]: readonly [PictureRecord, PictureRecord],
  before: EvaluationRecord,
  after: EvaluationRecord,
  classOf: (classIndex: number) => number | undefined,
): Compared {
  const classBefore = classOf(pictureBefore.predicted);
  const mapBefore = pictureBefore.maps.find((m) => m.classIndex === pictureBefore.predicted);
  const mapAfter = pictureAfter.maps.find((m) => m.classIndex === classBefore);
  const { boxIou, correlation } =
    mapBefore && mapAfter
      ? compareMaps([pictureBefore, mapBefore], [pictureAfter, mapAfter])
      : { boxIou: Number.NaN, correlation: Number.NaN };
  const { truth } = pictureAfter;
  const picture: ParityPicture = {
    path: pictureAfter.path,
    truth: truth ?? undefined,
    before: classBefore ?? -1,
    after: pictureAfter.predicted,
    names: {
      truth: truth === null ? undefined : classLabel(after.labels, truth),
      before: classLabel(before.labels, pictureBefore.predicted),
      after: classLabel(after.labels, pictureAfter.predicted),
    },
    boxIou,
    mapCorrelation: correlation,
  };
  return {
    picture,
    isLabelled: pictureBefore.truth !== null && truth !== null,
    hasOtherClass: pictureBefore.truth !== null && classOf(pictureBefore.truth) !== truth,
    wasRight: pictureBefore.truth === pictureBefore.predicted,
    isRight: truth === pictureAfter.predicted,
    hasMaps: mapBefore !== undefined && mapAfter !== undefined,
  };
}

/** Right before, wrong after. */
export function isBroken({ isLabelled, wasRight, isRight }: Compared): boolean {
  return isLabelled && wasRight && !isRight;
}
