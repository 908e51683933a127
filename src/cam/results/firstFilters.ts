/** The weights of the convolution that takes the picture. */
export interface FirstFilters {
  /** Name of the tensor that the convolution makes. */
  tensor: string;
  /** Number of filters: channels of that tensor. */
  filters: number;
  /** Channels of the picture that each filter takes. */
  channels: number;
  height: number;
  width: number;
  /** What the channels are, in the order of the weights. */
  order: 'RGB' | 'BGR' | 'gray';
  /** Whether nothing states the order. */
  isOrderGuessed: boolean;
  /** Filter by filter, channel by channel, row by row; as the model multiplies with its own input. */
  weights: Float32Array;
}

/** Why there are no filters to show. */
export interface NoFilters {
  reason: string;
}
