import { t } from '@vscode/l10n';
import { CamError } from '../base/errors.ts';
import { attributesOf, positionalInputs } from '../onnx/file/attributes.ts';
import type { Graph } from '../onnx/file/graph.ts';
import type { FieldReader } from '../onnx/file/messages.ts';
import { readBytes, readMessage } from '../onnx/file/messages.ts';
import type { Initializer } from '../onnx/file/model.ts';

/** A layer that computes as in training: from the statistics of the batch, or leaving values out at random. */
export type TrainingLayer = 'BatchNormalization' | 'Dropout';

/**
 * The first layer of the picture that was exported in training mode, as the attributes and constants of the file say. A
 * normalisation of weights (weight standardisation) is written in this mode too, but is the same for each picture.
 */
export async function trainingLayerOf(graph: Graph): Promise<TrainingLayer | undefined> {
  const { nodes, initializers, inputs } = graph.model;
  const carrying = inputs.map(({ name }) => graph.dependents(name));
  for (const node of nodes) {
    if (!node.inputs.some((name) => carrying.some((names) => names.has(name)))) continue;
    if (node.opType === 'BatchNormalization') {
      if (attributesOf(node).get('training_mode')?.int === 1) return 'BatchNormalization';
    } else if (node.opType === 'Dropout') {
      const mode = initializers.get(positionalInputs(node)[2] ?? '');
      if (mode && (await isTrue(mode))) return 'Dropout';
    }
  }
  return undefined;
}

/** TensorProto: int32_data (5), raw_data (9). */
async function isTrue(flag: Initializer): Promise<boolean> {
  const found = { isTrue: false };
  const read: FieldReader<typeof found> = (field, result, reader) => {
    if (field === 9) result.isTrue ||= readBytes(reader).some((byte) => byte !== 0);
    else if (field === 5) result.isTrue ||= reader.readPackedVarint().some((value) => value !== 0);
  };
  return readMessage(await flag.read(), read, found).isTrue;
}

/** What a user must know about a model in training mode. */
export function trainingNotice(layer: TrainingLayer): string {
  return layer === 'BatchNormalization'
    ? t(
        "The model was exported in training mode: batch normalisation uses this image's statistics, not the learned ones. Call model.eval() before exporting.",
      )
    : t(
        'The model was exported in training mode: dropout leaves values out at random. Call model.eval() before exporting.',
      );
}

/** The reason why a head in training mode cannot be read. */
export function refuseTraining(file: string, layer: TrainingLayer, cause: CamError): CamError {
  return new CamError(
    {
      code: 'headNotLinear',
      message: t('{0} has no class activation map. {1}', file, trainingNotice(layer)),
      nextAction: t('Export it again after model.eval(), with training=TrainingMode.EVAL.'),
      file,
    },
    { cause },
  );
}
