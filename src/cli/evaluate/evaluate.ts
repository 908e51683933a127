import path from 'node:path';
import { CamError } from '../../cam/base/errors.ts';
import type { EvaluateOptions } from '../../cam/evaluationEngine.ts';
import type { RowSource } from '../../cam/results/evaluation/localization.ts';
import { BASELINES } from '../../cam/results/evaluation/localization.ts';
import type { EvaluationOverview } from '../../cam/results/evaluation/overview.ts';
import type { EngineArguments, EngineMethod, EngineProgress } from '../../engine/calls.ts';
import type { EngineClient } from '../../engine/client.ts';
import { ExitCode } from '../exitCode.ts';
import { untilInterrupted } from '../interruption.ts';
import { ProgressLine, scanText } from '../text/progressLine.ts';
import type { Terminal } from '../text/terminal.ts';
import type { EvaluateCommand } from './evaluateCommand.ts';
import {
  classificationText,
  doctorText,
  evidenceText,
  findingText,
  foundText,
  localizationText,
  picturesText,
  trustText,
} from './evaluateText.ts';

/** Up to so many pictures, localization is evaluated without being asked for. */
const QUICK_PICTURES = 2000;

/** A model and a folder of a running command. */
interface Run {
  command: EvaluateCommand;
  engine: EngineClient;
  terminal: Terminal;
  model: string;
  folder: string;
  options: EvaluateOptions;
}

/**
 * Evaluates a folder of labelled images.
 * @throws UsageError if the model has no such output; CamError if the model or the folder cannot be used; Interrupted by
 *   Ctrl-C.
 */
export async function evaluate(
  command: EvaluateCommand,
  engine: EngineClient,
  terminal: Terminal,
): Promise<ExitCode> {
  const run: Run = {
    ...{ command, engine, terminal, options: optionsOf(command) },
    model: path.resolve(command.model),
    folder: path.resolve(command.folder),
  };
  const overview = await scan(run);
  return report(run, overview);
}

function optionsOf(command: EvaluateCommand): EvaluateOptions {
  const { config, output, index, labels, annotations } = command;
  return {
    ...(config === undefined ? {} : { configPath: path.resolve(config) }),
    ...(output === undefined ? {} : { output }),
    ...(index === undefined ? {} : { cacheFolder: path.resolve(index) }),
    ...(labels === undefined
      ? {}
      : { labels: labels === 'folders' ? labels : path.resolve(labels) }),
    ...(annotations === undefined ? {} : { annotations: path.resolve(annotations) }),
  };
}
