import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CamError } from '../cam/base/errors.ts';
import type { ScanOptions } from '../cam/folderEngine.ts';
import type { IndexSummary } from '../cam/results/units.ts';
import type { ExportedFile, ExportForm } from '../cam/units/export/exportUnits.ts';
import type { UnitsReport } from '../cam/units/export/unitsReport.ts';
import type { EngineArguments } from '../engine/calls.ts';
import type { EngineClient } from '../engine/client.ts';
import { selectClass } from './classSelection.ts';
import { ExitCode } from './command/exitCode.ts';
import {
  makeFolder,
  noPictures,
  outputAsUsage,
  sayUnreadable,
  writeAsked,
} from './command/folderCommand.ts';
import { untilInterrupted } from './command/interruption.ts';
import type { UnitsCommand } from './commandLine.ts';
import { ProgressLine, scanText } from './text/progressLine.ts';
import { modelText } from './text/showText.ts';
import { reportSuggestions, suggestionsText } from './text/suggestionsReport.ts';
import type { Terminal } from './text/terminal.ts';
import { folderText, unitsText } from './text/unitsText.ts';

/** Number of classes that are shown if neither the user nor the folder names any. */
const MOST_PREDICTED = 5;

/**
 * Brings the index of a folder up to date and shows what classes are made of.
 * @throws UsageError if a class or an output does not exist; CamError if the model or the folder cannot be used.
 */
export async function units(
  command: UnitsCommand,
  engine: EngineClient,
  terminal: Terminal,
): Promise<ExitCode> {
  const options: ScanOptions = {
    ...(command.config === undefined ? {} : { configPath: path.resolve(command.config) }),
    ...(command.output === undefined ? {} : { output: command.output }),
    ...(command.index === undefined ? {} : { cacheFolder: path.resolve(command.index) }),
  };
  const modelPath = path.resolve(command.model);
  const folder = path.resolve(command.folder);
  const model = await outputAsUsage(command.output, () =>
    engine.call('describeUnits', [modelPath, options]),
  );
  const chosen = command.classes.map((wanted) => selectClass(model.labels.value, wanted));
  if (command.out !== undefined) await makeFolder(command.out);
  const summary = await scan(engine, modelPath, folder, options, terminal).catch((error) =>
    keptIndex(error, () => engine.call('indexSummary', [modelPath, folder, options]), terminal),
  );
  sayUnreadable(summary, terminal);
  if (summary.images === 0) throw noPictures(folder);
  if (!command.json) terminal.out([...modelText(model, model.summary), folderText(summary)]);
  const classes = chosen.length > 0 ? chosen : classesOf(summary);
  const forms: ExportForm[] = command.out === undefined ? ['json'] : ['json', 'png', 'html', 'npy'];
  for (const classIndex of new Set(classes)) {
    const { ranking, count, patches } = command;
    const query = { classIndex, ranking, count, patches };
    const files = await engine.call('exportClassUnits', [
      modelPath,
      folder,
      query,
      { forms },
      options,
    ]);
    sayClass(files, command, terminal);
    if (command.out !== undefined) await write(files, command.out, command, terminal);
  }
  if (command.html !== undefined) {
    await writeHtml(command.html, chosen, engine, modelPath, folder, options, command, terminal);
  }
  if (command.suggestNames) {
    await suggestNames(engine, modelPath, folder, options, command, terminal);
  }
  return ExitCode.ok;
}

/**
 * Ctrl-C ends the scan at once; its written results stay.
 * @throws Interrupted by Ctrl-C.
 */
async function scan(
  engine: EngineClient,
  modelPath: string,
  folder: string,
  options: ScanOptions,
  terminal: Terminal,
): Promise<IndexSummary> {
  const line = new ProgressLine(terminal);
  let indexed = 0;
  const args: EngineArguments<'scanFolder'> = [modelPath, folder, options];
  return untilInterrupted(
    (signal) =>
      engine.call('scanFolder', args, signal, (progress) => {
        indexed = progress.indexed;
        line.tell(scanText(progress));
      }),
    () =>
      `The scan was stopped after ${indexed} images; their results are kept. Run the command again to continue.`,
  ).finally(() => line.end());
}

/** The index of an earlier scan, if this one can write nothing. @throws the scan's error if there is no index. */
async function keptIndex(
  error: unknown,
  read: () => Promise<IndexSummary | undefined>,
  terminal: Terminal,
): Promise<IndexSummary> {
  if (!CamError.is(error) || error.code !== 'notWritable') throw error;
  const kept = await read();
  if (!kept || kept.images === 0) throw error;
  terminal.err(`note: ${error.message} ${error.nextAction}`);
  terminal.err(
    'note: This is the index of an earlier scan; images added or changed since then are not in it.',
  );
  return kept;
}

/** The classes that the folder names, in the model's order; else the ones that the model predicts most often. */
function classesOf({ classes: { by, classes } }: IndexSummary): number[] {
  const found = classes.map(({ classIndex }) => classIndex);
  return by === 'folder' ? found.sort((a, b) => a - b) : found.slice(0, MOST_PREDICTED);
}

function sayClass(
  files: readonly ExportedFile[],
  { json }: UnitsCommand,
  terminal: Terminal,
): void {
  const report = files.find(({ name }) => name.endsWith('.units.json'));
  const text = new TextDecoder().decode(report?.bytes);
  terminal.out(json ? [text.trimEnd()] : unitsText(JSON.parse(text) as UnitsReport));
}

/** @throws CamError if the folder has no annotations. */
async function suggestNames(
  engine: EngineClient,
  modelPath: string,
  folder: string,
  options: ScanOptions,
  command: UnitsCommand,
  terminal: Terminal,
): Promise<void> {
  const line = new ProgressLine(terminal);
  const found = await engine
    .call('suggestNames', [modelPath, folder, options], undefined, ({ done, of }) =>
      line.tell(`names: ${done} of ${of}`),
    )
    .finally(() => line.end());
  const report = reportSuggestions(found);
  const json = JSON.stringify(report);
  terminal.out(command.json ? [json] : suggestionsText(report));
  const { count, reasons } = report.leftOut;
  for (const reason of reasons) terminal.err(`note: left out: ${reason}`);
  if (count > reasons.length) {
    terminal.err(`note: ${count - reasons.length} more of the annotations are left out.`);
  }
  if (command.out === undefined) return;
  const bytes = new TextEncoder().encode(`${json}\n`);
  await write([{ name: 'names.json', bytes }], command.out, command, terminal);
}

/** One page of the chosen classes; if none is chosen, of all classes of the folder. */
async function writeHtml(
  html: string,
  chosen: readonly number[],
  engine: EngineClient,
  modelPath: string,
  folder: string,
  options: ScanOptions,
  command: UnitsCommand,
  terminal: Terminal,
): Promise<void> {
  const { ranking, count, patches, json } = command;
  const line = new ProgressLine(terminal);
  const classes = chosen.length > 0 ? { classes: [...new Set(chosen)] } : {};
  const args: EngineArguments<'exportAllClasses'> = [
    modelPath,
    folder,
    { ranking, count, patches, ...classes },
    options,
  ];
  const bytes = await engine
    .call('exportAllClasses', args, undefined, ({ done, all }) =>
      line.tell(`page: ${Math.floor((100 * done) / all)} %`),
    )
    .finally(() => line.end());
  const file = await writeAsked(html, bytes, '--html');
  if (!json) terminal.out([`Wrote ${file}`]);
}

async function write(
  files: readonly ExportedFile[],
  folder: string,
  { json }: UnitsCommand,
  terminal: Terminal,
): Promise<void> {
  for (const { name, bytes } of files) {
    const file = path.join(folder, name);
    await writeFile(file, bytes);
    if (!json) terminal.out([`Wrote ${file}`]);
  }
}
