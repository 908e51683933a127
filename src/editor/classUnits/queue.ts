import type { AnswerMessage, ClassUnitsRequest } from '../../protocol/classUnits.ts';

/** A question of the page that is not answered yet. */
export interface OpenQuestion {
  id: number;
  request: ClassUnitsRequest;
  signal: AbortSignal;
}

/**
 * Answers the page's questions one after the other. Of each kind only the newest waits, so that looking
 * through classes quickly builds no queue; one that is being answered is not broken off, because that
 * would end the engine's process.
 */
export class QuestionQueue {
  readonly #answer: (question: OpenQuestion) => Promise<AnswerMessage>;
  readonly #onAnswer: (message: AnswerMessage) => void;
  readonly #onError: (id: number, error: unknown) => void;
  readonly #waiting = new Map<ClassUnitsRequest['kind'], OpenQuestion>();
  #isAnswering = false;
  /** Answers to questions from before the last `clear` are nobody's. */
  #epoch = 0;

  constructor(
    answer: (question: OpenQuestion) => Promise<AnswerMessage>,
    onAnswer: (message: AnswerMessage) => void,
    onError: (id: number, error: unknown) => void,
  ) {
    this.#answer = answer;
    this.#onAnswer = onAnswer;
    this.#onError = onError;
  }

  ask(question: OpenQuestion): void {
    this.#waiting.set(question.request.kind, question);
    void this.#work();
  }

  /** Nobody waits for the answer any more. */
  forget(id: number): void {
    for (const [kind, question] of this.#waiting) {
      if (question.id === id) this.#waiting.delete(kind);
    }
  }

  /** Nobody waits for anything any more. */
  clear(): void {
    this.#epoch++;
    this.#waiting.clear();
  }

  async #work(): Promise<void> {
    if (this.#isAnswering) return;
    this.#isAnswering = true;
    for (;;) {
      const [next] = this.#waiting.values();
      if (!next) break;
      this.#waiting.delete(next.request.kind);
      const epoch = this.#epoch;
      try {
        const answer = await this.#answer(next);
        if (epoch === this.#epoch) this.#onAnswer(answer);
      } catch (error) {
        if (epoch === this.#epoch) this.#onError(next.id, error);
      }
    }
    this.#isAnswering = false;
  }
}
