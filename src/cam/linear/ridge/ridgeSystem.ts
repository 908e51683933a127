import type { Matrix } from '../matrices/matrix.ts';

/**
 * The class-weighted ridge problem of each class against all others, with the fewest unknowns. For samples z̃ = (z, 1),
 * targets y = ±1 and weights r (see `classWeights`), w minimises Σ r_i (y_i − w·z̃_i)² + λ|w|². With τ = own/rest − 1 and
 * λ′ = λ/rest this is a system that all classes share, and a term of the samples of the class alone:
 *
 * (S + λ′I + κ·UᵀU) v = right side
 *
 * where U takes the rows of the class. `NormalEquations` has an unknown for each feature (v = w), `KernelEquations` one
 * for each sample (Saunders, Gammerman & Vovk 1998).
 */
export interface RidgeSystem {
  /** Number of unknowns m. */
  readonly size: number;
  /** S, m×m. */
  readonly matrix: Matrix;
  /** For each class, the numbers of its samples, as {@link through} and the others take them. */
  readonly rowsOf: readonly Uint32Array[];
  /** @param excess τ */
  rightSide(classIndex: number, excess: number): Float64Array;
  /**
   * κ
   * @param excess τ
   * @param penalty λ′
   */
  factorOf(excess: number, penalty: number): number;
  /** Uᵀ·change(U·vector) */
  through(
    own: Uint32Array,
    vector: Float64Array,
    change: (values: Float64Array) => Float64Array,
  ): Float64Array;
  /**
   * U·inner·Uᵀ of any class.
   * @param isRough whether float32 is exact enough
   */
  middleOf(inner: Matrix, isRough: boolean): (own: Uint32Array) => Promise<Matrix>;
  /** UᵀU */
  outer(own: Uint32Array): Promise<Matrix>;
  /** The weights for standardised features, classes×(d + 1), from the unknowns, classes×m. */
  solution(unknowns: Matrix): Promise<Matrix>;
}

/** The problem of one class in a {@link RidgeSystem}. */
export interface ClassProblem {
  readonly own: Uint32Array;
  /** λ′ */
  readonly penalty: number;
  /** τ */
  readonly excess: number;
  readonly rightSide: Float64Array;
}
