import * as vscode from 'vscode';
import type { Certainty } from '../../../cam/code/python/codeLink.ts';
import type { Layer } from '../../../cam/results/inspection.ts';

/** What a hover shows about a layer or a container of layers. */
export interface HoverFacts extends Pick<Layer, 'stride' | 'receptiveField' | 'parameters'> {
  /** For display, e.g. `64 × 32 × 32`; empty if they are not known. */
  shapes: string[];
  /** Undefined for a single layer. */
  layerCount?: number;
}

/** How certain the line is, for display. */
export function certaintyText(certainty: Certainty): string {
  switch (certainty) {
    case 'exactLine':
      return vscode.l10n.t('exact line');
    case 'callingLine':
      return vscode.l10n.t('line leading to it');
    case 'definitionOnly':
      return vscode.l10n.t('definition only');
    case 'nameOnly':
      return vscode.l10n.t('matched by name only');
  }
}

/** Output, stride, receptive field, parameters as one line of Markdown; unknown values are left out. */
export function factsText(facts: HoverFacts): string {
  const { shapes, stride, receptiveField, parameters, layerCount = 0 } = facts;
  const field =
    receptiveField === 'global'
      ? vscode.l10n.t('whole image')
      : receptiveField && `${receptiveField.width} × ${receptiveField.height} px`;
  const strides = stride && (stride.x === stride.y ? `${stride.x}` : `${stride.x} × ${stride.y}`);
  const count = (number: number) => (number > 0 ? number.toLocaleString() : undefined);
  const texts = [
    [vscode.l10n.t('output'), shapes.length > 0 ? shapes.join(', ') : undefined],
    [vscode.l10n.t('stride'), strides],
    [vscode.l10n.t('receptive field'), field],
    [vscode.l10n.t('parameters'), count(parameters)],
    [vscode.l10n.t('layers'), count(layerCount)],
  ];
  return texts
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name} **${value}**`]))
    .join(' · ');
}

/** A link that runs a command; the text around it must trust the command. */
export function commandLink(title: string, command: string, argument: unknown): string {
  return `[${title}](command:${command}?${encodeURIComponent(JSON.stringify([argument]))})`;
}

/** Escapes the text for Markdown. */
export function escapeMarkdown(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]()#+\-.!<>|]/g, '\\$&');
}
