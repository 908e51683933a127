import type { DecodeOptions } from '../../image/decode.ts';
import type { OpenModel, SizedOptions } from '../../model/openModel.ts';
import type { DoctorProgress, DoctorQuery, DoctorReport } from '../../results/evaluation/doctor.ts';
import { scoringModel } from '../runs/scoringModel.ts';
import { DecodedPhotos } from './decodedPhotos.ts';
import { Examination } from './examination.ts';
import { labelOrders, labelsOfFiles } from './labelOrders.ts';
import { reportOf } from './report.ts';
import type { LabelledPicture } from './sample.ts';
import { sampleEvenly } from './sample.ts';
import { pixelSettings } from './settings.ts';
import { Trials } from './trials.ts';

const MAX_PICTURES = 200;

/**
 * Runs labelled pictures with every plausible way to read them, and counts how often the right class is first: first the
 * ways to make values of pixels with the geometry in use, then with the best of them the other geometries and
 * interpolations; each by every plausible order of the labels, which needs no runs. `docs/evaluate.md` lists them.
 * A way that is far worse than the best one is not run on all pictures.
 *
 * @param pictures with classes of the model, by the labels in use; of many a seeded sample, even over the classes
 * @throws CamError if the model cannot be used or fails, or if the settings in use do not fit it.
 */
export async function examine(
  model: OpenModel,
  pictures: readonly LabelledPicture[],
  query: DoctorQuery,
  onProgress: (progress: DoctorProgress) => void = () => undefined,
  options: SizedOptions & DecodeOptions = {},
): Promise<DoctorReport> {
  const scoring = await scoringModel(model, options);
  const { input, labels, preprocessing } = scoring;
  const files = await labelsOfFiles(model.graph.file, labels.length);
  const orders = labelOrders(labels, files, query.firstNumber);
  const count = Math.min(query.pictures ?? MAX_PICTURES, MAX_PICTURES);
  const examination = new Examination(
    sampleEvenly(pictures, count, query.seed),
    new Trials(scoring, orders),
    new DecodedPhotos(options),
    onProgress,
  );
  const trials = await examination.run(pixelSettings(preprocessing, input), input);
  const { pictures: run, findings } = examination;
  return {
    ...reportOf(trials, orders, run, query.labelsBy ?? 'names'),
    ...{ pictures: run.length, seed: query.seed, findings },
  };
}
