import path from 'node:path';
import { CamError, orRefusal } from '../cam/base/errors.ts';
import type { InspectOptions } from '../cam/engine.ts';
import type { MethodOffer } from '../cam/results/methodMap.ts';
import type { EngineClient } from '../engine/client.ts';
import { ExitCode, UsageError } from './command/exitCode.ts';
import type { ModelCommand } from './commandLine.ts';
import { reportModel } from './text/modelReport.ts';
import { modelText } from './text/modelText.ts';
import type { Terminal } from './text/terminal.ts';

/**
 * Prints facts about a model. "It has no map" is a valid answer.
 * @throws UsageError if the output does not exist; CamError if the file cannot be read or is no ONNX model.
 */
export async function model(
  command: ModelCommand,
  engine: EngineClient,
  terminal: Terminal,
): Promise<ExitCode> {
  const options: InspectOptions = {
    place: 'now',
    ...(command.config === undefined ? {} : { configPath: path.resolve(command.config) }),
    ...(command.output === undefined ? {} : { output: command.output }),
  };
  const file = path.resolve(command.model);
  const inspection = await engine.call('inspectModel', [file, options]);
  const { error } = inspection.verdict;
  if (error?.code === 'outputNotFound' && command.output !== undefined) {
    throw new UsageError(error.message, error.nextAction);
  }
  const hash = await engine.call('hashFile', [file]);
  const report = reportModel(inspection, hash, await offersOf(engine, file, options));
  terminal.out(
    command.json ? [JSON.stringify(report)] : modelText(report, { layers: command.layers }),
  );
  return ExitCode.ok;
}

/** The methods for maps of the model; null if it gives no scores for a picture. */
async function offersOf(
  engine: EngineClient,
  file: string,
  { place: _, ...options }: InspectOptions,
): Promise<MethodOffer[] | null> {
  const found = await orRefusal(() => engine.call('describeMethods', [file, options]));
  return CamError.is(found) ? null : found.offers;
}
