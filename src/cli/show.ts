import path from 'node:path';
import { CamError, orRefusal } from '../cam/base/errors.ts';
import type { ExplainOptions } from '../cam/engine.ts';
import { IN_PLACE_OF_CAM } from '../cam/maps/methodLists.ts';
import type { ModelDescription } from '../cam/results/explanation.ts';
import { refusesOnlyCam } from '../cam/results/mapWay.ts';
import type { EngineClient } from '../engine/client.ts';
import type { ExitCode } from './command/exitCode.ts';
import { UsageError } from './command/exitCode.ts';
import { untilInterrupted } from './command/interruption.ts';
import { showByMethod } from './showByMethod.ts';
import { showCam } from './showCam.ts';
import type { ShowCommand } from './showCommand.ts';
import type { ShowRun } from './showImages.ts';
import type { Terminal } from './text/terminal.ts';

/**
 * Shows every image under the model by the asked method. Without one: its class activation map; if it has none, another
 * map, and a note says which and why.
 * @throws UsageError if a class, output, layer or input scale does not exist; CamError if the model cannot be used;
 *   Interrupted by Ctrl-C, at once.
 */
export async function show(
  command: ShowCommand,
  engine: EngineClient,
  terminal: Terminal,
): Promise<ExitCode> {
  const options: ExplainOptions = {
    useColourProfile: command.colourProfile,
    inputScale: command.inputScale,
    ...(command.config === undefined ? {} : { configPath: path.resolve(command.config) }),
    ...(command.output === undefined ? {} : { output: command.output }),
    ...(command.layer === undefined ? {} : { featureTensor: command.layer }),
  };
  const modelPath = path.resolve(command.model);
  const shown: string[] = [];
  return untilInterrupted(
    (signal) => showAsAsked({ command, engine, terminal, modelPath, options, signal, shown }),
    () => `Stopped after ${shown.length} of ${command.images.length} images.`,
  );
}

async function showAsAsked(run: ShowRun): Promise<ExitCode> {
  const { method, layer, inputScale } = run.command;
  if (method !== undefined && method !== 'cam') return showByMethod(run, [method]);
  const model = await orRefusal(() => openModel(run));
  if (!CamError.is(model)) return showCam(run, model);
  const mayBeOther = method === undefined && inputScale === 1 && refusesOnlyCam(model);
  if (!mayBeOther) throw model;
  const methods = IN_PLACE_OF_CAM.filter((one) => layer === undefined || one === 'grad-cam');
  return showByMethod(run, methods, model);
}

async function openModel({
  engine,
  modelPath,
  options,
  signal,
}: ShowRun): Promise<ModelDescription> {
  try {
    return await engine.call('openModel', [modelPath, options], signal);
  } catch (error) {
    const { code, message, nextAction } = CamError.toData(error);
    const isAskedFor =
      (code === 'outputNotFound' && options.output !== undefined) ||
      (code === 'tensorNotFound' && options.featureTensor !== undefined);
    throw isAskedFor ? new UsageError(message, nextAction) : error;
  }
}
