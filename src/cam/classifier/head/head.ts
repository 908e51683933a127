import { CamError } from '../../base/errors.ts';
import type {
  ClassWeights,
  FeatureMap,
  MapKind,
  Pooling,
  PowerPooling,
} from '../../maps/featureMap.ts';
import { checkIdentity, largestMagnitude } from '../../maps/identity.ts';
import { pooledMap } from '../../maps/pooledMap.ts';
import { isAffine } from '../probe/behaviour.ts';
import type { GraphFunction, GraphTensor } from '../probe/graphFunction.ts';
import { createRandom, difference, isClose, randomValues } from '../probe/probes.ts';
import type { FeatureLayout, SpatialTensor } from '../probe/spatialTensor.ts';
import { fromChannelFirst, tensorDims } from '../probe/spatialTensor.ts';
import { proposeForBoth, proposeMatrices, readAffineWeights } from './classWeights.ts';
import { HeadProbe } from './headProbe.ts';
import type { LogitsTensor } from './logits.ts';
import { findLogits } from './logits.ts';
import { findPoolings, mapOfPooled, PooledHead, pooledValues } from './pooledHead.ts';
import { readPositionWeights } from './positionWeights.ts';
import { findPowerPooling, powerPooledHead } from './powerPooling.ts';
import { refuseAllAlike, refuseAllZero, refuseHead, refuseTooManyWeights } from './refusals.ts';

/** What was read from a head: its pooling, and what follows it. */
export interface Head {
  mapKind: Exclude<MapKind, 'classMap' | 'classMapOnly'>;
  layout: FeatureLayout;
  poolings: Pooling[];
  /** For `powerPooled`. */
  power: PowerPooling | undefined;
  logits: LogitsTensor;
  classes: number;
  /** Undefined for `gradCam`. */
  classWeights: ClassWeights | undefined;
  /** Largest difference between the head and what was read from it, on a random map, ÷ the largest value. */
  probeResidual: number;
}

/** What reading a head needs: the head as a function, where it begins and ends, and where its weights are. */
export interface HeadPart {
  head: GraphFunction;
  feature: SpatialTensor;
  /** Tensors after the feature map, the model's output first. */
  tail: GraphTensor[];
  /** Absolute path of the model. */
  file: string;
  /** How to read the feature map where the head would give the same answers for any order of its axes. */
  channelAxis: FeatureLayout['channelAxis'] | undefined;
}

/** An affine head is exact to 1e-6 in float32; beyond this tolerance no map may be called exact. */
const TOLERANCE = 1e-4;
/** Rounding of float32 sums, relative to the largest value. */
const ROUNDING = 2e-6;

/** Of the maps with which the output is told from logits: a probability stays one, however large the map. */
const SCALES = [1, 1, 2, 4, 10, 30, 100, 1000];

type Reading = Omit<Head, 'logits' | 'classes' | 'layout'>;

/**
 * Reads the head, everything after the last spatial tensor, as a function, by its behaviour alone.
 * Tried in turn: a pooling, then linear (Zhou et al. 2016, section 2); weights for each position; a generalised
 * mean; a pooling, then anything that can be differentiated.
 * @throws CamError `headNotLinear`, `headDependsOnPosition`, `headWeightsAllZero`, `outputNotFinite`.
 */
export async function readHead(part: HeadPart): Promise<Head> {
  const { feature, file } = part;
  const { logits: found, isSigned } = await findLogitsAndDomain(part);
  let logits = found;
  const probesOf = ({ name, rows }: LogitsTensor) =>
    feature.layouts.map(
      (layout) => new HeadProbe(part.head, layout, isSigned, rows ? { name, rows } : { name }),
    );
  let probes = probesOf(logits);
  const readers = [readPooled, readPositions, readPower, readGradient];
  for (const reader of readers) {
    if (reader === readGradient && logits.rows) {
      // The gradient is taken of the model's own output.
      logits = wholeOutput(part);
      probes = probesOf(logits);
    }
    for (const probe of reader === readPositions ? preferred(probes, part) : probes) {
      const reading = await reader(probe, { tolerance: TOLERANCE, file });
      if (!reading) continue;
      if (reading.classWeights?.weights.every((weight) => weight === 0)) throw refuseAllZero(file);
      const classes = reading.classWeights?.classes ?? (await countClasses(probe));
      return { ...reading, layout: probe.layout, logits, classes };
    }
  }
  throw await refuseHead(preferred(probes, part)[0], file);
}

/** The output as it is: probabilities. */
function wholeOutput({ tail: [output] }: HeadPart): LogitsTensor {
  if (!output) throw new Error('a head has an output');
  return { name: output.name, elementType: output.elementType, activation: 'none' };
}

function preferred(probes: HeadProbe[], { channelAxis }: HeadPart): HeadProbe[] {
  const known = probes.filter(({ layout }) => layout.channelAxis === channelAxis);
  return known.length > 0 ? known : probes.slice(0, 1);
}

/** A root or power of a negative value may be NaN: a head that has one is asked about positive maps. */
async function findLogitsAndDomain({ head, feature, tail, file }: HeadPart) {
  const [layout] = feature.layouts;
  if (!layout) throw new Error('a spatial tensor has a layout');
  const dims = tensorDims(layout, 1).slice(1);
  const elements = dims.reduce((product, size) => product * size, 1);
  const find = (low: number) => {
    const random = createRandom(1);
    const maps = SCALES.map((scale) => randomValues(random, elements, low * scale, scale));
    const rows = maps.map((map) => fromChannelFirst(map, layout));
    return findLogits(head, rows, dims, tail, file);
  };
  try {
    return { logits: await find(-1), isSigned: true };
  } catch (error) {
    if (!CamError.is(error) || error.code !== 'outputNotFinite') throw error;
    return { logits: await find(0), isSigned: false };
  }
}

interface ReadSettings {
  tolerance: number;
  /** Absolute path of the model. */
  file: string;
}

async function readPooled(
  probe: HeadProbe,
  { tolerance, file }: ReadSettings,
): Promise<Reading | undefined> {
  const poolings = await findPoolings(probe, tolerance);
  if (!poolings) return undefined;
  const pooled = await PooledHead.create(probe, poolings, tolerance);
  if (!(await isAffine(pooled, tolerance))) return undefined;
  const [bias = new Float32Array()] = await pooled.ask([new Float32Array(pooled.inputs)]);
  const propose = poolings.length > 1 ? proposeForBoth : proposeMatrices;
  const shape = { classes: bias.length, channels: pooled.inputs };
  const classWeights = await readAffineWeights(pooled, propose(probe.head, shape, file));
  const kinds = { mean: 'cam', max: 'maxPooled' } as const;
  const [first = 'mean'] = poolings;
  const mapKind = poolings.length > 1 ? 'meanMaxPooled' : kinds[first];
  return verified(probe, { mapKind, poolings, power: undefined, classWeights }, tolerance);
}

async function readPower(
  given: HeadProbe,
  { tolerance, file }: ReadSettings,
): Promise<Reading | undefined> {
  // Generalised means need values that are not negative; the root of a square takes others, but is no mean there.
  const probe = given.withoutSign();
  const power = await findPowerPooling(probe, tolerance);
  if (!power) return undefined;
  const affine = powerPooledHead(probe, power);
  const [bias = new Float32Array()] = await affine.ask([new Float32Array(affine.inputs)]);
  const shape = { classes: bias.length, channels: affine.inputs };
  const proposals = proposeMatrices(probe.head, shape, file);
  const classWeights = await readAffineWeights(affine, proposals);
  const reading = { mapKind: 'powerPooled', poolings: ['power'], power, classWeights } as const;
  return verified(probe, { ...reading, poolings: [...reading.poolings] }, tolerance);
}

async function readPositions(
  probe: HeadProbe,
  { tolerance, file }: ReadSettings,
): Promise<Reading | undefined> {
  const found = await readPositionWeights(probe, tolerance, file);
  if (found.kind === 'notAffine') return undefined;
  if (found.kind === 'tooMany') throw refuseTooManyWeights(file, probe.layout, found.classes);
  const { classWeights } = found;
  const reading = { mapKind: 'positionWeights', power: undefined, classWeights } as const;
  return verified(probe, { ...reading, poolings: ['mean'] }, tolerance);
}

/** A head of which only the pooling is known: it is differentiated for each picture. */
async function readGradient(
  probe: HeadProbe,
  { tolerance, file }: ReadSettings,
): Promise<Reading | undefined> {
  const poolings = await findPoolings(probe, tolerance);
  if (!poolings) return undefined;
  const map = probe.randomMap(createRandom(8));
  const pooled = pooledValues(map, poolings, probe.layout.channels);
  const [ofZero, actual, found, ofReversed] = await probe.ask([
    new Float32Array(map.length),
    map,
    mapOfPooled(pooled, poolings, probe.layout),
    map.toReversed(),
  ]);
  if (!ofZero || !actual || !found || !ofReversed) return undefined;
  if (actual.every((value, c) => value === ofZero[c])) throw refuseAllZero(file);
  // Compares what the map adds to the bias: a large bias would make any two answers alike.
  const effects = [actual, ofReversed].map((answer) => difference(answer, ofZero));
  const [effect = actual, ofOther = actual] = effects;
  if (isClose(effect, ofOther, tolerance)) throw refuseAllAlike(file);
  const scale = largestMagnitude(actual);
  const largest = actual.reduce(
    (most, value, c) => Math.max(most, Math.abs(value - (found[c] as number))),
    0,
  );
  const probeResidual = scale > 0 ? largest / scale : 0;
  return { mapKind: 'gradCam', poolings, power: undefined, classWeights: undefined, probeResidual };
}

/** Compares what was read with the head's own answer to a map that was not used for reading. */
async function verified(
  probe: HeadProbe,
  reading: Omit<Reading, 'probeResidual'> & { classWeights: ClassWeights },
  tolerance: number,
): Promise<Reading | undefined> {
  const values = probe.randomMap(createRandom(9));
  const map: FeatureMap = { ...probe.layout, values };
  const used = pooledMap(map, reading.poolings, reading.power);
  const [actual = new Float32Array()] = await probe.ask([values]);
  const { relativeResidual } = checkIdentity(used, reading.classWeights, { kind: 'mean' }, actual);
  const { bias } = reading.classWeights;
  const largest = largestMagnitude(actual);
  const effect = largestMagnitude(difference(actual, bias));
  // A large bias must not hide a wrong reading of what the map adds to it.
  const limit = tolerance * effect + ROUNDING * largest;
  if (!(relativeResidual * largest <= limit)) return undefined;
  return { ...reading, probeResidual: relativeResidual };
}

async function countClasses(probe: HeadProbe): Promise<number> {
  const zero = new Float32Array(probe.layout.channels * probe.positions);
  const [answer = new Float32Array()] = await probe.ask([zero]);
  return answer.length;
}
