import path from 'node:path';
import * as vscode from 'vscode';
import type { Certainty } from '../../cam/code/codeLink.ts';
import type { EngineClient } from '../../engine/client.ts';
import type { CurrentImage } from '../currentImage.ts';
import type { ModelVariants } from '../models/modelVariant.ts';
import { PYTHON } from './documentFile.ts';
import { shapeText } from './layerText.ts';
import type { DocumentModel, LineLink, LinkedModels } from './linkedModels.ts';

/** A layer that is used again and again, and many models: more would be no hover any more. */
const MAX_SHOWN = 4;

const THUMBNAIL_PX = 160;

interface HoverServices {
  linked: LinkedModels;
  engine: EngineClient;
  image: CurrentImage;
  variants: ModelVariants;
}

/**
 * What a layer is in the exported model, where its module is defined or called: shape, stride, receptive
 * field, parameters, and for the image at hand its mean map.
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
    const models = await this.#services.linked.of(document, token);
    const here = models.flatMap((model) =>
      model.links
        .filter((link) => link.line === position.line + 1 && isAbout(link, document.getText(word)))
        .map((link) => ({ model, link })),
    );
    if (here.length === 0 || token.isCancellationRequested) return undefined;
    const shown = here.slice(0, MAX_SHOWN);
    const parts = await Promise.all(
      shown.map(({ model, link }) => this.#describe(model, link, token)),
    );
    const more = here.length - shown.length;
    if (more > 0) parts.push(new vscode.MarkdownString(vscode.l10n.t('and {0} more', more)));
    return new vscode.Hover(parts, word);
  }

  async #describe(
    { code }: DocumentModel,
    { node, part }: LineLink,
    token: vscode.CancellationToken,
  ): Promise<vscode.MarkdownString> {
    const { layer, origin, link } = node;
    const text = new vscode.MarkdownString('', true);
    text.isTrusted = { enabledCommands: ['camLens.showLayer', 'camLens.goToCode'] };
    const name = origin.module || origin.operator;
    text.appendMarkdown(
      `**${escapeMarkdown(name)}** · ${escapeMarkdown(path.basename(code.path))}\n\n`,
    );
    if (layer) text.appendMarkdown(`${layerFacts(layer)}\n\n`);
    if (link) text.appendMarkdown(`*${CERTAINTIES[link.certainty]()}*\n\n`);
    const tensor = layer?.tensor ?? origin.outputs[0];
    if (layer) text.appendMarkdown(await this.#thumbnail(code.path, layer.tensor, token));
    const target = { modelPath: code.path, tensor };
    const links = [
      commandLink(vscode.l10n.t('Show in model'), 'camLens.showLayer', target),
      ...(part === 'definition' && link?.call
        ? [
            commandLink(vscode.l10n.t('Go to call'), 'camLens.goToCode', {
              ...target,
              part: 'call',
            }),
          ]
        : []),
      ...(part === 'call' && link?.definition
        ? [
            commandLink(vscode.l10n.t('Go to definition'), 'camLens.goToCode', {
              ...target,
              part: 'definition',
            }),
          ]
        : []),
    ];
    return text.appendMarkdown(links.join(' · '));
  }

  /** The mean over the channels on the image at hand; nothing where there is none, or it cannot be run. */
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

/** Whether a word of the line is what the link is about: the module's name, or any where it has none there. */
function isAbout({ node }: LineLink, word: string): boolean {
  const names = node.origin.module.split('.').filter((name) => !/^\d+$/.test(name));
  return node.link?.definition === undefined || names.length === 0 || names.includes(word);
}

const CERTAINTIES: Record<Certainty, () => string> = {
  exactLine: () => vscode.l10n.t('exact line'),
  callingLine: () => vscode.l10n.t('a line that leads to it'),
  definitionOnly: () => vscode.l10n.t('definition only'),
  nameOnly: () => vscode.l10n.t('found by its name alone'),
};

function layerFacts(layer: NonNullable<LineLink['node']['layer']>): string {
  const { stride, receptiveField, parameters } = layer;
  const field =
    receptiveField === 'global'
      ? vscode.l10n.t('whole image')
      : receptiveField && `${receptiveField.width} × ${receptiveField.height} px`;
  const strides = stride && (stride.x === stride.y ? `${stride.x}` : `${stride.x} × ${stride.y}`);
  const facts = [
    [vscode.l10n.t('output'), shapeText(layer)],
    [vscode.l10n.t('stride'), strides],
    [vscode.l10n.t('receptive field'), field],
    [vscode.l10n.t('parameters'), parameters > 0 ? parameters.toLocaleString() : undefined],
  ];
  return facts
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name} **${value}**`]))
    .join(' · ');
}

function commandLink(title: string, command: string, argument: unknown): string {
  return `[${title}](command:${command}?${encodeURIComponent(JSON.stringify([argument]))})`;
}

function escapeMarkdown(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]()#+\-.!<>|]/g, '\\$&');
}
