import type { Size } from '../../base/geometry.ts';
import type { GraphFunction } from '../probe/graphFunction.ts';
import { randomValues } from '../probe/probes.ts';
import type { FeatureLayout } from '../probe/spatialTensor.ts';
import { fromChannelFirst, tensorDims } from '../probe/spatialTensor.ts';
import type { LogitsTensor } from './logits.ts';
import { ofClasses } from './outputValues.ts';

/** A head that is asked about channel-first maps, with one reading of the axes of its input. */
export class HeadProbe {
  readonly head: GraphFunction;
  readonly layout: FeatureLayout;
  /** Whether maps may have negative values; a power of one may be NaN. */
  readonly isSigned: boolean;
  readonly #logits: Pick<LogitsTensor, 'name' | 'rows'>;

  constructor(
    head: GraphFunction,
    layout: FeatureLayout,
    isSigned: boolean,
    logits: Pick<LogitsTensor, 'name' | 'rows'>,
  ) {
    this.head = head;
    this.layout = layout;
    this.isSigned = isSigned;
    this.#logits = logits;
  }

  /** The same head, asked about maps without negative values. */
  withoutSign(): HeadProbe {
    return new HeadProbe(this.head, this.layout, false, this.#logits);
  }

  /** The part of the head up to another tensor. */
  endingAt(tensor: string): HeadProbe {
    return new HeadProbe(this.head, this.layout, this.isSigned, { name: tensor });
  }

  get positions(): number {
    return this.layout.width * this.layout.height;
  }

  /** The logits for each channel-first map; where the head allows it, maps may be of another size than its own. */
  async ask(maps: Float32Array[], { width, height }: Size = this.layout): Promise<Float32Array[]> {
    const layout = { ...this.layout, width, height };
    const rows = maps.map((map) => fromChannelFirst(map, layout));
    const { name, rows: places } = this.#logits;
    const answers = await this.head.evaluate(rows, tensorDims(layout, 1).slice(1), name);
    return answers.map((answer) => ofClasses(answer, places));
  }

  /** A noisy map with a different level in each channel, so that pooled values are far from 0. */
  randomMap(random: () => number): Float32Array {
    const { channels } = this.layout;
    const low = this.isSigned ? -1 : 0;
    const levels = randomValues(random, channels, 2 * low, 2);
    const noise = randomValues(random, channels * this.positions, low, 1);
    return noise.map((value, i) => value + (levels[Math.floor(i / this.positions)] as number));
  }
}
