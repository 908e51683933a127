import type { Size } from './image/geometry.ts';
import type { MapKind, Readout } from './maps/featureMap.ts';
import type { IdentityCheck } from './maps/identity.ts';

/** What limits how closely a map can account for the logits. */
export type Precision = 'float32' | 'float16' | 'int8';

/** Largest relative residual with which a map may be called exact (int8: as close as rounding allows). */
const TOLERANCE: Record<Precision, number> = { float32: 1e-4, float16: 5e-3, int8: 0.1 };

/** The head that was cut out pools in its own order of additions: more than the rounding of one sum. */
const GRADIENT_TOLERANCE = 1e-3;

const NAMES: Record<MapKind, string> = {
  cam: 'CAM',
  maxPooled: 'map of the max pooling',
  meanMaxPooled: 'map of the mean and max pooling',
  powerPooled: 'map of the GeM pooling',
  classMap: 'class map',
  classMapOnly: 'class map',
  positionWeights: 'map of position weights',
  gradCam: 'Grad-CAM',
};

/**
 * How far a map can be relied on: `exact`: it accounts for the logit; `approximate`: by its nature it
 * does so only roughly, and the claim says how far; `mismatch`: it does not, though it should.
 */
export type Standing = 'exact' | 'approximate' | 'mismatch';

/** What a map is, said in one line, and how far it can be relied on. */
export interface Claim {
  standing: Standing;
  /** E.g. `Exact CAM · 14×14 · mean(M) + b = logit, off by 3e-7`. */
  text: string;
}

/**
 * The claim for one picture, from the comparison of its maps with the model's own logits.
 * @param headResidual for `gradCam`: largest difference between the logits of the head that was
 *   differentiated and the model's own ÷ the largest logit
 */
export function makeClaim(
  kind: MapKind,
  readout: Readout,
  grid: Size,
  identity: IdentityCheck,
  precision: Precision,
  headResidual: number,
): Claim {
  const equation = describeReadout(readout);
  const size = `${grid.width}×${grid.height}`;
  const offBy = formatResidual(Math.abs(identity.residual));
  const share = shareOfLogit(identity.relativeResidual);
  if (kind === 'gradCam') {
    if (!(headResidual <= Math.max(TOLERANCE[precision], GRADIENT_TOLERANCE))) {
      const off = shareOfLogit(headResidual);
      return {
        standing: 'mismatch',
        text: `Not the gradient of this model · ${size} · the head that was differentiated gives other logits, off by up to ${off}: do not rely on this map`,
      };
    }
    return {
      standing: 'approximate',
      text: `Grad-CAM · ${size} · gradient of the head; taken as linear it misses the logits by up to ${share}`,
    };
  }
  if (!(identity.relativeResidual <= TOLERANCE[precision])) {
    return {
      standing: 'mismatch',
      text: `Not exact · ${size} · ${equation} misses the logits by up to ${share}: do not rely on this map`,
    };
  }
  if (precision === 'int8') {
    return {
      standing: 'approximate',
      text: `${capitalised(NAMES[kind])} within 8-bit rounding · ${size} · ${equation} ≈ logit, off by ${offBy}`,
    };
  }
  return {
    standing: 'exact',
    text: `Exact ${NAMES[kind]} · ${size} · ${equation} = logit, off by ${offBy}`,
  };
}

function shareOfLogit(fraction: number): string {
  const percent = 100 * fraction;
  return `${percent < 99.5 ? percent.toPrecision(2) : percent.toFixed(0)} % of the largest logit`;
}

function capitalised(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function describeReadout(readout: Readout): string {
  if (readout.kind === 'mean') return 'mean(M) + b';
  return readout.borderPositions > 0
    ? `mean(ReLU(M + b)) with ${readout.borderPositions} border cells`
    : 'mean(ReLU(M + b))';
}

/** One significant digit: `3e-7`, `0.01`, `0`. */
export function formatResidual(value: number): string {
  if (value === 0) return '0';
  return value < 1e-3 ? value.toExponential(0) : String(Number(value.toPrecision(1)));
}
