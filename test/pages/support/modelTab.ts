import type { TensorMaps } from '../../../src/cam/results/inspection.ts';
import type { FromModelTab, ToModelTab } from '../../../src/protocol/modelTab.ts';
import { EditorlessPage } from './editorlessPage.ts';
import { someFacts, someInspection, someMaps } from './inspection.ts';
import { greyPng } from './panel.ts';

/** The model tab without VS Code. */
export class ModelTabPage extends EditorlessPage<ToModelTab, FromModelTab> {
  constructor() {
    super({ name: 'modelTab', width: 1100, height: 800, theme: DARK });
  }

  /** Starts the page for a trusted workspace with the made-up model. */
  async showModel(inspection = someInspection(), isTrusted = true): Promise<void> {
    const fileName = 'counting.onnx';
    await this.send({ type: 'start', fileName, path: `/models/${fileName}`, isTrusted });
    await this.send({ type: 'facts', facts: inspection.facts });
    await this.send({ type: 'inspection', inspection, variant: {}, actions: [] });
    await this.send({ type: 'hash', sha256: 'ab'.repeat(32) });
    await this.byTestId('hash').waitFor();
  }

  /** Shows the model and this many channels of its first layer. */
  async showChannels(count: number): Promise<void> {
    await this.showModel();
    await this.send({ type: 'image', name: 'grey.png' });
    await this.byTestId('layer').nth(0).click();
    await this.byTestId('show-channels').click();
    await this.answerChannels(count);
  }

  /** Answers a request for channels. */
  async sendChannels(id: number, maps: TensorMaps): Promise<void> {
    await this.send({ type: 'result', id, kind: 'channels', result: maps });
  }

  /** Answers the newest request for channels. */
  async answerChannels(count: number): Promise<void> {
    await this.hasSent('request');
    const png = await greyPng();
    for (const { id, request } of await this.sentOf('request')) {
      await this.sendChannels(id, someMaps(request.tensor, count, png));
    }
    await this.byTestId('channel-cell').first().waitFor();
  }
}

/** Facts alone, as an untrusted workspace gets them. */
export async function showFactsOnly(tab: ModelTabPage): Promise<void> {
  const fileName = 'counting.onnx';
  const path = `/models/${fileName}`;
  await tab.send({ type: 'start', fileName, path, isTrusted: false });
  await tab.send({ type: 'facts', facts: someFacts() });
  await tab.byTestId('layer').first().waitFor();
}

/** Some of the variables of VS Code's themes, as they are in a webview. */
export const DARK = {
  'vscode-foreground': '#cccccc',
  'vscode-descriptionForeground': '#9d9d9d',
  'vscode-editor-background': '#1f1f1f',
  'vscode-font-family': 'system-ui, "Ubuntu", "Droid Sans", sans-serif',
  'vscode-font-size': '13px',
  'vscode-focusBorder': '#0078d4',
  'vscode-list-hoverBackground': '#2a2d2e',
  'vscode-list-activeSelectionBackground': '#04395e',
  'vscode-list-activeSelectionForeground': '#ffffff',
  'vscode-panel-border': '#2b2b2b',
  'vscode-button-background': '#0078d4',
  'vscode-button-foreground': '#ffffff',
  'vscode-button-secondaryBackground': '#313131',
  'vscode-button-secondaryForeground': '#cccccc',
  'vscode-input-background': '#313131',
  'vscode-input-foreground': '#cccccc',
  'vscode-dropdown-background': '#313131',
  'vscode-dropdown-foreground': '#cccccc',
  'vscode-dropdown-border': '#3c3c3c',
  'vscode-errorForeground': '#f85149',
  'vscode-editorWarning-foreground': '#cca700',
  'vscode-editorInfo-foreground': '#3794ff',
  'vscode-testing-iconPassed': '#73c991',
  'vscode-charts-yellow': '#cca700',
  'vscode-charts-blue': '#3794ff',
  'vscode-textBlockQuote-background': '#2b2b2b',
};

export const LIGHT: typeof DARK = {
  ...DARK,
  'vscode-foreground': '#3b3b3b',
  'vscode-descriptionForeground': '#616161',
  'vscode-editor-background': '#ffffff',
  'vscode-list-hoverBackground': '#f2f2f2',
  'vscode-list-activeSelectionBackground': '#e8e8e8',
  'vscode-list-activeSelectionForeground': '#000000',
  'vscode-panel-border': '#e5e5e5',
  'vscode-button-background': '#005fb8',
  'vscode-button-secondaryBackground': '#e5e5e5',
  'vscode-button-secondaryForeground': '#3b3b3b',
  'vscode-input-background': '#ffffff',
  'vscode-input-foreground': '#3b3b3b',
  'vscode-dropdown-background': '#ffffff',
  'vscode-dropdown-foreground': '#3b3b3b',
  'vscode-dropdown-border': '#cecece',
  'vscode-textBlockQuote-background': '#f8f8f8',
};
