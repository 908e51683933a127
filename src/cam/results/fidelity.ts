import { t } from '@vscode/l10n';
import type { Size } from '../base/geometry.ts';
import type { MapKind, Readout } from '../maps/featureMap.ts';
import type { IdentityCheck } from '../maps/identity.ts';
import type { PlaceCheck } from './placeCheck.ts';

/** The number type that limits how closely a map can account for the logits. */
export type Precision = 'float32' | 'float16' | 'int8';

/** Largest relative residual of a map that is called exact (int8: as close as rounding allows). */
const TOLERANCE: Record<Precision, number> = { float32: 1e-4, float16: 5e-3, int8: 0.1 };

/** The cut-out head adds in another order when it pools: more than the rounding of one sum. */
const GRADIENT_TOLERANCE = 1e-3;
/** A small step may cross the kinks of a few of many units, but not of most. */
const MAX_UNCERTAINTY = 0.05;
/** A gradient that moves the logits by less than this fraction of the largest counts as none. */
const FLAT = 1e-3;

const NAMES: Record<MapKind, () => string> = {
  cam: () => 'CAM',
  maxPooled: () => t('max-pooling map'),
  meanMaxPooled: () => t('mean- and max-pooling map'),
  powerPooled: () => t('GeM-pooling map'),
  classMap: () => t('class map'),
  classMapOnly: () => t('class map'),
  positionWeights: () => t('position-weight map'),
  gradCam: () => 'Grad-CAM',
};

/**
 * How far a map can be relied on: `exact`: it accounts for the logit; `approximate`: by its nature it does so only
 * roughly, and the text says how far; `mismatch`: it does not, though it should.
 */
export type Fidelity = 'exact' | 'approximate' | 'mismatch';

/** The kind of map in one line, and how reliable it is. */
export interface FidelityCheck {
  standing: Fidelity;
  /** E.g. `Exact CAM · 14×14 · the map adds up to the logit (error 3e-7)`. */
  text: string;
}

/** What is known about the gradient of one picture. */
export interface GradientCheck {
  /** Largest difference between the logits of the differentiated head and the model's own ÷ the largest logit. */
  headResidual: number;
  /** Difference between the logits' real change in a small step and the gradient's prediction, as a fraction. */
  uncertainty: number;
  /** For each class, the largest change by its gradient, as a fraction of the largest logit; see `gradientReach`. */
  reach: Float32Array;
  /** The class with the largest logit. */
  top: number;
}

/**
 * Fidelity for one picture, from the comparison of its maps with the model's own logits.
 * @param gradient for `gradCam`
 */
export function describeFidelity(
  kind: MapKind,
  readout: Readout,
  grid: Size,
  identity: IdentityCheck,
  precision: Precision,
  gradient: GradientCheck | undefined,
): FidelityCheck {
  if (gradient) return fidelityOfGradient(grid, identity, precision, gradient);
  const size = sizeOf(grid);
  const sum = describeSum(readout);
  const error = formatResidual(Math.abs(identity.residual));
  if (!(identity.relativeResidual <= TOLERANCE[precision])) {
    return {
      standing: 'mismatch',
      text: t(
        'Not exact · {0} · the map misses the logits by up to {1}: do not rely on this map',
        size,
        shareOfLogit(identity.relativeResidual),
      ),
    };
  }
  if (precision === 'int8') {
    return {
      standing: 'approximate',
      text: t(
        '{0} within 8-bit rounding · {1} · {2} (error {3})',
        capitalised(NAMES[kind]()),
        size,
        sum,
        error,
      ),
    };
  }
  return {
    standing: 'exact',
    text: t('Exact {0} · {1} · {2} (error {3})', NAMES[kind](), size, sum, error),
  };
}

/** What was found out about the places of a map's cells. */
interface PlaceFindings {
  check: PlaceCheck;
  /** False for a model that gives another answer for the same picture. */
  isRepeatable: boolean;
  /** False for a model that does not give what the runtime makes of its file. */
  isOfFile: boolean;
}

/** The fidelity of a map of a model that computes as in training: from each picture's own statistics. */
export function inTraining(grid: Size): FidelityCheck {
  return {
    standing: 'mismatch',
    text: t(
      'Exported in training mode · {0} · the model in use behaves differently: call model.eval() before exporting',
      sizeOf(grid),
    ),
  };
}

/** The fidelity of a map whose cells may have no places, or that the model makes anew each time. */
export function withPlace(
  check: FidelityCheck,
  grid: Size,
  { check: place, isRepeatable, isOfFile }: PlaceFindings,
): FidelityCheck {
  if (!isRepeatable) {
    return {
      standing: 'mismatch',
      text: t(
        'Not repeatable · {0} · the model answers differently each time: it was exported in training mode, with dropout or noise; call model.eval() before exporting',
        sizeOf(grid),
      ),
    };
  }
  if (!isOfFile) {
    return {
      standing: 'mismatch',
      text: t(
        'Not this model · {0} · with its local functions expanded, the file gives other scores than in onnxruntime: do not rely on this map',
        sizeOf(grid),
      ),
    };
  }
  if (place.standing !== 'noPlaces') return check;
  return {
    standing: 'mismatch',
    text: t('Not in place · {0} · {1}: do not rely on this map', sizeOf(grid), place.text),
  };
}

function fidelityOfGradient(
  grid: Size,
  { relativeResidual }: IdentityCheck,
  precision: Precision,
  gradient: GradientCheck,
): FidelityCheck {
  const { headResidual, uncertainty } = gradient;
  const size = sizeOf(grid);
  if (!(headResidual <= Math.max(TOLERANCE[precision], GRADIENT_TOLERANCE))) {
    const off = shareOfLogit(headResidual);
    return {
      standing: 'mismatch',
      text: t(
        'Not the gradient of this model · {0} · the differentiated head gives other logits, off by up to {1}: do not rely on this map',
        size,
        off,
      ),
    };
  }
  if (!(uncertainty <= MAX_UNCERTAINTY)) {
    return {
      standing: 'mismatch',
      text: t(
        'Uncertain gradient · {0} · a small step moves the logits {1} away from what the gradient predicts: do not rely on this map',
        size,
        percent(uncertainty),
      ),
    };
  }
  const linear = t(
    'gradient of the head; read as linear, it misses the logits by up to {0}',
    shareOfLogit(relativeResidual),
  );
  const parts = ['Grad-CAM', size, ...describeFlat(gradient), linear];
  return { standing: 'approximate', text: parts.join(' · ') };
}

/** Names the classes with no gradient, or almost none: dead or saturated units. */
function describeFlat({ reach, top }: GradientCheck): string[] {
  const ofTop = reach[top] ?? 0;
  const empty = reach.filter((share) => share === 0).length;
  if (empty === reach.length) {
    return [t('the gradient of every class is 0 for this image: all maps are empty')];
  }
  const others = t(
    'the gradient of {0} of {1} classes is 0 for this image: their maps are empty',
    empty,
    reach.length,
  );
  if (ofTop === 0) return [t('{0}, including the top class’s', others)];
  if (ofTop >= FLAT) return empty > 0 ? [others] : [];
  return [
    t(
      'the top class’s gradient is nearly 0 for this image (it moves the logit by at most {0}): its map shows next to nothing',
      percent(ofTop),
    ),
  ];
}

function sizeOf({ width, height }: Size): string {
  return `${width}×${height}`;
}

function shareOfLogit(fraction: number): string {
  return t('{0} of the largest logit', percent(fraction));
}

/** Two digits: `0.25 %`, `12 %`. */
export function percent(fraction: number): string {
  const value = 100 * fraction;
  return `${value < 99.5 ? value.toPrecision(2) : value.toFixed(0)} %`;
}

function capitalised(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** How the logit follows from the map. */
function describeSum(readout: Readout): string {
  if (readout.kind === 'mean') return t('the map adds up to the logit');
  return readout.borderPositions > 0
    ? t('after a ReLU the map adds up to the logit, with {0} border cells', readout.borderPositions)
    : t('after a ReLU the map adds up to the logit');
}

/** One significant digit: `3e-7`, `0.01`, `0`. */
export function formatResidual(value: number): string {
  if (value === 0) return '0';
  return value < 1e-3 ? value.toExponential(0) : String(Number(value.toPrecision(1)));
}
