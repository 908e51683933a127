import { readFileSync } from 'node:fs';
import { inRepository } from '../../../scripts/repository.ts';

/** Results of the two sample models for a picture, by PIL, onnxruntime for Python and NumPy. */
interface ComparisonGolden {
  picture: string;
  label: string;
  /** Of the GAP and of the GMP model. */
  logits: Record<string, [number, number]>;
  /** The cell in which the GMP model has its peak, and both maps there. */
  peak: { x: number; y: number; gap: number; gmp: number };
  /** The map of the GAP model minus that of the GMP model. */
  difference: number[][];
}

/** Made by `comparison.py` beside it. */
export const comparisonGolden: ComparisonGolden = JSON.parse(
  readFileSync(inRepository('test', 'fixtures', 'samples', 'comparison.json'), 'utf8'),
);
