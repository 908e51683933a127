import { inferShapes } from '../../classifier/input/graphShapes.ts';
import { concreteInput } from '../../classifier/probe/pictureInput.ts';
import type { Scores } from '../../classifier/scores.ts';
import { countsEverywhere, gradientsOfNoise } from './findTarget.ts';
import { readingsOf } from './layerReadings.ts';
import type { LayerReading } from './layerTarget.ts';

/** So many tensors that read as tokens are looked at, from the output on. */
const MAX_LOOKED_AT = 48;

/**
 * Tensors of tokens, in whatever branch of the model they are: each with the ways to read it, that nearest to the output
 * first.
 * @throws CamError where the runtime refuses the model.
 */
export async function tokenReadings({ graph, input, path }: Scores): Promise<LayerReading[][]> {
  const carrying = graph.dependents(input.name);
  const names = graph.model.nodes
    .flatMap(({ outputs }) => outputs)
    .filter((name) => carrying.has(name));
  const shapes = await inferShapes(graph, names, concreteInput(input));
  const found: LayerReading[][] = [];
  for (const name of names.toReversed()) {
    if (found.length === MAX_LOOKED_AT) break;
    const tensor = shapes.get(name);
    const readings = tensor ? readingsOf(graph, { tensor, spatial: undefined }, path.picture) : [];
    if (readings.length > 0) found.push(readings);
  }
  return found;
}

/**
 * For a model of several branches, in which no layer is passed by all that the picture says (CrossViT): in each branch the
 * tensor of tokens nearest to the output on which the logits depend in most of its cells, and through which all others of
 * its branch go. So keys and values, which lie side by side, are not taken, but what both are made from. Of the branches,
 * that which ends last comes first.
 * @throws CamError `noGradientRule`, or where the runtime refuses the model.
 */
export async function branchReadings(scores: Scores): Promise<LayerReading[][]> {
  const candidates = await tokenReadings(scores);
  const names = candidates.flatMap(([reading]) => reading?.tensor ?? []);
  if (names.length === 0) return [];
  const gradients = await gradientsOfNoise(scores, names);
  const counting = candidates
    .map((readings) =>
      readings.filter((reading) => {
        const at = gradients.get(reading.tensor);
        return at !== undefined && countsEverywhere(at.gradient, reading);
      }),
    )
    .filter((readings) => readings.length > 0);
  const branches = new Map<string, LayerReading[][]>();
  for (const readings of counting) {
    const key = JSON.stringify(readings[0]?.layout);
    branches.set(key, [...(branches.get(key) ?? []), readings]);
  }
  return [...branches.values()].flatMap((branch) => {
    const last = branch.find((readings) => isPassedByAll(scores, readings, branch));
    return last ? [last] : [];
  });
}

/** Whether each tensor of a branch is made from this one, or this one from it. */
function isPassedByAll(
  { graph }: Scores,
  [reading]: LayerReading[],
  branch: LayerReading[][],
): boolean {
  const name = reading?.tensor ?? '';
  const made = graph.dependents(name);
  return branch.every(([other]) => {
    const tensor = other?.tensor ?? '';
    return made.has(tensor) || graph.dependents(tensor).has(name);
  });
}
