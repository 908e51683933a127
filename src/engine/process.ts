import { writeFile } from 'node:fs/promises';
import { config } from '@vscode/l10n';
import { CamError } from '../cam/base/errors.ts';
import { Engine } from '../cam/engine.ts';
import type { EngineReply, EngineRequest } from './calls.ts';
import { PROGRESS_ARGUMENT, TEXTS } from './calls.ts';
import type { EngineLimits } from './limits.ts';
import { SelfWatch } from './selfWatch.ts';

const engine = Engine.withMemory();
const watch = new SelfWatch(JSON.parse(process.argv[2] ?? '') as EngineLimits);

translate(process.env[TEXTS]);

process.on('message', (request: EngineRequest) => {
  watch.callRuns();
  void answer(request).then((reply) => {
    process.send?.(reply);
    watch.callEnded();
  });
});

process.on('disconnect', () => process.exit(0));
// Ctrl-C in a terminal reaches all processes; the one that started this one decides.
process.on('SIGINT', () => undefined);

// When memory runs out, the system should end this process first. Linux only; harmless elsewhere.
if (process.platform === 'linux') {
  writeFile('/proc/self/oom_score_adj', '800').catch(() => undefined);
}

/** @param file with the texts of the window's language; without it, or where it cannot be read, they stay English */
function translate(file: string | undefined): void {
  if (!file) return;
  try {
    config({ fsPath: file });
  } catch (error) {
    console.error(error);
  }
}

async function answer({ id, method, args }: EngineRequest): Promise<EngineReply> {
  try {
    const call = engine[method] as (...values: unknown[]) => Promise<unknown>;
    const place = PROGRESS_ARGUMENT[method];
    const all = [...args];
    if (place !== undefined) all[place] = tellProgress(id);
    return { id, result: await call.apply(engine, all) };
  } catch (error) {
    if (!CamError.is(error)) console.error(error);
    return { id, error: CamError.toData(error) };
  }
}

/** Shortest time between two progress messages. */
const PROGRESS_INTERVAL_MS = 250;

/** Sends the progress of a call; if it changes too fast, only the latest. */
function tellProgress(id: number): (progress: unknown) => void {
  let sent = 0;
  return (progress) => {
    const now = Date.now();
    if (now - sent < PROGRESS_INTERVAL_MS) return;
    sent = now;
    watch.callRuns();
    process.send?.({ id, progress } satisfies EngineReply);
  };
}
