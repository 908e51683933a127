import { InferenceSession } from 'onnxruntime-node';
import { Engine } from '../../src/cam/engine.ts';
import { sessionOptions } from '../../src/cam/runtime/session.ts';
import type { Row } from '../measure.ts';
import { interleaveTimed, perRound, spreadOf, timeMs } from '../measure.ts';
import type { Workload } from '../workload.ts';

/**
 * Opening a model, compared with the runtime's own loading of the file. A model is described before it is loaded; it is
 * loaded with the first picture, so that picture's extra time over the next one counts.
 */
export async function measureOpening({ modelPath, imagePath }: Workload): Promise<Row[]> {
  const options = sessionOptions({ optimization: 'all' });
  const times = await interleaveTimed(12, 2, {
    describe: async () => {
      const engine = new Engine();
      const durationMs = await timeMs(() => engine.openModel(modelPath));
      await engine.dispose();
      return durationMs;
    },
    open: async () => {
      const engine = new Engine();
      const explain = () => timeMs(() => engine.explain(modelPath, imagePath));
      const firstMs = await explain();
      const nextMs = Math.min(await explain(), await explain());
      await engine.dispose();
      return firstMs - nextMs;
    },
    bare: () =>
      timeMs(async () => {
        const session = await InferenceSession.create(modelPath, options);
        await session.release();
      }),
  });
  return [
    {
      name: 'open and load a model ÷ InferenceSession.create',
      values: perRound((open, bare) => open / bare, times.open, times.bare),
      unit: 'ratio',
      aim: 1.15,
    },
    { name: '  open and load a model', values: spreadOf(times.open), unit: 'ms' },
    {
      name: '  of which to describe it, nothing loaded',
      values: spreadOf(times.describe),
      unit: 'ms',
    },
    { name: '  InferenceSession.create', values: spreadOf(times.bare), unit: 'ms' },
  ];
}
