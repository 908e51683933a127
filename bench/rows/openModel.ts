import { InferenceSession } from 'onnxruntime-node';
import { Engine } from '../../src/cam/engine.ts';
import { sessionOptions } from '../../src/cam/runtime/session.ts';
import type { Row } from '../measure.ts';
import { interleave, perRound, spreadOf } from '../measure.ts';
import type { Workload } from '../workload.ts';

/** Opening a model, from the path to its description, against the runtime's own loading of the file. */
export async function measureOpening({ modelPath }: Workload): Promise<Row[]> {
  const times = await interleave(12, 2, {
    engine: async () => {
      const engine = new Engine();
      await engine.openModel(modelPath);
      await engine.dispose();
    },
    bare: async () => {
      const session = await InferenceSession.create(
        modelPath,
        sessionOptions({ optimization: 'all' }),
      );
      await session.release();
    },
  });
  return [
    {
      name: 'open a model ÷ InferenceSession.create',
      values: perRound((engine, bare) => engine / bare, times.engine, times.bare),
      unit: 'ratio',
      aim: 1.15,
    },
    { name: '  open a model', values: spreadOf(times.engine), unit: 'ms' },
    { name: '  InferenceSession.create', values: spreadOf(times.bare), unit: 'ms' },
  ];
}
