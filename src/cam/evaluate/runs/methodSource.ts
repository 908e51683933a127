import path from 'node:path';
import { t } from '@vscode/l10n';
import { CamError } from '../../base/errors.ts';
import type { DecodeOptions } from '../../image/decode.ts';
import { describeMethods } from '../../methods/describeMethods.ts';
import { explainByMethod } from '../../methods/explainByMethod.ts';
import type { OpenModel, SizedOptions } from '../../model/openModel.ts';
import type { RowSource } from '../../results/evaluation/localization.ts';
import { wayName } from '../../results/mapWay.ts';
import type { MapMethod } from '../../results/methodMap.ts';
import { MAP_METHODS } from '../../results/methodMap.ts';
import { firstClassesOf } from '../classification/topClasses.ts';
import type { Evaluation } from '../evaluation.ts';
import type { MapSource, PictureMaps } from '../mapSource.ts';
import { Failures } from './failures.ts';
import { isTenCrop, tenCropSource } from './tenCrops.ts';

type MethodRow = RowSource & { kind: 'method' };

/**
 * The maps of a row that needs further runs of the model: by a method, of the picture's right class and of its first
 * five; or class activation maps over ten crops, see {@link tenCropSource}. A picture that is read again at once is not
 * run again.
 * @throws CamError `noGradientRule` for a method that the model does not allow, or about the model; `noSpatialMap` and
 *   the like for ten crops of a model without class activation maps
 */
export async function methodSource(
  model: OpenModel,
  evaluation: Evaluation,
  source: MethodRow,
  options: SizedOptions & DecodeOptions,
): Promise<MapSource> {
  if (isTenCrop(source)) return tenCropSource(model, evaluation, source, options);
  const method = MAP_METHODS.find((one) => one === source.method);
  if (!method || source.crops !== 1) throw notOffered(model, source, undefined);
  const { offers } = await describeMethods(model, options);
  const offer = offers.find((one) => one.method === method);
  if (!offer || offer.reason !== undefined) throw notOffered(model, source, offer?.reason);
  const name = wayName(method);
  const failures = new Failures(evaluation, name);
  const read = (image: number) =>
    failures.orNone(image, () => mapsBy(method, model, evaluation, image, options));
  return { source, name, read: remembered(read), findings: () => failures.findings() };
}

async function mapsBy(
  method: MapMethod,
  model: OpenModel,
  { index, predictions }: Evaluation,
  image: number,
  options: SizedOptions & DecodeOptions,
): Promise<PictureMaps> {
  const file = path.join(index.folder, index.images[image]?.path ?? '');
  const top = firstClassesOf(predictions, image);
  const truth = predictions.truth[image] ?? -1;
  const classes = [...new Set(truth < 0 ? top : [truth, ...top])];
  const { maps, geometry } = await explainByMethod(
    model,
    file,
    { method, classes },
    options,
    () => undefined,
  );
  return {
    top,
    mapOf: (classIndex) => maps.find((one) => one.class === classIndex)?.map,
    geometry,
    interpolation: 'bilinear',
  };
}

/** Keeps the last answer: a table asks several times for the same picture. */
function remembered(read: MapSource['read']): MapSource['read'] {
  let last: { image: number; maps: ReturnType<MapSource['read']> } | undefined;
  return (image) => {
    if (last?.image !== image) last = { image, maps: read(image) };
    return last.maps;
  };
}

function notOffered(
  { graph }: OpenModel,
  { method, crops }: MethodRow,
  reason: string | undefined,
): CamError {
  return new CamError({
    code: 'noGradientRule',
    message: reason ?? t('There are no maps “{0}” over {1} crops.', method, crops),
    nextAction: t('Choose another method.'),
    file: graph.file,
  });
}
