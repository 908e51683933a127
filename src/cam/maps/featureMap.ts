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
 * Class weights and biases b_c of a classifier. `weights` is class-first.
 * - `positions` is 1: one weight w_k^c for each channel; index = c·channels + k.
 * - otherwise the head has a weight for each of its `positions` (width·height of the map), and the
 *   values are n·w_{k,x,y}^c with n = `positions`, so that the mean of M still is the logit without
 *   its bias; index = (c·channels + k)·positions + y·width + x.
 */
export interface ClassWeights {
  classes: number;
  channels: number;
  positions: number;
  weights: Float32Array;
  bias: Float32Array;
}

/**
 * How the head reduces a channel to one number: by its mean, its maximum, or a generalised mean
 * (Σ f^p / n)^(1/p), GeM.
 */
export type Pooling = 'mean' | 'max' | 'power';

/** Exponents of a generalised mean, for each channel: g_k = (mean f_k^inner)^outer. */
export interface PowerPooling {
  inner: Float64Array;
  outer: Float64Array;
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
 * - `maxPooled`: exact map of the values that max pooling used: f_k is n·f_k at the positions of the maximum, else 0;
 * - `meanMaxPooled`: mean and max pooling side by side, then linear: twice the channels, first the
 *   channels as the mean uses them, then as the maximum does;
 * - `powerPooled`: exact map of the values that a generalised mean (GeM) used: f_k is each position's share;
 * - `classMap`: class maps straight from a convolution, channels read one step before it;
 * - `classMapOnly`: as `classMap`, but nothing before the convolution can be read: channel = class;
 * - `positionWeights`: exact contributions of each position (flatten, then linear); no class weight
 *   belongs to a channel as a whole;
 * - `gradCam`: pooling, then a non-linear head: the weights are the head's gradient for this picture.
 */
export type MapKind =
  | 'cam'
  | 'maxPooled'
  | 'meanMaxPooled'
  | 'powerPooled'
  | 'classMap'
  | 'classMapOnly'
  | 'positionWeights'
  | 'gradCam';

/** A map with values in logit units, row-major: index = y·width + x. */
export interface ScalarMap {
  width: number;
  height: number;
  values: Float32Array;
}
