import type { TensorMaps } from '../../../src/cam/results/inspection.ts';
import type { LayerGraph } from '../../../src/cam/results/layerGraph.ts';
import type { MethodOffer } from '../../../src/cam/results/methodMap.ts';
import type { FromModelTab, ModelTabRequests, ToModelTab } from '../../../src/protocol/modelTab.ts';
import type { RequestMessage } from '../../../src/protocol/requests.ts';
import { EditorlessPage } from './editorlessPage.ts';
import { someFacts, someInspection, someMaps } from './inspection.ts';
import { greyPng } from './panel.ts';
import { DARK } from './themes.ts';

/** A request of the page, of one kind. */
type Asked<Kind extends keyof ModelTabRequests> = Extract<
  RequestMessage<ModelTabRequests>,
  { kind: Kind }
>;

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

  /** The requests of one kind, oldest first; waits for the first one. */
  async asked<Kind extends keyof ModelTabRequests>(kind: Kind): Promise<Asked<Kind>[]> {
    await this.page.waitForFunction(
      (wanted) =>
        (window as unknown as { sent: { type: string; kind?: string }[] }).sent.some(
          (message) => message.type === 'request' && message.kind === wanted,
        ),
      kind,
    );
    return (await this.sentOf('request')).filter(
      (request): request is Asked<Kind> => request.kind === kind,
    );
  }

  /** Answers the newest request for the graph. */
  async answerGraph(graph: LayerGraph): Promise<void> {
    const id = (await this.asked('layerGraph')).at(-1)?.id ?? 0;
    await this.send({ type: 'result', id, kind: 'layerGraph', result: graph });
    await this.byTestId('graph-box').first().waitFor();
    await this.nextFrame();
  }

  /** Answers the newest request for the methods. */
  async answerMethods(offers: MethodOffer[]): Promise<void> {
    const id = (await this.asked('methods')).at(-1)?.id ?? 0;
    await this.send({ type: 'result', id, kind: 'methods', result: offers });
    await this.nextFrame();
  }

  /** Answers a request for channels. */
  async sendChannels(id: number, maps: TensorMaps): Promise<void> {
    await this.send({ type: 'result', id, kind: 'channels', result: maps });
  }

  /** Answers the newest request for channels. */
  async answerChannels(count: number): Promise<void> {
    const png = await greyPng();
    for (const { id, request } of await this.asked('channels')) {
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
