import type { DeadChannels } from '../../cam/pins/activeChannels.ts';
import { deadChannelsOf } from '../../cam/pins/runs.ts';
import type { SessionServices } from './session.ts';

/**
 * Channels of a model that fire on none of its pinned images, from stored results; nothing is computed. Undefined if
 * the images were not run with the current model.
 * @param model absolute
 * @throws CamError if the model cannot be read.
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
