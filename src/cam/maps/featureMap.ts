/**
 * The last spatial map of one image, f_k(x, y).
 * `values` is channel-first: index = (k·height + y)·width + x.
 */
export interface FeatureMap {
  channels: number;
  width: number;
  height: number;
  values: Float32Array;
}

/**
 * Class weights w_k^c and biases b_c of a classifier.
 * `weights` is class-first: index = c·channels + k.
 */
export interface ClassWeights {
  classes: number;
  channels: number;
  weights: Float32Array;
  bias: Float32Array;
}

/**
 * How the logit follows from the map M = Σ_k w_k f_k over n = width·height positions:
 * - `mean`: S = mean(M) + b
 * - `meanOfRelu`: S = (Σ relu(M + b) + borderPositions·relu(b)) / (n + borderPositions); a ReLU lies
 *   between the class convolution and the pooling, and a padded convolution adds border positions
 *   that see no feature.
 */
export type Readout = { kind: 'mean' } | { kind: 'meanOfRelu'; borderPositions: number };

/**
 * What a map is:
 * - `cam`: exact class activation map (mean or sum pooling, then linear);
 * - `maxPooled`: exact map of what max pooling used: f_k is n·f_k at the winning positions, else 0;
 * - `classMap`: class maps straight from a convolution, channels read one step before it;
 * - `classMapOnly`: as `classMap`, but nothing before the convolution can be read: channel = class.
 */
export type MapKind = 'cam' | 'maxPooled' | 'classMap' | 'classMapOnly';

/** A map with values in logit units, row-major: index = y·width + x. */
export interface ScalarMap {
  width: number;
  height: number;
  values: Float32Array;
}
