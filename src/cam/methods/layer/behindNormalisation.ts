import { isDeepStrictEqual } from 'node:util';
import { inferShapes } from '../../classifier/input/graphShapes.ts';
import { concreteInput } from '../../classifier/probe/pictureInput.ts';
import { uncancelledPart } from '../../maps/gradientMaps.ts';
import type { TargetQuestion } from './findTarget.ts';
import { countsEverywhere, gradientsOfNoise, placedReading } from './findTarget.ts';
import { readingsOf } from './layerReadings.ts';
import type { LayerReading, LayerTarget } from './layerTarget.ts';
import { featureMapOf } from './layerTarget.ts';

/** So many tensors behind the layer are looked at, from it on. */
const MAX_LOOKED_AT = 12;

/** A sum over the channels that is smaller than this part of what is summed is rounding. */
const CANCELLED = 1e-3;

/**
 * The layer for methods that multiply gradient and value in each cell (HiResCAM, LayerCAM), if these cancel at the layer
 * for Grad-CAM: where the model normalises each cell next, scaling a cell changes nothing, so that Σ_k g_k·f_k is 0 there
 * (Euler's theorem). It is the tensor nearest to the output with the same cells and channels, through which all goes that the
 * cells move: the output of that normalisation. What is only added to the cells themselves later (the residual branch of a
 * transformer's block) is not counted. All of it is measured on noise.
 * @param target the layer for Grad-CAM
 * @returns undefined if nothing cancels there, or no such tensor is behind it
 * @throws CamError `noGradientRule`, or where the runtime refuses the model.
 */
export async function behindNormalisation(
  question: TargetQuestion,
  target: LayerTarget,
): Promise<LayerTarget | undefined> {
  const { scores } = question.model;
  const candidates = await readingsBehind(question, target);
  const names = candidates.flatMap(([reading]) => reading?.tensor ?? []);
  if (names.length === 0) return undefined;
  const found = await gradientsOfNoise(scores, [...names, target.tensor]);
  const isLive = (reading: LayerReading) => {
    const at = found.get(reading.tensor);
    if (!at || !countsEverywhere(at.gradient, reading)) return false;
    const value = featureMapOf(at.value, reading);
    return uncancelledPart(value, featureMapOf(at.gradient, reading)) > CANCELLED;
  };
  if (isLive(target)) return undefined;
  const live = candidates
    .map((readings) => readings.filter(isLive))
    .find((readings) => readings.length > 0);
  return live && placedReading(question, [live]);
}

/** The tensors behind a layer that all goes through, read as it is; that nearest to the output first. */
async function readingsBehind(
  { model }: TargetQuestion,
  { placement: _, ...target }: LayerTarget,
): Promise<LayerReading[][]> {
  const { graph, logits, input, path } = model.scores;
  const cuts = graph.cutPointsBehind(target.tensor, logits.name);
  const shapes = await inferShapes(graph, [...cuts], concreteInput(input));
  const readings = cuts.flatMap((name) => {
    const tensor = shapes.get(name);
    if (!tensor) return [];
    if (String(tensor.dims.slice(1)) === String(target.rowDims)) {
      return [[{ ...target, tensor: name }]];
    }
    // A class token may join the others here.
    const alike = readingsOf(graph, { tensor, spatial: undefined }, path.picture).filter(
      ({ layout }) => isDeepStrictEqual(layout, target.layout),
    );
    return alike.length > 0 ? [alike] : [];
  });
  return readings.slice(-MAX_LOOKED_AT);
}
