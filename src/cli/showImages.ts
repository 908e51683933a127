import path from 'node:path';
import type { CamErrorCode } from '../cam/base/errors.ts';
import { CamError } from '../cam/base/errors.ts';
import { systemReason } from '../cam/base/systemReason.ts';
import type { ExplainOptions } from '../cam/engine.ts';
import type { EngineClient } from '../engine/client.ts';
import { endedEngine } from '../engine/errors.ts';
import { ExitCode, UsageError } from './command/exitCode.ts';
import { OutputFolder } from './outputFolder.ts';
import type { ShowCommand } from './showCommand.ts';
import { opinionText } from './text/showText.ts';
import type { Terminal } from './text/terminal.ts';
import { errorLine } from './text/terminal.ts';

/** One run of `cam-lens show`. */
export interface ShowRun {
  command: ShowCommand;
  engine: EngineClient;
  terminal: Terminal;
  /** Absolute. */
  modelPath: string;
  options: ExplainOptions;
  /** Ctrl-C. */
  signal: AbortSignal;
  /** Absolute paths of the images that were shown so far. */
  shown: string[];
}

/** As long as no image was shown: with this many that end the engine, the model counts as the cause. */
const MOST_CRASHES = 2;

/** Reasons that are the model's: they hold for every image. */
const OF_THE_MODEL: readonly CamErrorCode[] = ['noGradientRule', 'noSpatialMap'];

/**
 * Shows every image. One that fails, or that the engine does not survive, is reported; the others are still shown.
 * @throws UsageError or CamError with a reason of the model, from showing an image; any error after Ctrl-C.
 */
export async function showImages(
  run: ShowRun,
  showOne: (image: string) => Promise<void>,
): Promise<ExitCode> {
  const { command, shown, signal } = run;
  const { images } = command;
  let exitCode: ExitCode = ExitCode.ok;
  let crashes = 0;
  for (const [index, image] of images.entries()) {
    try {
      await showOne(image);
      shown.push(path.resolve(image));
    } catch (error) {
      if (signal.aborted || isOfAll(error)) throw error;
      run.terminal.err(errorLine(CamError.toData(error)));
      exitCode = ExitCode.failed;
      if (endedEngine(error)) crashes++;
      const left = images.length - index - 1;
      if (shown.length === 0 && crashes === MOST_CRASHES && left > 0) {
        run.terminal.err(`The model ends the engine with every image: ${left} more are left out.`);
        break;
      }
    }
  }
  await saySecondOpinion(run);
  return exitCode;
}

function isOfAll(error: unknown): boolean {
  if (error instanceof UsageError) return true;
  return CamError.is(error) && OF_THE_MODEL.includes(error.code);
}

/** It is an extra: where it fails, the images are shown all the same. */
async function saySecondOpinion({
  engine,
  terminal,
  modelPath,
  options,
  shown,
  signal,
}: ShowRun): Promise<void> {
  const opinion = await engine
    .call('secondOpinion', [modelPath, shown, options], signal)
    .catch(() => undefined);
  if (opinion) sayNotices([opinionText(modelPath, opinion)], terminal);
}

/** With `--json`, notices go to stderr, so that stdout holds only data. */
export function sayNotices(notices: readonly string[], terminal: Terminal): void {
  for (const notice of notices) terminal.err(`note: ${notice}`);
}

/** The folder of `--out`. @throws UsageError if it cannot be created. */
export async function openFolder({
  command: { out },
  engine,
}: ShowRun): Promise<OutputFolder | undefined> {
  if (out === undefined) return undefined;
  try {
    return await OutputFolder.create(out, engine);
  } catch (cause) {
    throw new UsageError(
      `The folder ${out} cannot be created: ${systemReason(cause)}.`,
      'Give `--out` a folder that you can write to.',
    );
  }
}
