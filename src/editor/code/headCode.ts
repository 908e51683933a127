import { featureTensorOf } from '../../cam/code/findings/findings.ts';
import { headNodes } from '../../cam/code/findings/headNodes.ts';
import type { ModelDescription } from '../../cam/results/explanation.ts';
import type { ModelInspection } from '../../cam/results/inspection.ts';
import type { ModelCodes, NodeLink } from './found/modelCode.ts';
import { goToCode } from './goToCode.ts';

/** Opens the code of the head of the model on show, or of the layer that its map is made of. */
export async function goToCodeOf(
  codes: ModelCodes,
  model: ModelDescription,
  what: 'head' | 'channels',
): Promise<void> {
  const code = await codes.of(model.path).catch(() => undefined);
  if (!code) return;
  const { featureTensor: feature, path: modelPath } = model;
  const tensor =
    what === 'channels' ? feature : headTensorOf({ model, facts: code.facts }, code.nodes);
  const part = what === 'channels' ? 'definition' : 'call';
  if (tensor !== undefined) await goToCode(codes, { modelPath, tensor, part });
}

/** A tensor of the node that decides the kind of map: the one that prevents a CAM, else the classifier. */
export function headTensorOf(
  inspection: Pick<ModelInspection, 'model' | 'facts'>,
  nodes: readonly NodeLink[],
): string | undefined {
  const feature = featureTensorOf(inspection);
  if (feature === undefined) return undefined;
  const head = headNodes(
    nodes.map(({ origin }) => origin),
    feature,
  );
  const kind = inspection.model?.mapKind;
  const isExact = kind !== undefined && kind !== 'positionWeights' && kind !== 'gradCam';
  const node = isExact
    ? head.classifier
    : kind === 'gradCam'
      ? (head.nonLinear ?? head.classifier)
      : (head.flattening ?? head.classifier);
  return node?.outputs[0] ?? feature;
}
