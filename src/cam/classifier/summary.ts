import type { MapKind } from '../maps/featureMap.ts';
import type { Fidelity } from '../results/fidelity.ts';
import { formatResidual } from '../results/fidelity.ts';
import type { Analysis } from './analysis.ts';

/** What a model allows, before any picture. */
export interface KindSummary {
  standing: Fidelity;
  /** E.g. `Exact CAM: 512 channels × 7×7, then mean, then linear to 1000 classes (checked on a probe: 4e-7)`. */
  text: string;
}

type Facts = Pick<
  Analysis,
  | 'mapKind'
  | 'poolings'
  | 'readout'
  | 'layout'
  | 'classes'
  | 'precision'
  | 'probeResidual'
  | 'power'
>;

/** The kind of a model's map in one sentence, with what follows from it. */
export function summariseKind(analysis: Facts): KindSummary {
  const { mapKind, precision, probeResidual } = analysis;
  const checked = `(checked on a probe: ${formatResidual(probeResidual)})`;
  const sentence = `${describeHead(analysis)} ${checked}`;
  const consequence = CONSEQUENCES[mapKind];
  const standing = mapKind === 'gradCam' || precision === 'int8' ? 'approximate' : 'exact';
  const text = `${nameOf(mapKind, precision)}: ${sentence}`;
  return { standing, text: consequence === undefined ? text : `${text}: ${consequence}` };
}

function nameOf(kind: MapKind, precision: Analysis['precision']): string {
  if (kind === 'gradCam') return 'Grad-CAM';
  const name = kind === 'classMap' || kind === 'classMapOnly' ? 'class map' : 'CAM';
  if (precision === 'int8') return `${name === 'CAM' ? name : 'Class map'} within 8-bit rounding`;
  return `Exact ${name}`;
}

const CONSEQUENCES: Partial<Record<MapKind, string>> = {
  maxPooled: 'the map shows single positions, those that won',
  meanMaxPooled:
    'the map adds the regions of the mean and the single positions that won the maximum',
  powerPooled: "the map shows each position's share",
  classMap: 'channels are read before the ReLU',
  classMapOnly: 'each channel is a class, there is nothing to read behind it',
  positionWeights: 'every position has its own weights, so no channel has a class weight',
  gradCam: "the map is made with the head's gradient for each picture and is not exact",
};

function describeHead({ mapKind, poolings, readout, layout, classes, power }: Facts): string {
  const { channels, width, height } = layout;
  const map = `${channels} channel${channels === 1 ? '' : 's'} × ${width}×${height}`;
  const toClasses = `${classes} class${classes === 1 ? '' : 'es'}`;
  switch (mapKind) {
    case 'cam':
      return `${map}, then mean, then linear to ${toClasses}`;
    case 'maxPooled':
      return `${map}, then maximum, then linear to ${toClasses}`;
    case 'meanMaxPooled':
      return `${map}, then mean and maximum, then linear to ${toClasses}`;
    case 'powerPooled':
      return `${map}, then generalised mean (GeM${describeExponent(power)}), then linear to ${toClasses}`;
    case 'classMap': {
      const border =
        readout.kind === 'meanOfRelu' && readout.borderPositions > 0 ? ' with a border' : '';
      return `${map}, then a 1×1 convolution${border} to ${toClasses}, then ReLU, then mean`;
    }
    case 'classMapOnly':
      return `${map}, one channel for each of ${toClasses}, then mean`;
    case 'positionWeights':
      return `${map}, then linear from every position to ${toClasses}`;
    case 'gradCam':
      return `${map}, then ${poolings.map((pooling) => POOLING_NAMES[pooling]).join(' and ')}, then a non-linear head to ${toClasses}`;
  }
}

const POOLING_NAMES = { mean: 'mean', max: 'maximum', power: 'generalised mean' } as const;

/** The exponent p of (mean f^p)^(1/p), where all channels have the same. */
function describeExponent(power: Facts['power']): string {
  const exponents = Array.from(power?.outer ?? [], (outer) => 1 / outer);
  const [first] = exponents;
  if (first === undefined || exponents.some((p) => Math.abs(p - first) > 1e-2 * first)) return '';
  return `, p = ${Number(first.toPrecision(3))}`;
}
