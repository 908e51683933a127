import { Builder } from './builder.ts';
import type { Graph } from './onnxWriter.ts';

/** Inverted bottlenecks: expanded to, stride, channels out (MobileNetV3-small, Howard et al., 2019). */
const BOTTLENECKS: [expanded: number, stride: number, channels: number, kernel: number][] = [
  [16, 2, 16, 3],
  [72, 2, 24, 3],
  [88, 1, 24, 3],
  [96, 2, 40, 5],
  [240, 1, 40, 5],
  [240, 1, 40, 5],
  [120, 1, 48, 5],
  [144, 1, 48, 5],
  [288, 2, 96, 5],
  [576, 1, 96, 5],
  [576, 1, 96, 5],
];

/**
 * A network of MobileNetV3-small's shape, without squeeze-and-excitation: 576×7×7 → global average →
 * linear to 1024 → hard swish → linear to 1000 classes.
 */
export function makeMobileNet(): Graph {
  const builder = new Builder();
  const swish = (x: string) => builder.add('HardSwish', [x]);
  let x = swish(builder.convolution('image', 3, 16, { kernel: 3, stride: 2 }));
  let channels = 16;
  for (const [expanded, stride, to, kernel] of BOTTLENECKS) {
    let inner = swish(builder.convolution(x, channels, expanded, { kernel: 1 }));
    inner = swish(
      builder.convolution(inner, expanded, expanded, { kernel, stride, groups: expanded }),
    );
    const out = builder.convolution(inner, expanded, to, { kernel: 1 });
    x = stride === 1 && to === channels ? builder.add('Add', [out, x]) : out;
    channels = to;
  }
  const features = swish(builder.convolution(x, channels, 576, { kernel: 1 }));
  const hidden = swish(builder.linear(builder.globalAverage(features), 576, 1024));
  builder.linear(hidden, 1024, 1000, 'logits');
  return builder.graph;
}
