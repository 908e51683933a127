import type { EvaluateRequests, FromEvaluate, ToEvaluate } from '../../../src/protocol/evaluate.ts';
import type { FolderPageState } from '../../../src/protocol/folder.ts';
import type { ReplyMessage, RequestMessage } from '../../../src/protocol/requests.ts';
import { EditorlessPage } from './editorlessPage.ts';
import type { SampleEvaluation } from './sampleEvaluation.ts';
import { DARK } from './themes.ts';

/** As for class units: what a change leads to is known after some frames. */
const QUIET_FRAMES = 4;

type Asked = RequestMessage<EvaluateRequests>;

/** Answers to reports; the others stay open. */
export type ReportAnswers = Partial<{
  [Kind in keyof EvaluateRequests]: (
    request: EvaluateRequests[Kind]['request'],
  ) => EvaluateRequests[Kind]['result'];
}>;

/** The page of an evaluated folder without VS Code. */
export class EvaluatePage extends EditorlessPage<ToEvaluate, FromEvaluate> {
  /** How requests besides those of pictures are answered. */
  reports: ReportAnswers = {};

  constructor() {
    super({ name: 'evaluate', width: 1400, height: 900, theme: DARK });
  }

  async start({ folder = true, isTrusted = true, fileName = 'animals.onnx', name = 'park' } = {}) {
    await this.send({
      type: 'start',
      fileName,
      modelPath: `/models/${fileName}`,
      isTrusted,
      folder: folder ? { path: `/photos/${name}`, name } : undefined,
      view: {},
    });
  }

  /** Starts the page with an evaluated folder, and answers its requests. */
  async showSample(sample: SampleEvaluation): Promise<void> {
    await this.start();
    await this.send({ type: 'model', model: sample.model });
    await this.send({ type: 'overview', overview: sample.overview });
    await this.answer(sample);
  }

  /** Answers every open request that it can, also those that the answers lead to. */
  async answer(sample: SampleEvaluation): Promise<void> {
    for (;;) {
      const messages = await this.#nextMessages();
      if (messages.length === 0) return;
      for (const message of messages) {
        if (message.type !== 'request') continue;
        const reply = await this.#replyTo(sample, message);
        if (reply) await this.send(reply);
      }
    }
  }

  async #replyTo(
    sample: SampleEvaluation,
    message: Asked,
  ): Promise<ReplyMessage<EvaluateRequests> | undefined> {
    const { id, kind, request } = message;
    if (kind === 'pictures') {
      return { type: 'result', id, kind, result: sample.pictures(request) };
    }
    if (kind === 'thumbnails') {
      const thumbnails = await Promise.all(
        request.paths.map(async (path) => ({ path, bytes: await sample.thumbnail(path) })),
      );
      return { type: 'result', id, kind, result: { thumbnails, failed: [] } };
    }
    const answer = this.reports[kind] as ((request: unknown) => unknown) | undefined;
    if (!answer) return undefined;
    const reply = { type: 'result', id, kind, result: answer(request) };
    return reply as ReplyMessage<EvaluateRequests>;
  }

  /** The messages of the page since the last call; empty once it is idle. */
  #nextMessages(): Promise<FromEvaluate[]> {
    return this.page.evaluate(async (frames) => {
      const page = window as unknown as { sent: FromEvaluate[]; answered?: number };
      const from = page.answered ?? 0;
      for (let quiet = 0; page.sent.length === from && quiet < frames; quiet++) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
      page.answered = page.sent.length;
      return page.sent.slice(from);
    }, QUIET_FRAMES);
  }

  /** The newest request of a kind. */
  async newest<Kind extends keyof EvaluateRequests>(
    kind: Kind,
  ): Promise<Extract<Asked, { kind: Kind }>> {
    const newest = (await this.sentOf('request')).findLast((request) => request.kind === kind);
    if (!newest) throw new Error(`nothing was asked for ${kind}`);
    return newest as Extract<Asked, { kind: Kind }>;
  }

  /** Chooses one of a few values in a row. */
  async choose(control: string, label: string): Promise<void> {
    await this.byTestId(control).locator('label', { hasText: label }).click();
  }

  /** What the page keeps over a reload. */
  keptState(): Promise<FolderPageState> {
    return this.page.evaluate(() => JSON.parse(sessionStorage.getItem('state') ?? '{}'));
  }
}
