import type { Size } from './image/geometry.ts';
import type { MapKind, Readout } from './maps/featureMap.ts';
import type { IdentityCheck } from './maps/identity.ts';

/** Largest relative residual with which a map may be called exact, by the precision of the model. */
const EXACT = { float32: 1e-4, float16: 5e-3 } as const;

const NAMES: Record<MapKind, string> = {
  cam: 'Exact CAM',
  maxPooled: 'Exact map of the max pooling',
  classMap: 'Exact class map',
  classMapOnly: 'Exact class map',
};

/** What a map is, said in one line, and whether it accounts for the logits. */
export interface Claim {
  exact: boolean;
  text: string;
}

/**
 * The claim for one picture, from the comparison of its maps with the model's own logits; e.g.
 * `Exact CAM · 14×14 · mean(M) + b = logit, off by 3e-7`.
 */
export function makeClaim(
  kind: MapKind,
  readout: Readout,
  grid: Size,
  identity: IdentityCheck,
  precision: 'float32' | 'float16',
): Claim {
  const equation = describeReadout(readout);
  const size = `${grid.width}×${grid.height}`;
  const offBy = formatResidual(Math.abs(identity.residual));
  if (identity.relativeResidual <= EXACT[precision]) {
    return { exact: true, text: `${NAMES[kind]} · ${size} · ${equation} = logit, off by ${offBy}` };
  }
  const share = `${(100 * identity.relativeResidual).toPrecision(2)} % of the largest logit`;
  return {
    exact: false,
    text: `Not exact · ${size} · ${equation} misses the logits by up to ${share}: do not rely on this map`,
  };
}

function describeReadout(readout: Readout): string {
  if (readout.kind === 'mean') return 'mean(M) + b';
  return readout.borderPositions > 0
    ? `mean(ReLU(M + b)) with ${readout.borderPositions} border cells`
    : 'mean(ReLU(M + b))';
}

/** One significant digit: `3e-7`, `0.01`, `0`. */
function formatResidual(value: number): string {
  if (value === 0) return '0';
  return value < 1e-3 ? value.toExponential(0) : String(Number(value.toPrecision(1)));
}
