import { inRepository } from '../../../scripts/repository.ts';
import { createRandom, randomValues } from '../../../src/cam/classifier/probe/probes.ts';
import type { Preprocessing } from '../../../src/cam/config/preprocessing.ts';
import type { ModelCache } from '../../../src/cam/model/modelCache.ts';
import { OpenModel } from '../../../src/cam/model/openModel.ts';
import type { MeansHead } from '../../../src/cam/newModel/headNodes.ts';
import { writeNewModel } from '../../../src/cam/newModel/writeNewModel.ts';

export const LABELS = ['hole', 'scratch', 'free of "faults"'];

/** Random weights for the classes of {@link LABELS}. */
export function randomHead(channels: number): MeansHead {
  return {
    weights: randomValues(createRandom(3), LABELS.length * channels, -1, 1),
    biases: randomValues(createRandom(4), LABELS.length, -1, 1),
  };
}

/** Writes a random head on the last map of a fixture. */
export async function writeWithHead(
  models: ModelCache,
  name: string,
  target: string,
  options: {
    preprocessing?: Preprocessing;
    check?: (file: string) => Promise<void>;
    most?: number;
  } = {},
): Promise<{ open: OpenModel; head: MeansHead }> {
  const open = await OpenModel.read(models, inRepository('test', 'fixtures', name));
  const { graph, input, feature, layout } = await open.analysis();
  const head = randomHead(layout.channels);
  const preprocessing = options.preprocessing ?? (await open.description()).preprocessing.value;
  await writeNewModel(
    {
      ...{ graph, input: input.name, head, labels: LABELS, preprocessing },
      feature: { ...feature, layout },
    },
    target,
    options.check ?? (async () => undefined),
    options.most,
  );
  return { open, head };
}
