import path from 'node:path';
import { CamError } from '../cam/base/errors.ts';
import { systemReason } from '../cam/base/systemReason.ts';
import type { ExplainOptions } from '../cam/engine.ts';
import type { ExplanationReport } from '../cam/maps/files/report.ts';
import { reportExplanation } from '../cam/maps/files/report.ts';
import type { Explanation, ModelDescription } from '../cam/results/explanation.ts';
import type { EngineClient } from '../engine/client.ts';
import { endedEngine } from '../engine/errors.ts';
import { selectClass } from './classSelection.ts';
import type { ShowCommand } from './commandLine.ts';
import { ExitCode, UsageError } from './exitCode.ts';
import { OutputFolder } from './outputFolder.ts';
import { explanationText, modelText, opinionText } from './text/showText.ts';
import type { Terminal } from './text/terminal.ts';
import { errorLine } from './text/terminal.ts';

/** As long as no image was shown: with this many that end the engine, the model counts as the cause. */
const MOST_CRASHES = 2;

/**
 * Shows every image under the model. An image that fails, or that the engine does not survive, is reported; the others
 * are still shown.
 * @throws UsageError if a class, output, layer or input scale does not exist; CamError if the model cannot be used.
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
  const model = await openModel(engine, modelPath, options);
  requireScale(model, command.inputScale);
  const classes = command.classes.map((wanted) => selectClass(model.labels.value, wanted));
  const folder = command.out === undefined ? undefined : await openFolder(command.out, engine);
  sayModel(model, command, terminal);
  let exitCode: ExitCode = ExitCode.ok;
  const shown: string[] = [];
  let crashes = 0;
  for (const [index, image] of command.images.entries()) {
    try {
      const explanation = await engine.call('explain', [modelPath, path.resolve(image), options]);
      const report = reportExplanation(
        model,
        explanation,
        ...(classes.length > 0 ? [classes] : []),
      );
      sayImage(image, model, explanation, report, command, terminal);
      shown.push(explanation.imagePath);
      const written = await folder?.write(model, explanation, report, classes);
      if (written && !command.json) terminal.out(written.map((file) => `Wrote ${file}`));
    } catch (error) {
      terminal.err(errorLine(CamError.toData(error)));
      exitCode = ExitCode.failed;
      if (endedEngine(error)) crashes++;
      const left = command.images.length - index - 1;
      if (shown.length === 0 && crashes === MOST_CRASHES && left > 0) {
        terminal.err(`The model ends the engine with every image: ${left} more are left out.`);
        break;
      }
    }
  }
  // It is an extra: where it fails, the images are shown all the same.
  const opinion = await engine
    .call('secondOpinion', [modelPath, shown, options])
    .catch(() => undefined);
  if (opinion) sayNotices([opinionText(model, opinion)], terminal);
  return exitCode;
}

async function openModel(
  engine: EngineClient,
  file: string,
  options: ExplainOptions,
): Promise<ModelDescription> {
  try {
    return await engine.call('openModel', [file, options]);
  } catch (error) {
    const { code, message, nextAction } = CamError.toData(error);
    const isAskedFor =
      (code === 'outputNotFound' && options.output !== undefined) ||
      (code === 'tensorNotFound' && options.featureTensor !== undefined);
    throw isAskedFor ? new UsageError(message, nextAction) : error;
  }
}

function requireScale({ inputScales }: ModelDescription, asked: number): void {
  if (inputScales.includes(asked)) return;
  throw new UsageError(
    `This model's input cannot be enlarged by ${asked}.`,
    inputScales.length > 1
      ? `Give \`--input-scale\` one of ${inputScales.join(', ')}.`
      : 'Its size is fixed: leave out `--input-scale`.',
  );
}

function sayModel(model: ModelDescription, { json }: ShowCommand, terminal: Terminal): void {
  if (json) sayNotices(model.notices, terminal);
  else terminal.out(modelText(model));
}

function sayImage(
  image: string,
  model: ModelDescription,
  explanation: Explanation,
  report: ExplanationReport,
  { json }: ShowCommand,
  terminal: Terminal,
): void {
  if (!json) {
    terminal.out(explanationText(image, model, explanation, report));
    return;
  }
  const warnings = explanation.claim.standing === 'exact' ? [] : [explanation.claim.text];
  sayNotices(
    [...warnings, ...explanation.notices].map((text) => `${image}: ${text}`),
    terminal,
  );
  terminal.out([JSON.stringify(report)]);
}

/** With `--json`, notices go to stderr, so that stdout holds only data. */
function sayNotices(notices: string[], terminal: Terminal): void {
  for (const notice of notices) terminal.err(`note: ${notice}`);
}

async function openFolder(folder: string, engine: EngineClient): Promise<OutputFolder> {
  try {
    return await OutputFolder.create(folder, engine);
  } catch (cause) {
    throw new UsageError(
      `The folder ${folder} cannot be created: ${systemReason(cause)}.`,
      'Give `--out` a folder that you can write to.',
    );
  }
}
