import { t } from '@vscode/l10n';
import { CamError, orOtherMethod } from '../../base/errors.ts';
import type { Initializer } from '../../onnx/file/model.ts';
import { createRandom, isClose } from '../probe/probes.ts';
import type { FeatureLayout } from '../probe/spatialTensor.ts';
import type { HeadProbe } from './headProbe.ts';
import { MAX_POSITION_WEIGHTS } from './positionWeights.ts';

const MEAN_AND_LINEAR = (channels: number, classes: number) =>
  `nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(${channels}, ${classes})`;

/** Why a head gives no map of its own: it has neither a known pooling nor weights for each position. */
export async function refuseHead(probe: HeadProbe | undefined, file: string): Promise<CamError> {
  if (!probe) throw new Error('a spatial tensor has a layout');
  const { layout } = probe;
  const [answer = new Float32Array()] = await probe.ask([
    new Float32Array(layout.channels * probe.positions),
  ]);
  const change = MEAN_AND_LINEAR(layout.channels, answer.length);
  const map = sizeOf(layout);
  if (await ignoresOrder(probe)) {
    return new CamError({
      code: 'headNotLinear',
      message: t(
        '{0} has no class activation map: its head ignores the order of positions in the {1} map but weighs each position by its content (attention pooling, or some pooling other than mean, max and GeM), so no channel has one weight for all positions.',
        file,
        map,
      ),
      nextAction: orOtherMethod(
        t('Replace the pooling with mean pooling, {0}; then train and export again.', change),
      ),
      file,
    });
  }
  const used = await countUsedPositions(probe);
  if (used < probe.positions) return refusePart(file, layout, used, change);
  const matrices = countMatrices(probe.head.initializers);
  return new CamError({
    code: 'headNotLinear',
    message: t(
      '{0} has no class activation map: its head does not pool the {1} map but applies non-linear layers to all of it (fully connected layers with an activation between them).',
      file,
      map,
    ),
    nextAction: orOtherMethod(
      matrices > 1
        ? t(
            'Replace Flatten and the {0} weighted layers after the map with {1}; then train and export again.',
            matrices,
            change,
          )
        : t(
            'Replace Flatten and the layers after the map with {0}; then train and export again.',
            change,
          ),
    ),
    file,
  });
}

/** Whether the head gives the same answer when positions of a map change places, all channels together. */
async function ignoresOrder(probe: HeadProbe): Promise<boolean> {
  const { positions } = probe;
  const map = probe.randomMap(createRandom(10));
  const moved = map.map((_, i) => {
    const position = i % positions;
    return map[i - position + ((position + 1 + Math.floor(positions / 3)) % positions)] as number;
  });
  const [before, after] = await probe.ask([map, moved]);
  return before !== undefined && after !== undefined && isClose(before, after, 1e-3);
}

/** Larger maps would take too many runs; their heads count as using every position. */
const MAX_TRIED_POSITIONS = 1024;

const POSITIONS_AT_ONCE = 32;

/** Number of positions at which a change of all channels changes what the head gives. */
async function countUsedPositions(probe: HeadProbe): Promise<number> {
  const { positions } = probe;
  if (positions > MAX_TRIED_POSITIONS) return positions;
  const map = probe.randomMap(createRandom(13));
  let used = 0;
  for (let first = 0; first < positions; first += POSITIONS_AT_ONCE) {
    const count = Math.min(POSITIONS_AT_ONCE, positions - first);
    // Above everything else, so that a maximum notices it too.
    const changed = Array.from({ length: count }, (_, n) =>
      map.map((value, i) => (i % positions === first + n ? value + 10 : value)),
    );
    const [before = new Float32Array(), ...after] = await probe.ask([map, ...changed]);
    used += after.filter((answer) => !isClose(before, answer, 1e-6)).length;
  }
  return used;
}

function refusePart(file: string, layout: FeatureLayout, used: number, change: string): CamError {
  const positions = layout.width * layout.height;
  return new CamError({
    code: 'headNotLinear',
    message: t(
      '{0} has no class activation map: its head takes something other than a mean, and of only {1} of the {2} positions of the {3} map (a maximum whose windows leave out a part, for example).',
      file,
      used,
      positions,
      sizeOf(layout),
    ),
    nextAction: orOtherMethod(
      t('Mean-pool the whole map, {0}; then train and export again.', change),
    ),
    file,
  });
}

/** The head goes on with more maps: several scales or branches. */
export function refuseSideMaps(file: string, cause: CamError): CamError {
  return new CamError(
    {
      code: 'headNotLinear',
      message: t(
        '{0} has no class activation map: its head reads several maps (scales or branches). More convolutions follow the last map that everything flows through, and their results are pooled separately.',
        file,
      ),
      nextAction: orOtherMethod(
        t('Choose a model that pools only its last map, or export a single branch.'),
      ),
      file,
    },
    { cause },
  );
}

function countMatrices(initializers: Initializer[]): number {
  return initializers.filter(({ dims }) => dims.filter((size) => size > 1).length >= 2).length;
}

/** A head with weights for each position, more than can be held or asked about. */
export function refuseTooManyWeights(
  file: string,
  layout: FeatureLayout,
  classes: number,
): CamError {
  const { channels, width, height } = layout;
  const weights = channels * width * height * classes;
  const why =
    weights > MAX_POSITION_WEIGHTS
      ? t(
          'that makes {0} million weights, over the limit of {1} million',
          millions(weights),
          millions(MAX_POSITION_WEIGHTS),
        )
      : t(
          'they are not in a single matrix of the file, and there are too many to ask for one by one',
        );
  return new CamError({
    code: 'headDependsOnPosition',
    message: t(
      '{0} has no class activation map: its head gives every position of the {1} map its own weight (flatten, then linear), and {2}.',
      file,
      sizeOf(layout),
      why,
    ),
    nextAction: orOtherMethod(
      t(
        'Replace Flatten and the linear layer with {0}; then train and export again.',
        MEAN_AND_LINEAR(channels, classes),
      ),
    ),
    file,
  });
}

export function refuseAllZero(file: string): CamError {
  return new CamError({
    code: 'headWeightsAllZero',
    message: t('{0} has only zero class weights: every map would be empty.', file),
    nextAction: t('Export the model after training (or after loading its weights).'),
    file,
  });
}

/** Where channels can change places just as positions can, fully connected layers look like a pooling. */
export function refuseAllAlike(file: string): CamError {
  return new CamError({
    code: 'headNotLinear',
    message: t(
      '{0} has no class activation map: its head is not linear, and its weights are all alike (made up or never trained), so whether it pools the map is unknown.',
      file,
    ),
    nextAction: t('Export the model after training (or after loading its weights).'),
    file,
  });
}

export function refuseNotFinite(file: string): CamError {
  return new CamError({
    code: 'outputNotFinite',
    message: t(
      '{0} has NaN or infinite values among the weights behind its last feature map.',
      file,
    ),
    nextAction: t('Find the training step at which the loss became NaN, fix it, and export again.'),
    file,
  });
}

function sizeOf({ channels, width, height }: FeatureLayout): string {
  return `${channels} × ${width}×${height}`;
}

function millions(count: number): string {
  return (count / 1e6).toFixed(0);
}
