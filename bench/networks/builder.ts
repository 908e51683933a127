import type { Graph } from './onnxWriter.ts';

/** A square window that moves over a map. */
export interface Window {
  kernel: number;
  stride?: number;
  groups?: number;
}

/** Size of one step of an 8-bit activation; the networks' activations stay within ±12. */
const ACTIVATION_STEP = 0.1;

/**
 * Builds a network with random weights from a fixed seed, 3×224×224 to 1000 classes, with batch normalisation folded
 * into the convolutions as exporters do.
 */
export class Builder {
  readonly graph: Graph = {
    nodes: [],
    initializers: [],
    input: { name: 'image', dims: [1, 3, 224, 224] },
    output: { name: 'logits', dims: [1, 1000] },
  };
  readonly #random = randomNumbers(18);
  readonly #isQuantised: boolean;

  /** @param isQuantised weights and activations in 8 bits, between QuantizeLinear and DequantizeLinear */
  constructor({ isQuantised = false } = {}) {
    this.#isQuantised = isQuantised;
  }

  add(
    operator: string,
    inputs: string[],
    attributes: Record<string, number | number[]> = {},
    output = `${operator}_${this.graph.nodes.length}`,
  ): string {
    this.graph.nodes.push({ operator, inputs, output, attributes });
    return output;
  }

  relu(x: string): string {
    return this.rounded(this.add('Relu', [x]));
  }

  convolution(x: string, from: number, to: number, window: Window): string {
    const { kernel, stride = 1, groups = 1 } = window;
    const pad = kernel >> 1;
    const fanIn = (from / groups) * kernel * kernel;
    const weight = this.weights([to, from / groups, kernel, kernel], fanIn);
    const bias = this.constant([to], this.#uniform(to, fanIn));
    return this.add('Conv', [x, weight, bias], {
      kernel_shape: [kernel, kernel],
      strides: [stride, stride],
      pads: [pad, pad, pad, pad],
      group: groups,
    });
  }

  /** A linear layer of a vector; the last one is named `logits`. */
  linear(x: string, from: number, to: number, output?: string): string {
    const weight = this.weights([to, from], from);
    const bias = this.constant([to], this.#uniform(to, from));
    return this.add('Gemm', [x, weight, bias], { transB: 1 }, output);
  }

  globalAverage(x: string): string {
    return this.rounded(this.add('Flatten', [this.rounded(this.add('GlobalAveragePool', [x]))]));
  }

  /** If the network is quantised: quantises the tensor to 8 bits and dequantises it. */
  rounded(x: string): string {
    if (!this.#isQuantised) return x;
    const scale = this.constant([], Float32Array.of(ACTIVATION_STEP));
    const zero = this.constant([], Int8Array.of(0));
    return this.add('DequantizeLinear', [
      this.add('QuantizeLinear', [x, scale, zero]),
      scale,
      zero,
    ]);
  }

  /** Uniform in ±√(3 / fanIn): activations keep their size over the depth. */
  weights(dims: number[], fanIn: number): string {
    const count = dims.reduce((product, size) => product * size, 1);
    if (!this.#isQuantised) return this.constant(dims, this.#uniform(count, fanIn));
    const steps = Int8Array.from(this.#uniform(count, 3), (value) => Math.round(127 * value));
    const scale = this.constant([], Float32Array.of(Math.sqrt(3 / fanIn) / 127));
    const zero = this.constant([], Int8Array.of(0));
    return this.add('DequantizeLinear', [this.constant(dims, steps), scale, zero]);
  }

  constant(dims: number[], values: Float32Array | Int8Array): string {
    const name = `constant_${this.graph.initializers.length}`;
    this.graph.initializers.push({ name, dims, values });
    return name;
  }

  #uniform(count: number, fanIn: number): Float32Array {
    const bound = Math.sqrt(3 / fanIn);
    const values = new Float32Array(count);
    for (let i = 0; i < count; i++) values[i] = (2 * this.#random() - 1) * bound;
    return values;
  }
}

/** Mulberry32: uniform in 0…1, the same on every machine. */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
