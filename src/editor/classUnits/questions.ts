import type { AnswerMessage, FromClassUnits, SlowKind } from '../../protocol/classUnits.ts';
import type { OpenQuestion } from './queue.ts';
import { QuestionQueue } from './queue.ts';

export interface QuestionListener {
  answer: (question: OpenQuestion, onProgress: Progress) => Promise<AnswerMessage>;
  onAnswer: (message: AnswerMessage) => void;
  /** How far an answer is that takes its time. */
  onWorking: (kind: SlowKind, done: number, all: number) => void;
  onError: (id: number, error: unknown) => void;
}

type Progress = (done: number, all: number) => void;

/** The page's open questions: what takes minutes waits in a queue of its own, so that nothing waits for it. */
export class PageQuestions {
  readonly #quick: QuestionQueue;
  readonly #slow: QuestionQueue;
  /** By the page's number of the question. */
  readonly #asked = new Map<number, AbortController>();

  constructor(listener: QuestionListener) {
    this.#quick = this.#makeQueue(listener);
    this.#slow = this.#makeQueue(listener);
  }

  ask({ id, request }: Extract<FromClassUnits, { type: 'ask' }>): void {
    const abort = new AbortController();
    this.#asked.set(id, abort);
    const queue = isSlow(request.kind) ? this.#slow : this.#quick;
    queue.ask({ id, request, signal: abort.signal });
  }

  /** The page does not wait for the answer any more. */
  forget(id: number): void {
    this.#quick.forget(id);
    this.#slow.forget(id);
    this.#end(id);
  }

  /** The page does not wait for anything any more. */
  clear(): void {
    this.#quick.clear();
    this.#slow.clear();
    for (const id of this.#asked.keys()) this.#end(id);
  }

  #makeQueue({ answer, onAnswer, onWorking, onError }: QuestionListener): QuestionQueue {
    return new QuestionQueue(
      (question) => {
        const { kind } = question.request;
        return answer(question, (done, all) => {
          if (isSlow(kind)) onWorking(kind, done, all);
        });
      },
      (message) => {
        this.#asked.delete(message.id);
        onAnswer(message);
      },
      (id, error) => {
        this.#asked.delete(id);
        onError(id, error);
      },
    );
  }

  #end(id: number): void {
    this.#asked.get(id)?.abort();
    this.#asked.delete(id);
  }
}

function isSlow(kind: OpenQuestion['request']['kind']): kind is SlowKind {
  return kind === 'suggestNames' || kind === 'empiricalFields';
}
