import type { Size } from '../base/geometry.ts';
import type { Classifier } from '../classifier/classifier.ts';
import type { PicturePixels } from '../classifier/probe/pictureFeeds.ts';
import type { ImageInput } from '../classifier/probe/pictureInput.ts';
import { isClose } from '../classifier/probe/probes.ts';
import type { PictureRun } from '../classifier/runPicture.ts';
import { runPictures } from '../classifier/runPicture.ts';
import type { Preprocessing } from '../config/preprocessing.ts';
import type { RgbPicture } from '../image/prepareInput.ts';
import { prepareInput } from '../image/prepareInput.ts';
import { choosesPlaces, keepsPlaces } from '../layers/keepsPlaces.ts';
import type { SpatialLayer } from '../layers/listLayers.ts';
import type { Graph } from '../onnx/file/graph.ts';
import { judgePlaces, MAX_SHIFT, MIN_SHIFT, saysEnough } from './judgePlaces.ts';
import { layerPlaces, layerSteps } from './layerPlaces.ts';
import type { Base } from './measurePlaces.ts';
import { measureResponses } from './measurePlaces.ts';
import type { Placement } from './placement.ts';
import { describeMove, inPlace, STRETCHED } from './placement.ts';

/**
 * Where the cells lie, from the layers before the map alone.
 * @param layer the map's tensor
 * @returns undefined if this must be measured
 */
export function placementByLayers(
  { graph, input, feature, layout }: MeasuredMap & { layout: Size },
  layer: SpatialLayer | undefined,
  picture: Size,
): Placement | undefined {
  const places = layer && layerPlaces(layer, layout, picture);
  if (!places || !keepsPlaces(graph, input.name, feature.name)) return undefined;
  const { shift, deviation, area } = places;
  // A shift to this side has a cause that must be measured: padding that is larger at the end.
  if (Math.min(shift.x, shift.y) < -MIN_SHIFT) return undefined;
  if (deviation <= MAX_SHIFT) return inPlace();
  const placement = { ...STRETCHED, area };
  const check = { standing: 'moved', by: 'layers', shift, text: describeMove(placement) } as const;
  return { ...placement, check };
}

/**
 * Where the cells lie, measured: 22 pictures are run that differ in a patch from one of noise, which is run twice. If
 * noise says nothing to the model, the same is done with a photo; for a model that chooses places by what is in the
 * picture, with another picture of noise.
 * @param run the maps of several pictures, in their order
 * @param layer the map's tensor; undefined if nothing is known about it
 * @param picture size of the model's input
 * @param photo undefined if there is none
 * @throws CamError if the model fails.
 */
export async function measurePlacement(
  { graph, input, feature }: MeasuredMap,
  run: (pictures: PicturePixels[]) => Promise<PictureRun[]>,
  layer: SpatialLayer | undefined,
  preprocessing: Preprocessing,
  picture: Size,
  photo: RgbPicture | undefined,
): Promise<Placement> {
  const asItIs: Preprocessing = {
    ...preprocessing,
    resize: { mode: 'stretch', size: { width: picture.width, height: picture.height } },
    crop: 0,
  };
  const toInput = (pixels: Uint8Array) =>
    prepareInput({ ...picture, pixels }, asItIs, input).tensor;
  const measure = (base: Base) => measureResponses(picture, toInput, run, base);
  let measured = await measure('evenNoise');
  if (photo && !saysEnough(measured.responses)) measured = await measure(photo);
  const { plain, again, responses } = measured;
  const stated = {
    layers: layer && layerPlaces(layer, plain.feature, picture),
    steps: layer && layerSteps(layer, plain.feature, picture),
  };
  const others = choosesPlaces(graph, input.name, feature.name)
    ? (await measure('fallingNoise')).responses
    : undefined;
  const placement = judgePlaces(responses, plain.feature, stated, others);
  return { ...placement, isRepeatable: isAlike(plain, again) };
}

/** The map of a model whose place is measured. */
export interface MeasuredMap {
  graph: Graph;
  input: ImageInput;
  /** Its tensor. */
  feature: { name: string };
}

/** As many at once as the model takes, else one by one: a batch is no faster, and may mix its pictures. */
export async function runInBatches(
  classifier: Classifier,
  pictures: readonly PicturePixels[],
): Promise<PictureRun[]> {
  const size = classifier.input.batch ?? 1;
  const runs: PictureRun[] = [];
  for (let first = 0; first < pictures.length; first += size) {
    runs.push(...(await runPictures(classifier, pictures.slice(first, first + size))));
  }
  return runs;
}

/** Rounding may differ between two runs, relative to the largest value. */
const ALIKE = 1e-3;

function isAlike(a: PictureRun, b: PictureRun): boolean {
  return isClose(a.logits, b.logits, ALIKE) && isClose(a.feature.values, b.feature.values, ALIKE);
}
