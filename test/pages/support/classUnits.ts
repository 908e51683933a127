import type { Browser, Page } from 'playwright-core';

import type {
  AnswerMessage,
  ClassUnitsRequest,
  ClassUnitsState,
  FromClassUnits,
  ToClassUnits,
} from '../../../src/protocol/classUnits.ts';
import { saveScreenshot } from '../../support/screenshots.ts';
import { EditorlessPage, openEditorless } from './editorlessPage.ts';
import { DARK } from './modelTab.ts';
import type { SampleUnits } from './sampleUnits.ts';

/** The class units page without VS Code. */
export class ClassUnitsPage extends EditorlessPage<ToClassUnits, FromClassUnits> {
  #answered = 0;

  static open(
    browser: Browser,
    { width = 1200, height = 860, theme = DARK } = {},
  ): Promise<ClassUnitsPage> {
    const variables = Object.entries(theme).map(([name, value]) => `--${name}: ${value};`);
    const style = `:root { ${variables.join(' ')} }`;
    const wrap = (page: Page) => new ClassUnitsPage(page);
    return openEditorless(browser, 'classUnits', { width, height, style }, wrap);
  }

  async sentOf<Type extends FromClassUnits['type']>(
    type: Type,
  ): Promise<Extract<FromClassUnits, { type: Type }>[]> {
    const messages = await this.sent();
    return messages.filter(
      (message): message is Extract<FromClassUnits, { type: Type }> => message.type === type,
    );
  }

  async start({ folder = true, isTrusted = true, fileName = 'scenes-gap.onnx' } = {}) {
    await this.send({
      type: 'start',
      fileName,
      modelPath: `/models/${fileName}`,
      isTrusted,
      folder: folder ? { path: '/photos/pictures', name: 'pictures' } : undefined,
      view: {},
    });
  }

  /** Starts the page with the sample model and its scanned pictures, and answers what it asks. */
  async showSample(sample: SampleUnits, { isNew = false } = {}): Promise<void> {
    if (isNew) this.#answered = 0;
    await this.start();
    await this.send({ type: 'model', model: sample.model });
    await this.send({ type: 'index', summary: sample.summary });
    await this.answer(sample);
    await this.byTestId('patch').first().waitFor();
  }

  /** Answers every request that was not answered yet, also those that the answers lead to. */
  async answer(sample: SampleUnits): Promise<void> {
    for (let quiet = 0; quiet < 3; ) {
      await this.nextFrame();
      const sent = await this.sent();
      const open = sent.slice(this.#answered);
      this.#answered = sent.length;
      quiet = open.length === 0 ? quiet + 1 : 0;
      for (const message of open) {
        if (message.type === 'thumbnails') await this.#sendThumbnails(sample, message.paths);
        if (message.type === 'ask') {
          await this.send(await answerOf(sample, message.id, message.request));
        }
      }
    }
  }

  async chooseClass(label: string): Promise<void> {
    await this.byTestId('class-option').getByText(label, { exact: true }).click();
  }

  /** The newest question of a kind. */
  async newest<Kind extends ClassUnitsRequest['kind']>(
    kind: Kind,
  ): Promise<Extract<ClassUnitsRequest, { kind: Kind }>> {
    const asked = (await this.sentOf('ask')).map(({ request }) => request);
    const isOfKind = (request: ClassUnitsRequest) => request.kind === kind;
    const newest = asked.filter(isOfKind).at(-1);
    if (!newest) throw new Error(`nothing was asked for ${kind}`);
    return newest as Extract<ClassUnitsRequest, { kind: Kind }>;
  }

  async keptState(): Promise<ClassUnitsState> {
    return this.page.evaluate(() => JSON.parse(sessionStorage.getItem('state') ?? '{}'));
  }

  /** Pixels of the first patch. */
  async firstPatch(): Promise<number[]> {
    const canvas = this.byTestId('patch').first().locator('canvas');
    return canvas.evaluate((element) => {
      const { width, height } = element as HTMLCanvasElement;
      const context = (element as HTMLCanvasElement).getContext('2d');
      return Array.from(context?.getImageData(0, 0, width, height).data ?? []);
    });
  }

  /** Chooses one of a few values that stand beside each other. */
  async choose(control: string, label: string): Promise<void> {
    await this.byTestId(control).locator('label', { hasText: label }).click();
  }

  async #sendThumbnails(sample: SampleUnits, paths: string[]): Promise<void> {
    const found = await sample.thumbnails(paths);
    const thumbnails = paths.flatMap((path, i) => {
      const bytes = found[i];
      return bytes ? [{ path, bytes }] : [];
    });
    const read = thumbnails.map(({ path }) => path);
    const failed = paths.filter((path) => !read.includes(path));
    await this.send({ type: 'thumbnails', thumbnails, failed });
  }

  async screenshot(name: string): Promise<void> {
    await this.nextFrame();
    await saveScreenshot(this.page, name);
  }
}

async function answerOf(
  sample: SampleUnits,
  id: number,
  request: ClassUnitsRequest,
): Promise<AnswerMessage> {
  const { kind } = request;
  switch (kind) {
    case 'classUnits':
      return { type: 'answer', id, kind, result: await sample.classUnits(request.query) };
    case 'unitReport':
      return { type: 'answer', id, kind, result: await sample.unitReport(request.pooledChannel) };
    case 'silence':
      return { type: 'answer', id, kind, result: await sample.silence(request.pooledChannels) };
    case 'suggestNames':
      return { type: 'answer', id, kind, result: await sample.suggestNames() };
    case 'empiricalFields':
      return {
        type: 'answer',
        id,
        kind,
        result: await sample.empiricalFields(request.channel, request.paths),
      };
    default:
      return request satisfies never;
  }
}
