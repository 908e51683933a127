import { t } from '@vscode/l10n';
import { summariseHead } from '../../maps/weightSummary.ts';
import type { DeadChannels } from '../../pins/activeChannels.ts';
import type { Layer, ModelInspection } from '../../results/inspection.ts';
import type { NodeOrigin } from '../origins/origins.ts';
import { headNodes } from './headNodes.ts';

/** A possible improvement of a model's code, and the node whose line of code it concerns. */
export interface Finding {
  kind: 'head' | 'coarseMap' | 'zeroWeights' | 'deadChannels';
  node: NodeOrigin;
  message: string;
  /** What to do about it. */
  nextAction: string;
}

/** Below this number of cells on a side, the last map says little about places; ResNet and VGG have 7. */
const FINE_ENOUGH = 7;

/** The tensor that the map is made of; for a refused model, the last possible one. */
export function featureTensorOf({
  model,
  facts,
}: Pick<ModelInspection, 'model' | 'facts'>): string | undefined {
  return model?.featureTensor ?? facts.layers.findLast(({ isCutPoint }) => isCutPoint)?.tensor;
}

/**
 * What prevents an exact or a fine map, and class weights that are zero.
 * @param nodes of the same model, see `readOrigins`
 */
export function findFindings(inspection: ModelInspection, nodes: readonly NodeOrigin[]): Finding[] {
  const tensor = featureTensorOf(inspection);
  if (tensor === undefined) return [];
  return [
    ...findHead(inspection, nodes, tensor),
    ...findCoarseMap(inspection.facts.layers, nodes, tensor),
    ...findZeroWeights(inspection, nodes, tensor),
  ];
}

function findHead(
  { verdict, model, facts }: ModelInspection,
  nodes: readonly NodeOrigin[],
  tensor: string,
): Finding[] {
  const { flattening, nonLinear, all } = headNodes(nodes, tensor);
  const finding = (node: NodeOrigin | undefined, message: string, nextAction: string): Finding[] =>
    node ? [{ kind: 'head', node, message, nextAction }] : [];
  const { channels } = facts.layers.find((layer) => layer.tensor === tensor)?.shape ?? {};
  const linear = `nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(${channels ?? 'channels'}, ${model?.classes ?? 'classes'})`;
  if (model?.mapKind === 'positionWeights') {
    return finding(
      flattening,
      `${verdict.text}.`,
      t('To get one class weight per channel, pool the map first: {0}.', linear),
    );
  }
  if (model?.mapKind === 'gradCam') {
    return finding(
      nonLinear ?? all[0],
      `${verdict.text}.`,
      t('To get an exact CAM, use one linear layer after the pooling: {0}.', linear),
    );
  }
  const { error } = verdict;
  if (error?.code !== 'headNotLinear' && error?.code !== 'headDependsOnPosition') return [];
  return finding(flattening ?? all[0], error.message, error.nextAction);
}

/** The layers that made the last map too coarse: those that take a finer tensor to its stride. */
function findCoarseMap(
  layers: readonly Layer[],
  nodes: readonly NodeOrigin[],
  tensor: string,
): Finding[] {
  const last = layers.find((layer) => layer.tensor === tensor);
  if (!last?.shape || !last.stride) return [];
  const { width, height } = last.shape;
  if (Math.min(width, height) >= FINE_ENOUGH) return [];
  const { x, y } = last.stride;
  const strides = new Map(layers.map((layer) => [layer.tensor, layer.stride]));
  const isHere = (name: string) => strides.get(name)?.x === x && strides.get(name)?.y === y;
  const finer = (name: string) => (strides.get(name)?.x ?? x) < x;
  return nodes
    .filter(({ inputs, outputs }) => outputs.some(isHere) && inputs.some(finer))
    .map((node): Finding => {
      const factor = x / (node.inputs.map((name) => strides.get(name)?.x).find(Boolean) ?? x);
      const size = `${Math.round(width * factor)}×${Math.round(height * factor)}`;
      return {
        kind: 'coarseMap',
        node,
        message: t(
          'The last map is {0}×{1}, coarser than {2}×{2}: each cell stands for {3} input pixels.',
          width,
          height,
          FINE_ENOUGH,
          x,
        ),
        nextAction: t('With stride 1 here it would be about {0}.', size),
      };
    });
}

function findZeroWeights(
  { verdict, model }: ModelInspection,
  nodes: readonly NodeOrigin[],
  tensor: string,
): Finding[] {
  const { classifier } = headNodes(nodes, tensor);
  if (!classifier) return [];
  const weights = model?.classWeights;
  const empty = weights ? summariseHead(weights).emptyClasses.size : 0;
  const isAllZero = verdict.error?.code === 'headWeightsAllZero';
  if (!isAllZero && empty === 0) return [];
  const message = isAllZero
    ? t('All class weights of the exported model are zero: every map would be empty.')
    : t(
        '{0} of {1} classes have only zero weights: their maps are empty.',
        empty,
        String(model?.classes),
      );
  const nextAction = t('Export the model after training, or after loading its weights.');
  return [{ kind: 'zeroWeights', node: classifier, message, nextAction }];
}

/** Channels of the feature map that never fire on the pinned images. */
export function findDeadChannels(
  { count, channels, images }: DeadChannels,
  nodes: readonly NodeOrigin[],
  featureTensor: string,
): Finding[] {
  const node = nodes.find(({ outputs }) => outputs.includes(featureTensor));
  if (!node || count === 0) return [];
  return [
    {
      kind: 'deadChannels',
      node,
      message: t(
        '{0} of {1} channels in the last map are never above zero on the {2} pinned images.',
        count,
        channels,
        images,
      ),
      nextAction: t(
        'If that holds for most images, they are dead: lower the learning rate, or use a leaky ReLU.',
      ),
    },
  ];
}
