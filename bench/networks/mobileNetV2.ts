import { Builder } from './builder.ts';
import type { Graph } from './onnxWriter.ts';

/** Inverted residuals: expansion, channels out, how many, stride of the first (MobileNetV2, Sandler et al., 2018). */
const STAGES: [expansion: number, channels: number, blocks: number, stride: number][] = [
  [1, 16, 1, 1],
  [6, 24, 2, 2],
  [6, 32, 3, 2],
  [6, 64, 4, 2],
  [6, 96, 3, 1],
  [6, 160, 3, 2],
  [6, 320, 1, 1],
];

/** A MobileNetV2: 1280×7×7 → global average → linear to 1000 classes, 3.5 million parameters, 14 MB. */
export function makeMobileNetV2(): Graph {
  const builder = new Builder();
  const bounds = [0, 6].map((bound) => builder.constant([], Float32Array.of(bound)));
  const relu6 = (x: string) => builder.add('Clip', [x, ...bounds]);
  let x = relu6(builder.convolution('image', 3, 32, { kernel: 3, stride: 2 }));
  let channels = 32;
  for (const [expansion, to, blocks, first] of STAGES) {
    for (let block = 0; block < blocks; block++) {
      const stride = block === 0 ? first : 1;
      const expanded = channels * expansion;
      const wide =
        expansion === 1 ? x : relu6(builder.convolution(x, channels, expanded, { kernel: 1 }));
      const window = { kernel: 3, stride, groups: expanded };
      const filtered = relu6(builder.convolution(wide, expanded, expanded, window));
      const out = builder.convolution(filtered, expanded, to, { kernel: 1 });
      x = stride === 1 && to === channels ? builder.add('Add', [out, x]) : out;
      channels = to;
    }
  }
  const features = relu6(builder.convolution(x, channels, 1280, { kernel: 1 }));
  builder.linear(builder.globalAverage(features), 1280, 1000, 'logits');
  return builder.graph;
}
