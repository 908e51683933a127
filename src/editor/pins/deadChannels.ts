import type { DeadChannels } from '../../cam/pins/activeChannels.ts';
import { deadChannelsOf } from '../../cam/pins/runs.ts';
import type { SessionServices } from './session.ts';

/**
 * Channels of a model that fire on none of its pinned images, by what is kept of them: nothing is computed.
 * Undefined where the images were not run with the model as it is now.
 * @param model absolute
 * @throws CamError where the model cannot be read.
 */
export async function keptDeadChannels(
  model: string,
  { engine, memory, optionsOf }: SessionServices,
): Promise<DeadChannels | undefined> {
  const { latest } = await memory.load(model);
  if (!latest?.isComplete) return undefined;
  const { key } = await engine.call('modelExport', [model, optionsOf(model)]);
  return key === latest.exportKey ? deadChannelsOf(latest) : undefined;
}
