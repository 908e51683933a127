import path from 'node:path';
import * as vscode from 'vscode';
import { containerFacts } from '../../../cam/code/containers/containerFacts.ts';
import type { EngineClient } from '../../../engine/client.ts';
import type { CodePart } from '../../../protocol/code.ts';
import type { CurrentImage } from '../../currentImage.ts';
import type { ModelChoice } from '../../models/modelChoice.ts';
import type { ModelVariants } from '../../models/modelVariant.ts';
import type { CodePlaces } from '../found/codePlaces.ts';
import type { ContainerLine } from '../found/containerLines.ts';
import { hasWord, isAboutContainer, linksOutside } from '../found/containerLines.ts';
import { shownModel } from '../found/currentModel.ts';
import { PYTHON } from '../found/documentFile.ts';
import type { DocumentModel, LineLink, LinkedModels } from '../found/linkedModels.ts';
import { certaintyText, commandLink, escapeMarkdown, factsText } from './hoverText.ts';
import { shapeText, sizesText } from './layerText.ts';
import { otherModelsText } from './otherModels.ts';

/** Limit for layers that are used many times: a longer hover would be unreadable. */
const MAX_SHOWN = 4;

const THUMBNAIL_PX = 160;

interface HoverServices {
  linked: LinkedModels;
  models: ModelChoice;
  engine: EngineClient;
  image: CurrentImage;
  variants: ModelVariants;
}

/**
 * Describes a layer, a block or a container of the exported model where it is defined or called: shape, stride,
 * receptive field, parameters, and its mean map on the current image.
 */
class LayerHovers implements vscode.HoverProvider {
  readonly #services: HoverServices;

  constructor(services: HoverServices) {
    this.#services = services;
  }

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.Hover | undefined> {
    const word = document.getWordRangeAtPosition(position);
    if (!word) return undefined;
    const [name, text] = [document.getText(word), document.lineAt(position.line).text];
    const line = position.line + 1;
    const models = await this.#services.linked.of(document, token);
    const about = models.map((model) => {
      const containers = model.containers.filter(
        (one) => one.line === line && isAboutContainer(one, name, text),
      );
      const linksHere = model.links.filter(
        (link) => link.line === line && isAbout(link, name, text),
      );
      const links = linksOutside(linksHere, model.containers);
      const describe = [
        ...containers.map((one) => () => this.#describeContainer(model, one, token)),
        ...links.map((link) => () => this.#describe(model, link, token)),
      ];
      return { path: model.code.path, describe };
    });
    const there = about.filter(({ describe }) => describe.length > 0);
    const { shown, others } = shownModel(there, this.#services.models.current());
    if (!shown || token.isCancellationRequested) return undefined;
    const first = shown.describe.slice(0, MAX_SHOWN);
    const parts = await Promise.all(first.map((describe) => describe()));
    const more = shown.describe.length - first.length;
    if (more > 0) parts.push(new vscode.MarkdownString(vscode.l10n.t('and {0} more', more)));
    if (others.length > 0) parts.push(othersLink(others.map((other) => other.path)));
    return new vscode.Hover(parts, word);
  }

  async #describe(
    { code }: DocumentModel,
    { node, part }: LineLink,
    token: vscode.CancellationToken,
  ): Promise<vscode.MarkdownString> {
    const { layer, origin, link } = node;
    const text = headed(origin.module || origin.operator, code.path);
    if (layer) {
      const shape = shapeText(layer);
      const shapes = shape === undefined ? [] : [shape];
      text.appendMarkdown(`${factsText({ ...layer, shapes })}\n\n`);
    }
    if (link) text.appendMarkdown(`*${certaintyText(link.certainty)}*\n\n`);
    const tensor = layer?.tensor ?? origin.outputs[0];
    if (layer) text.appendMarkdown(await this.#thumbnail(code.path, layer.tensor, token));
    const target = { modelPath: code.path, tensor };
    const links = [
      commandLink(vscode.l10n.t('Show in model'), 'camLens.showLayer', target),
      ...otherLine(part, link, 'camLens.goToCode', (other) => ({ ...target, part: other })),
    ];
    return text.appendMarkdown(links.join(' · '));
  }

  async #describeContainer(
    { code }: DocumentModel,
    { container, part }: ContainerLine,
    token: vscode.CancellationToken,
  ): Promise<vscode.MarkdownString> {
    const { module, name, isRepeated, certainty } = container;
    const facts = containerFacts(container, code.facts);
    const { tensor, isOnlyOutput } = facts;
    const text = headed(module ?? name, code.path);
    const shapes = facts.shapes.map(sizesText);
    text.appendMarkdown(`${factsText({ ...facts, shapes })}\n\n`);
    if (isRepeated && shapes.length === 0) {
      const why = vscode.l10n.t('may run several times; values that can differ are left out');
      text.appendMarkdown(`*${why}*\n\n`);
    }
    text.appendMarkdown(`*${certaintyText(certainty)}*\n\n`);
    if (tensor !== undefined && isOnlyOutput) {
      text.appendMarkdown(await this.#thumbnail(code.path, tensor, token));
    }
    const target = { modelPath: code.path, tensor };
    const links = [
      ...(tensor === undefined
        ? []
        : [commandLink(vscode.l10n.t('Show in model'), 'camLens.showLayer', target)]),
      ...otherLine(part, container, 'camLens.openCodeLine', (other) => container[other]),
    ];
    return text.appendMarkdown(links.join(' · '));
  }

  /** The mean over the channels on the current image; nothing if there is none, or it cannot be run. */
  async #thumbnail(
    model: string,
    tensor: string,
    token: vscode.CancellationToken,
  ): Promise<string> {
    const { image, engine, variants } = this.#services;
    if (image.path === undefined || !vscode.workspace.isTrusted) return '';
    const abort = new AbortController();
    token.onCancellationRequested(() => abort.abort());
    const options = variants.of(model);
    try {
      const png = await engine.call(
        'meanMap',
        [model, image.path, tensor, THUMBNAIL_PX, options],
        abort.signal,
      );
      const data = Buffer.from(png).toString('base64');
      const caption = vscode.l10n.t('Mean over the channels on {0}', path.basename(image.path));
      return `![${escapeMarkdown(caption)}](data:image/png;base64,${data})\n\n${escapeMarkdown(caption)}\n\n`;
    } catch {
      return '';
    }
  }
}

export function registerHovers(services: HoverServices): vscode.Disposable {
  return vscode.languages.registerHoverProvider(PYTHON, new LayerHovers(services));
}

function othersLink(modelPaths: string[]): vscode.MarkdownString {
  const text = new vscode.MarkdownString('', true);
  text.isTrusted = { enabledCommands: ['camLens.otherModels'] };
  const title = otherModelsText(modelPaths.length);
  return text.appendMarkdown(commandLink(title, 'camLens.otherModels', { modelPaths }));
}

/** The link from a definition to the call and back, if the other one is known. */
function otherLine(
  part: CodePart,
  places: CodePlaces | undefined,
  command: string,
  argumentOf: (other: CodePart) => unknown,
): string[] {
  const other = part === 'call' ? 'definition' : 'call';
  if (places?.[other] === undefined) return [];
  const title = other === 'call' ? vscode.l10n.t('Go to call') : vscode.l10n.t('Go to definition');
  return [commandLink(title, command, argumentOf(other))];
}

/** The first line of a hover: what it describes, and in which model. */
function headed(name: string, model: string): vscode.MarkdownString {
  const text = new vscode.MarkdownString('', true);
  text.isTrusted = {
    enabledCommands: ['camLens.showLayer', 'camLens.goToCode', 'camLens.openCodeLine'],
  };
  return text.appendMarkdown(
    `**${escapeMarkdown(name)}** · ${escapeMarkdown(path.basename(model))}\n\n`,
  );
}

/**
 * Whether a word of a line refers to the link's module: its name, or any word if the line does not name it (a loop over
 * modules, a module in a list).
 */
function isAbout({ node: { link, origin } }: LineLink, word: string, line: string): boolean {
  const names = origin.module.split('.').filter((name) => !/^\d+$/.test(name));
  if (link?.definition === undefined || names.length === 0) return true;
  const isUnnamed = !names.some((name) => hasWord(line, name));
  return names.includes(word) || (isUnnamed && link.certainty !== 'callingLine');
}
