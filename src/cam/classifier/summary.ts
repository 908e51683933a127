import { t } from '@vscode/l10n';
import type { MapKind, Pooling } from '../maps/featureMap.ts';
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
  const name = nameOf(mapKind, precision);
  const head = describeHead(analysis);
  const residual = formatResidual(probeResidual);
  const consequence = CONSEQUENCES[mapKind]?.();
  return {
    standing: mapKind === 'gradCam' || precision === 'int8' ? 'approximate' : 'exact',
    text:
      consequence === undefined
        ? t('{0}: {1} (checked on a probe, error {2})', name, head, residual)
        : t('{0}: {1} (checked on a probe, error {2}): {3}', name, head, residual, consequence),
  };
}

function nameOf(kind: MapKind, precision: Analysis['precision']): string {
  if (kind === 'gradCam') return 'Grad-CAM';
  const isClassMap = kind === 'classMap' || kind === 'classMapOnly';
  if (precision === 'int8') {
    return isClassMap ? t('Class map within 8-bit rounding') : t('CAM within 8-bit rounding');
  }
  return isClassMap ? t('Exact class map') : t('Exact CAM');
}

const CONSEQUENCES: Partial<Record<MapKind, () => string>> = {
  maxPooled: () => t('the map shows only the winning positions'),
  meanMaxPooled: () =>
    t('the map adds the regions behind the mean to the winning positions of the maximum'),
  powerPooled: () => t("the map shows each position's share"),
  classMap: () => t('channels are read before the ReLU'),
  classMapOnly: () => t('each channel is a class, with nothing to read behind it'),
  positionWeights: () => t('every position has its own weights, so channels have no class weights'),
  gradCam: () => t("the map uses the head's gradient for each image and is not exact"),
};

function describeHead(facts: Facts): string {
  const map = describeMap(facts);
  const classes = describeClasses(facts);
  switch (facts.mapKind) {
    case 'cam':
      return t('{0}, mean pooling, linear layer to {1}', map, classes);
    case 'maxPooled':
      return t('{0}, max pooling, linear layer to {1}', map, classes);
    case 'meanMaxPooled':
      return t('{0}, mean and max pooling, linear layer to {1}', map, classes);
    case 'powerPooled': {
      const exponent = exponentOf(facts.power);
      return exponent === undefined
        ? t('{0}, GeM pooling, linear layer to {1}', map, classes)
        : t('{0}, GeM pooling (p = {1}), linear layer to {2}', map, exponent, classes);
    }
    case 'classMap':
      return facts.readout.kind === 'meanOfRelu' && facts.readout.borderPositions > 0
        ? t('{0}, 1×1 convolution with a border to {1}, ReLU, mean pooling', map, classes)
        : t('{0}, 1×1 convolution to {1}, ReLU, mean pooling', map, classes);
    case 'classMapOnly':
      return t('{0}, one channel for each of {1}, mean pooling', map, classes);
    case 'positionWeights':
      return t('{0}, linear layer from every position to {1}', map, classes);
    case 'gradCam': {
      const poolings = describePoolings(facts.poolings);
      return t('{0}, {1} pooling, non-linear head to {2}', map, poolings, classes);
    }
  }
}

function describeMap({ layout: { channels, width, height } }: Facts): string {
  return channels === 1
    ? t('1 channel × {0}×{1}', width, height)
    : t('{0} channels × {1}×{2}', channels, width, height);
}

function describeClasses({ classes }: Facts): string {
  return classes === 1 ? t('1 class') : t('{0} classes', classes);
}

const POOLING_NAMES: Record<Pooling, () => string> = {
  mean: () => t('mean'),
  max: () => t('max'),
  power: () => t('GeM'),
};

function describePoolings(poolings: readonly Pooling[]): string {
  const names = poolings.map((pooling) => POOLING_NAMES[pooling]());
  return names.reduce((before, name) => t('{0} and {1}', before, name));
}

/** The exponent p of (mean f^p)^(1/p), if all channels have the same one. */
function exponentOf(power: Facts['power']): number | undefined {
  const exponents = Array.from(power?.outer ?? [], (outer) => 1 / outer);
  const [first] = exponents;
  if (first === undefined || exponents.some((p) => Math.abs(p - first) > 1e-2 * first)) {
    return undefined;
  }
  return Number(first.toPrecision(3));
}
