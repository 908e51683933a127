import { writeFile } from 'node:fs/promises';
import { Engine } from '../cam/engine.ts';
import { CamError } from '../cam/errors.ts';
import type { EngineReply, EngineRequest } from './calls.ts';

const engine = new Engine();

process.on('message', (request: EngineRequest) => {
  void answer(request).then((reply) => process.send?.(reply));
});

process.on('disconnect', () => process.exit(0));

// Of all processes this one should be ended first when memory runs out. Linux only; elsewhere no loss.
if (process.platform === 'linux') {
  writeFile('/proc/self/oom_score_adj', '800').catch(() => undefined);
}

async function answer({ id, method, args }: EngineRequest): Promise<EngineReply> {
  try {
    const call = engine[method] as (...values: unknown[]) => Promise<unknown>;
    return { id, result: await call.apply(engine, args) };
  } catch (error) {
    if (!CamError.is(error)) console.error(error);
    return { id, error: CamError.toData(error) };
  }
}
