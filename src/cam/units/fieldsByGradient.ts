import type { CamErrorCode } from '../base/errors.ts';
import { CamError } from '../base/errors.ts';
import type { DecodeOptions } from '../image/decode.ts';
import { decodeImage } from '../image/decode.ts';
import { cellBeforeTurn } from '../maps/turn.ts';
import { noSuchLayer } from '../methods/errors.ts';
import { targetOf } from '../methods/explainByMethod.ts';
import type { MethodSubject } from '../methods/methodSubject.ts';
import { readSubject, sizedModel } from '../methods/methodSubject.ts';
import { prepare } from '../model/explainImage.ts';
import type { KnownModel } from '../model/modelCache.ts';
import type { ModelOptions, OpenModel } from '../model/openModel.ts';
import type { FieldByGradient, FieldsByGradient, StrongestPlace } from '../results/units.ts';
import type { FieldProgress } from './empiricalField.ts';
import { fieldNotFinite, notAGradient } from './fieldErrors.ts';
import { GradientFields } from './gradientField.ts';

/** Reasons that hold for every picture. */
const OF_THE_MODEL: readonly CamErrorCode[] = ['noGradientRule', 'noSpatialMap', 'tensorNotFound'];

/**
 * A gradient that misses what small steps do by more gives no field. A single cell bends more often than a logit, which
 * adds up many, and a field says where, not how much.
 */
const MAX_ERROR = 0.1;

/** A model whose fields are computed. */
interface FieldSubject extends MethodSubject {
  open: OpenModel;
  channel: number;
  decoding: DecodeOptions;
}

/**
 * The part of each picture that a channel of the model's map depends on where it is largest, by the gradient there: one
 * run forward and backward for each picture. A picture that cannot be used leaves the others as they are.
 * @param channel of the feature map as computed by the network
 * @throws CamError about the model or the preprocessing; `noGradientRule`.
 */
export async function fieldsByGradient(
  open: OpenModel,
  places: readonly StrongestPlace[],
  channel: number,
  options: ModelOptions & DecodeOptions,
  onProgress: (progress: FieldProgress) => void,
): Promise<FieldsByGradient> {
  const subject = { ...(await readSubject(open, options)), open, channel, decoding: options };
  const result: FieldsByGradient = { fields: [], failed: [] };
  for (const [i, place] of places.entries()) {
    try {
      result.fields.push(await fieldAt(subject, place));
    } catch (error) {
      if (!CamError.is(error) || OF_THE_MODEL.includes(error.code)) throw error;
      result.failed.push({ path: place.path, error: CamError.toData(error) });
    }
    onProgress({ done: i + 1, all: places.length });
  }
  return result;
}

async function fieldAt(
  subject: FieldSubject,
  { path, cell }: StrongestPlace,
): Promise<FieldByGradient> {
  const { open, scores, config, analysis, known } = subject;
  const paths = { imagePath: path, modelPath: open.graph.file };
  const photo = await decodeImage(path, subject.decoding);
  const prepared = prepare(scores, photo, config.preprocessing.value, paths);
  const { width, height } = prepared.geometry.crop;
  const sized = await sizedModel(subject, { width, height });
  const layer = await targetOf(open, subject, sized, { method: 'grad-cam' }, photo);
  if (!CamError.is(analysis) && layer.tensor !== analysis.feature.name) {
    throw noSuchLayer(paths.modelPath, analysis.feature.name);
  }
  const key = JSON.stringify([scores.output, layer.tensor, width, height]);
  const kept = await keptFields(known, key, () =>
    GradientFields.create(sized.model.scores, layer, { width, height }),
  );
  const strongest = cellBeforeTurn(cell, layer.layout, layer.placement.turn);
  const picture = { width, height, values: prepared.tensor };
  const found = await kept.fields.of(picture, subject.channel, strongest);
  const { box, share, mass } = found;
  if (!mass.values.every(Number.isFinite)) throw fieldNotFinite(paths);
  if (share > 0) {
    kept.error ??= (await kept.fields.error(picture, subject.channel, found.cell)) ?? 0;
    if (!(kept.error <= MAX_ERROR)) throw notAGradient(paths.modelPath, kept.error);
  }
  return { path, box, share };
}

interface KeptFields {
  key: string;
  fields: GradientFields;
  /** Of the gradient against small steps, for the first picture in which there is one. */
  error: number | undefined;
}

const KEPT = new WeakMap<KnownModel, KeptFields>();

/** What was loaded last for a model stays loaded with it. */
async function keptFields(
  known: KnownModel,
  key: string,
  load: () => Promise<GradientFields>,
): Promise<KeptFields> {
  const kept = KEPT.get(known);
  if (kept?.key === key) return kept;
  KEPT.delete(known);
  await kept?.fields.release();
  if (!kept) {
    known.attached.add({
      release: async () => {
        await KEPT.get(known)?.fields.release();
        KEPT.delete(known);
      },
    });
  }
  const loaded = { key, fields: await load(), error: undefined };
  KEPT.set(known, loaded);
  return loaded;
}
