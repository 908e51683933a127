import { roundRect, shortest } from '../../../src/cam/maps/files/report.ts';
import { boxInPhoto, DEFAULT_BOX_THRESHOLD } from '../../../src/cam/maps/pixels/box.ts';
import { isOfPixels } from '../state/mapWays.ts';
import type { Loaded } from '../state/store.ts';
import { labelOf } from '../state/titles.ts';

/** The map on show by a method as plain JSON; undefined while there is none. */
export function reportMethodMap({ by, explanation, model }: Loaded): object | undefined {
  const shown = by?.map;
  if (!shown) return undefined;
  const { method, layer, map, claim, place, geometry, against } = shown;
  const { imagePath, expectedClass, logits, probabilities } = explanation;
  const { path, labels } = model.model;
  const classOf = (index: number) => ({
    index,
    label: labelOf(index, labels.value),
    logit: shortest(logits[index] as number),
    probability: shortest(probabilities[index] as number),
  });
  const interpolation = isOfPixels(method) ? 'cells' : 'bilinear';
  const box = boxInPhoto(map, geometry, DEFAULT_BOX_THRESHOLD, interpolation);
  const { width, height, values } = map;
  return {
    image: imagePath,
    model: path,
    method,
    ...(layer === undefined ? {} : { layer }),
    ...{ claim, place, expectedClass },
    grid: [width, height],
    class: classOf(shown.class),
    ...(against === undefined ? {} : { against: classOf(against) }),
    map: Array.from({ length: height }, (_, y) =>
      Array.from(values.subarray(y * width, (y + 1) * width), shortest),
    ),
    box: box === undefined ? null : roundRect(box),
  };
}
