import { t } from '@vscode/l10n';
import { CamError } from '../base/errors.ts';
import { inferShapes } from '../classifier/input/graphShapes.ts';
import { concreteInput } from '../classifier/probe/pictureInput.ts';
import type { DecodeOptions } from '../image/decode.ts';
import { decodeImage } from '../image/decode.ts';
import type { RgbPicture } from '../image/prepareInput.ts';
import { prepare } from '../model/explainImage.ts';
import type { KnownModel } from '../model/modelCache.ts';
import { findLayers } from '../model/modelLayers.ts';
import type { OpenModel } from '../model/openModel.ts';
import type { TensorSession } from '../model/tensorSession.ts';
import { loadTensor, runTensor } from '../model/tensorSession.ts';
import type { TensorMaps } from '../results/inspection.ts';
import { configOf, inputOf } from './inspect.ts';

/**
 * The channels of one spatial tensor for one picture, for any model that takes pictures.
 * @param imagePath absolute
 * @throws CamError `tensorNotFound`, or about the model, the picture, the preprocessing.
 */
export async function tensorMaps(
  ...question: Parameters<typeof tensorOverPhoto>
): Promise<TensorMaps> {
  const { maps } = await tensorOverPhoto(...question);
  return maps;
}

/** As {@link tensorMaps}, with the pixels of the photo. */
export async function tensorOverPhoto(
  model: OpenModel,
  imagePath: string,
  tensor: string,
  options: DecodeOptions & { output?: string; configPath?: string },
): Promise<{ maps: TensorMaps; photo: RgbPicture }> {
  const decoding = decodeImage(imagePath, options);
  decoding.catch(() => undefined);
  const { known, graph } = model;
  const analysis = await model.analysisOrRefusal();
  const input = await inputOf(known, analysis);
  const layers = await findLayers(known, input, analysis, options.output);
  const layout = layers.find(({ layer }) => layer.tensor === tensor)?.layout;
  if (!layout) throw noSuchTensor(graph.file, tensor);
  if (graph.blockedTensors().has(tensor)) throw blockedTensor(graph.file, tensor);
  const { preprocessing } = await configOf(known, input, analysis, options);
  const decoded = await decoding;
  const paths = { imagePath, modelPath: graph.file };
  const { geometry, tensor: values } = prepare({ input }, decoded, preprocessing.value, paths);
  const { width, height } = geometry.crop;
  const part = await partUpTo(known, tensor, input);
  const featureMap = await runTensor(part, input, layout, { width, height, values });
  const maps = { imagePath, tensor, geometry, featureMap, picture: decoded.picture };
  return { maps, photo: decoded };
}

/** The part that was loaded last is kept: the next picture usually uses the same tensor. */
async function partUpTo(
  known: KnownModel,
  tensor: string,
  input: Parameters<typeof loadTensor>[1],
): Promise<TensorSession> {
  if (known.tensor?.name === tensor) return known.tensor.part;
  await known.tensor?.part.session.release();
  known.tensor = undefined;
  const { graph } = known;
  const shape = (await inferShapes(graph, [tensor], concreteInput(input))).get(tensor);
  if (!shape) throw noSuchTensor(graph.file, tensor);
  const part = await loadTensor(graph, input, shape);
  known.tensor = { name: tensor, part };
  return part;
}

function blockedTensor(file: string, tensor: string): CamError {
  return new CamError({
    code: 'tensorNotFound',
    message: t(
      'The channels of "{0}" cannot be read in order: {1} was optimised by onnxruntime for one kind of processor, which stores them in blocks.',
      tensor,
      file,
    ),
    nextAction: t(
      'Choose the file it was made from, or optimise it again with ORT_ENABLE_EXTENDED at most.',
    ),
    file,
  });
}

function noSuchTensor(file: string, tensor: string): CamError {
  return new CamError({
    code: 'tensorNotFound',
    message: t(
      '{0} has no tensor "{1}" with positions between its input and its output.',
      file,
      tensor,
    ),
    nextAction: t(
      'Choose one of the layers listed in the model tab or by `cam-lens model --layers`.',
    ),
    file,
  });
}
