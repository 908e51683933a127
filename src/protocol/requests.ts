import type { CamErrorData } from '../cam/base/errors.ts';

/** What a page may ask the editor for, by kind: what it says, and what it gets. */
export type RequestKinds = Record<string, { request: unknown; result: unknown }>;

/** A request of a page. Its id is answered once, by a result or a refusal. */
export type RequestMessage<Kinds extends RequestKinds> = {
  [Kind in keyof Kinds]: {
    type: 'request';
    id: number;
    kind: Kind;
    request: Kinds[Kind]['request'];
  };
}[keyof Kinds];

/** Nobody waits for the answer to a request any more. */
export interface CancelMessage {
  type: 'cancel';
  id: number;
}

/** The editor's answer to a request; `working` is how far it is with one that takes its time. */
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
