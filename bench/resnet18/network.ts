import type { Graph } from './onnxWriter.ts';
import { encodeModel } from './onnxWriter.ts';

/**
 * A network of ResNet-18's shape (He et al., 2016) with random weights from a fixed seed, batch
 * normalisation folded into the convolutions as exporters do: 3×224×224 → 512×7×7 → global average
 * → 1000 classes, 11.7 million parameters, 47 MB.
 */
export function makeResNet18(): Uint8Array {
  const builder = new Builder();
  let x = builder.relu(builder.convolution('image', 3, 64, 7, 2, 3));
  x = builder.add('MaxPool', [x], { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] });
  let width = 64;
  for (const stageWidth of [64, 128, 256, 512]) {
    for (const block of [0, 1]) {
      const stride = block === 0 && stageWidth > 64 ? 2 : 1;
      x = basicBlock(builder, x, width, stageWidth, stride);
      width = stageWidth;
    }
  }
  const pooled = builder.add('Flatten', [builder.add('GlobalAveragePool', [x])]);
  const weight = builder.weights([1000, 512], 512);
  const bias = builder.weights([1000], 512);
  builder.add('Gemm', [pooled, weight, bias], { transB: 1 }, 'logits');
  return encodeModel(builder.graph);
}

function basicBlock(builder: Builder, x: string, from: number, to: number, stride: number): string {
  const first = builder.relu(builder.convolution(x, from, to, 3, stride, 1));
  const second = builder.convolution(first, to, to, 3, 1, 1);
  const shortcut = stride === 1 ? x : builder.convolution(x, from, to, 1, stride, 0);
  return builder.relu(builder.add('Add', [second, shortcut]));
}

class Builder {
  readonly graph: Graph = {
    nodes: [],
    initializers: [],
    input: { name: 'image', dims: [1, 3, 224, 224] },
    output: { name: 'logits', dims: [1, 1000] },
  };
  readonly #random = randomNumbers(18);

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
    return this.add('Relu', [x]);
  }

  convolution(
    x: string,
    from: number,
    to: number,
    kernel: number,
    stride: number,
    pad: number,
  ): string {
    const fanIn = from * kernel * kernel;
    const weight = this.weights([to, from, kernel, kernel], fanIn);
    const bias = this.weights([to], fanIn);
    return this.add('Conv', [x, weight, bias], {
      kernel_shape: [kernel, kernel],
      strides: [stride, stride],
      pads: [pad, pad, pad, pad],
    });
  }

  /** Uniform in ±√(3 / fanIn): activations keep their size over the depth. */
  weights(dims: number[], fanIn: number): string {
    const name = `weight_${this.graph.initializers.length}`;
    const bound = Math.sqrt(3 / fanIn);
    const values = new Float32Array(dims.reduce((product, size) => product * size, 1));
    for (let i = 0; i < values.length; i++) values[i] = (2 * this.#random() - 1) * bound;
    this.graph.initializers.push({ name, dims, values });
    return name;
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
