import type { TensorMaps } from '../../../src/cam/results/inspection.ts';
import type { FromModelTab, ToModelTab } from '../../../src/protocol/modelTab.ts';
import { EditorlessPage } from './editorlessPage.ts';
import { someFacts, someInspection, someMaps } from './inspection.ts';
import { greyPng } from './panel.ts';
import { DARK } from './themes.ts';

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
