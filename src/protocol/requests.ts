import type { CamErrorData } from '../cam/base/errors.ts';

/** The requests of a page to the editor, by kind: arguments and result. */
export type RequestKinds = Record<string, { request: unknown; result: unknown }>;

/** A request of a page. Its id gets one answer, a result or a refusal. */
export type RequestMessage<Kinds extends RequestKinds> = {
  [Kind in keyof Kinds]: {
    type: 'request';
    id: number;
    kind: Kind;
    request: Kinds[Kind]['request'];
  };
}[keyof Kinds];

/** The answer to a request is no longer needed. */
export interface CancelMessage {
  type: 'cancel';
  id: number;
}

/** The editor's answer to a request; `working` is the progress of a long one. */
export type ReplyMessage<Kinds extends RequestKinds> =
  | {
      [Kind in keyof Kinds]: {
        type: 'result';
        id: number;
        kind: Kind;
        result: Kinds[Kind]['result'];
      };
    }[keyof Kinds]
  | { type: 'refusal'; id: number; error: CamErrorData }
  | { type: 'working'; id: number; done: number; all: number };
