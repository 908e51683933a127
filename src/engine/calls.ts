import type { Engine } from '../cam/engine.ts';
import type { CamErrorData } from '../cam/errors.ts';

/** What can be asked of the engine process: the library's own methods. */
export type EngineCalls = Pick<
  Engine,
  'openModel' | 'explain' | 'readFacts' | 'inspectModel' | 'hashFile' | 'tensorMaps'
>;

export type EngineMethod = keyof EngineCalls;

/** Sent to the engine process. Typed arrays travel as they are (structured clone). */
export interface EngineRequest {
  id: number;
  method: EngineMethod;
  args: unknown[];
}

/** Sent back, once for each request. */
export type EngineReply = { id: number; result: unknown } | { id: number; error: CamErrorData };
