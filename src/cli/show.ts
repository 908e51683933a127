import path from 'node:path';
import { CamError } from '../cam/base/errors.ts';
import type { ExplainOptions } from '../cam/engine.ts';
import { Engine } from '../cam/engine.ts';
import type { ExplanationReport } from '../cam/maps/files/report.ts';
import { reportExplanation } from '../cam/maps/files/report.ts';
import type { Explanation, ModelDescription } from '../cam/results/explanation.ts';
import { selectClass } from './classSelection.ts';
import type { ShowCommand } from './commandLine.ts';
import { ExitCode, UsageError } from './exitCode.ts';
import { OutputFolder } from './outputFolder.ts';
import { explanationText, modelText, opinionText } from './text/showText.ts';
import type { Terminal } from './text/terminal.ts';
import { errorLine } from './text/terminal.ts';

/**
 * Shows every image under the model. An image that fails is reported; the others are still shown.
 * @throws UsageError if a class, output, layer or input scale does not exist; CamError if the model cannot be used.
 */
export async function show(command: ShowCommand, terminal: Terminal): Promise<ExitCode> {
  const engine = Engine.withMemory();
  try {
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
    const folder = command.out === undefined ? undefined : await openFolder(command.out);
    sayModel(model, command, terminal);
    let exitCode: ExitCode = ExitCode.ok;
    const shown: string[] = [];
    for (const image of command.images) {
      try {
        const explanation = await engine.explain(modelPath, path.resolve(image), options);
        const report = reportExplanation(
          model,
          explanation,
          ...(classes.length > 0 ? [classes] : []),
        );
        sayImage(image, model, explanation, report, command, terminal);
        const written = await folder?.write(model, explanation, report, classes);
        shown.push(explanation.imagePath);
        if (!command.json) for (const file of written ?? []) terminal.out(`Wrote ${file}\n`);
      } catch (error) {
        terminal.err(errorLine(CamError.toData(error)));
        exitCode = ExitCode.failed;
      }
    }
    const opinion = await engine.secondOpinion(modelPath, shown, options);
    if (opinion) sayNotices([opinionText(model, opinion)], terminal);
    return exitCode;
  } finally {
    await engine.dispose();
  }
}

async function openModel(
  engine: Engine,
  file: string,
  options: ExplainOptions,
): Promise<ModelDescription> {
  try {
    return await engine.openModel(file, options);
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
  terminal.out(`${JSON.stringify(report)}\n`);
}

/** With `--json`, notices go to stderr, so that stdout holds only data. */
function sayNotices(notices: string[], terminal: Terminal): void {
  for (const notice of notices) terminal.err(`cam-lens: note: ${notice}\n`);
}

async function openFolder(folder: string): Promise<OutputFolder> {
  try {
    return await OutputFolder.create(folder);
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? String(cause);
    throw new UsageError(
      `The folder ${folder} cannot be created (${reason}).`,
      'Give `--out` a folder that you may write to.',
    );
  }
}
