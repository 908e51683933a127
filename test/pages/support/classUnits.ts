import type {
  ClassUnitsRequests,
  FromClassUnits,
  ToClassUnits,
} from '../../../src/protocol/classUnits.ts';
import type { FolderPageState } from '../../../src/protocol/folder.ts';
import type { ReplyMessage, RequestMessage } from '../../../src/protocol/requests.ts';
import { EditorlessPage } from './editorlessPage.ts';
import type { SampleUnits } from './sampleUnits.ts';
import { DARK } from './themes.ts';

/**
 * A change is shown in the next frame. The frame after that knows the visible rows and what they need; the requests
 * follow before another frame.
 */
const QUIET_FRAMES = 4;

/** The class units page without VS Code. */
export class ClassUnitsPage extends EditorlessPage<ToClassUnits, FromClassUnits> {
  constructor() {
    super({ name: 'classUnits', width: 1200, height: 600, theme: DARK });
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

  /** Starts the page with the sample model and its scanned pictures, and answers its requests. */
  async showSample(sample: SampleUnits): Promise<void> {
    await this.start();
    await this.send({ type: 'model', model: sample.model });
    await this.send({ type: 'index', summary: sample.summary });
    await this.answer(sample);
    await this.byTestId('patch').first().waitFor();
  }

  /** Answers every open request, also those that the answers lead to. */
  async answer(sample: SampleUnits): Promise<void> {
    for (;;) {
      const requests = await this.#nextRequests();
      if (requests.length === 0) return;
      for (const message of requests) {
        if (message.type === 'request') await this.send(await answerOf(sample, message));
      }
    }
  }

  /** The messages of the page since the last call; empty once it is idle. */
  #nextRequests(): Promise<FromClassUnits[]> {
    return this.page.evaluate(async (frames) => {
      const page = window as unknown as { sent: FromClassUnits[]; answered?: number };
      const from = page.answered ?? 0;
      for (let quiet = 0; page.sent.length === from && quiet < frames; ) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
        quiet = document.querySelector('.patch.waiting') ? 0 : quiet + 1;
      }
      page.answered = page.sent.length;
      return page.sent.slice(from);
    }, QUIET_FRAMES);
  }

  /** From the column, or the popover where there is no column. */
  async chooseClass(label: string): Promise<void> {
    const option = this.byTestId('class-option').getByText(label, { exact: true });
    const menu = this.byTestId('classes-button');
    if (await menu.isVisible()) await menu.click();
    await option.click();
  }

  /** Opens the popover *View*, *Save*, or that of the folder. */
  async openMenu(name: 'view' | 'save' | 'folder' | 'failed-fields'): Promise<void> {
    await this.byTestId(`${name}-button`).click();
    await this.byTestId(name).waitFor();
  }

  /** The newest request of a kind. */
  async newest<Kind extends keyof ClassUnitsRequests>(
    kind: Kind,
  ): Promise<Extract<Asked, { kind: Kind }>> {
    const newest = (await this.sentOf('request')).findLast((request) => request.kind === kind);
    if (!newest) throw new Error(`nothing was asked for ${kind}`);
    return newest as Extract<Asked, { kind: Kind }>;
  }

  async keptState(): Promise<FolderPageState> {
    return this.page.evaluate(() => JSON.parse(sessionStorage.getItem('state') ?? '{}'));
  }

  /** The first patch as drawn, as a URL: its pixels as numbers would take ten times as long. */
  async firstPatch(): Promise<string> {
    const canvas = this.byTestId('patch').first().locator('canvas');
    return canvas.evaluate((element) => (element as HTMLCanvasElement).toDataURL());
  }

  /** Chooses one of a few values in a row, of *View* if it is not on the page itself. */
  async choose(control: string, label: string): Promise<void> {
    const choice = this.byTestId(control).locator('label', { hasText: label });
    const isOnPage = await choice.isVisible();
    if (!isOnPage) await this.openMenu('view');
    await choice.click();
    if (!isOnPage) await this.page.keyboard.press('Escape');
  }
}

type Asked = RequestMessage<ClassUnitsRequests>;

async function answerOf(
  sample: SampleUnits,
  message: Asked,
): Promise<ReplyMessage<ClassUnitsRequests>> {
  const { id, kind, request } = message;
  const type = 'result';
  switch (kind) {
    case 'classUnits':
      return { type, id, kind, result: await sample.classUnits(request.query) };
    case 'unitReport':
      return { type, id, kind, result: await sample.unitReport(request.pooledChannel) };
    case 'ablation':
      return { type, id, kind, result: await sample.ablate(request.pooledChannels) };
    case 'suggestNames':
      return { type, id, kind, result: await sample.suggestNames() };
    case 'empiricalFields': {
      const result = await sample.empiricalFields(request.channel, request.paths);
      return { type, id, kind, result };
    }
    case 'fieldsByGradient': {
      const result = await sample.fieldsByGradient(request.channel, request.places);
      return { type, id, kind, result };
    }
    case 'thumbnails':
      return { type, id, kind, result: await thumbnailsOf(sample, request.paths) };
    case 'save':
    case 'saveAll':
      return { type, id, kind, result: undefined };
    default:
      return message satisfies never;
  }
}

async function thumbnailsOf(sample: SampleUnits, paths: string[]) {
  const found = await sample.thumbnails(paths);
  const thumbnails = paths.flatMap((path, i) => {
    const bytes = found[i];
    return bytes ? [{ path, bytes }] : [];
  });
  const read = thumbnails.map(({ path }) => path);
  return { thumbnails, failed: paths.filter((path) => !read.includes(path)) };
}
