import { dot, norm } from '../maps/vectors.ts';

/** How far a picture is changed, as a fraction: a large change crosses kinks, a small one may bend too little to show. */
const CHANGES = [2 ** -7, 2 ** -10, 2 ** -13];

/** Gradients that differ by less, relative, are the same: a piecewise linear head has the very same on a whole piece. */
const SAME = 1e-6;

/** The values f of a layer, and g = ∂S/∂f of the same order. */
export interface LayerGradient {
  value: Float32Array;
  gradient: Float32Array;
}

/**
 * What the biases add to S behind a layer, where the head is piecewise linear: then S(f) = ⟨g, f⟩ + β, with the same g and
 * β for pictures nearby (Draelos & Carin 2020). It is tried out with pictures that are changed a little.
 * @param nearby the layer for a picture that is changed by a fraction
 * @param scoreAt S for values of the layer
 * @returns β, and how far that of a picture nearby differs; undefined if g differs: the head bends
 */
export async function biasPart(
  at: LayerGradient,
  nearby: (change: number) => Promise<LayerGradient>,
  scoreAt: (values: Float32Array) => Promise<number>,
): Promise<{ biases: number; difference: number } | undefined> {
  for (const change of CHANGES) {
    const there = await nearby(change);
    const changes = there.gradient.map((value, i) => value - (at.gradient[i] as number));
    if (!(norm(changes) <= SAME * norm(at.gradient))) continue;
    const biases = (await scoreAt(at.value)) - dot(at.gradient, at.value);
    const others = (await scoreAt(there.value)) - dot(there.gradient, there.value);
    return { biases, difference: Math.abs(others - biases) };
  }
  return undefined;
}
