import path from 'node:path';
import * as vscode from 'vscode';
import { CamError } from '../../cam/base/errors.ts';
import { visibleText } from '../../cam/base/visibleText.ts';
import type { LabelPreview } from '../../cam/model/useLabels.ts';
import type { EngineClient } from '../../engine/client.ts';
import { requireTrust } from '../workspaceTrust.ts';
import type { ModelChoice } from './modelChoice.ts';
import type { ModelVariants } from './modelVariant.ts';

/** Endings of files that hold labels. */
const ENDINGS = [
  ...['txt', 'json', 'csv', 'tsv', 'names', 'labels', 'classes'],
  ...['yaml', 'yml', 'pbtxt', 'py'],
];

/** Longest name in a preview. */
const LONGEST = 60;

/**
 * *Add Labels*: shows what a file of labels holds, and writes it into the model's sidecar. The command takes the path of
 * a model; without one it uses the current model.
 */
export function registerLabelsCommand(
  engine: EngineClient,
  models: ModelChoice,
  variants: ModelVariants,
): vscode.Disposable {
  return vscode.commands.registerCommand('camLens.addLabels', async (of?: unknown) => {
    if (!(await requireTrust())) return;
    const model = typeof of === 'string' ? of : await models.currentOrPick();
    if (model === undefined) return;
    try {
      await new LabelsOf(engine, model, variants.of(model)).change();
    } catch (error) {
      const { message, nextAction } = CamError.toData(error);
      await vscode.window.showErrorMessage(`${message} ${nextAction}`);
    }
  });
}

/** The labels of one model. */
class LabelsOf {
  readonly #engine: EngineClient;
  readonly #model: string;
  readonly #output: { output?: string };

  constructor(engine: EngineClient, model: string, { output }: { output?: string }) {
    this.#engine = engine;
    this.#model = model;
    this.#output = output === undefined ? {} : { output };
  }

  async change(): Promise<void> {
    const before = await this.#engine.call('statedLabels', [this.#model]);
    const isChosen = before === undefined || (await this.#pickFileOrNone());
    if (isChosen === undefined) return;
    const chosen = isChosen ? await this.#chooseFile() : undefined;
    if (isChosen && chosen === undefined) return;
    const sidecar = await this.#engine.call('setLabels', [this.#model, chosen?.stated]);
    const undo = vscode.l10n.t('Undo');
    const said = chosen
      ? vscode.l10n.t('The labels are from {0}, as {1} says.', chosen.name, path.basename(sidecar))
      : vscode.l10n.t('{0} no longer names labels.', path.basename(sidecar));
    if ((await vscode.window.showInformationMessage(said, undo)) !== undo) return;
    await this.#engine.call('setLabels', [this.#model, before]);
  }

  /** Whether another file is wanted, or none; undefined if the user wants neither. */
  async #pickFileOrNone(): Promise<boolean | undefined> {
    const file = { label: vscode.l10n.t('Choose a Labels File…') };
    const none = { label: vscode.l10n.t('Use No Labels File') };
    const title = vscode.l10n.t('Labels of {0}', path.basename(this.#model));
    const picked = await vscode.window.showQuickPick([file, none], { title });
    return picked && picked === file;
  }

  /** A file that the user took after a look at its labels. */
  async #chooseFile(): Promise<{ name: string; stated: string } | undefined> {
    for (;;) {
      const [uri] = (await vscode.window.showOpenDialog(this.#dialog())) ?? [];
      if (!uri) return undefined;
      const name = path.basename(uri.fsPath);
      const answer = await this.#askAbout(name, uri.fsPath);
      if (answer !== 'another') return answer && { name, stated: answer.stated };
    }
  }

  #dialog(): vscode.OpenDialogOptions {
    return {
      title: vscode.l10n.t('Labels of {0}', path.basename(this.#model)),
      defaultUri: vscode.Uri.file(path.dirname(this.#model)),
      openLabel: vscode.l10n.t('Read Labels'),
      filters: { [vscode.l10n.t('Labels')]: ENDINGS, [vscode.l10n.t('All files')]: ['*'] },
    };
  }

  /** Shows what a file holds, or why it cannot be used. */
  async #askAbout(name: string, file: string): Promise<LabelPreview | 'another' | undefined> {
    const another = vscode.l10n.t('Choose Another File…');
    let preview: LabelPreview;
    try {
      preview = await this.#engine.call('previewLabels', [this.#model, file, this.#output]);
    } catch (error) {
      const { message, nextAction } = CamError.toData(error);
      const options = { modal: true, detail: nextAction };
      const answer = await vscode.window.showWarningMessage(message, options, another);
      return answer === another ? 'another' : undefined;
    }
    const use = vscode.l10n.t('Use These Labels');
    const options = { modal: true, detail: this.#detail(name, preview) };
    const answer = await vscode.window.showInformationMessage(
      previewText(preview.labels),
      options,
      use,
      another,
    );
    if (answer === another) return 'another';
    return answer === use ? preview : undefined;
  }

  #detail(name: string, { labels, notices }: LabelPreview): string {
    const fits = vscode.l10n.t(
      'From {0}; the model has {1} classes ✓',
      name,
      labels.length.toLocaleString('en'),
    );
    return [fits, ...notices].join('\n');
  }
}

/** `1,000 names: 0 tench, 1 goldfish, 2 great white shark … 999 toilet tissue` */
function previewText(labels: readonly string[]): string {
  const named = (index: number) => {
    const name = visibleText(labels[index] ?? '');
    return `${index} ${name.length > LONGEST ? `${name.slice(0, LONGEST)}…` : name}`;
  };
  const count = labels.length.toLocaleString('en');
  const first = labels.slice(0, 3).map((_, index) => named(index));
  const last = labels.length > 3 ? `… ${named(labels.length - 1)}` : '';
  return vscode.l10n.t('{0} names: {1} {2}', count, first.join(', '), last).trim();
}
