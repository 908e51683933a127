import type { ChosenSources } from '../../protocol/evaluate.ts';
import type { ToFolderPage } from '../../protocol/folder.ts';
import type { ReplyMessage, RequestKinds } from '../../protocol/requests.ts';
import type { Panel } from '../panels/panel.ts';
import type { RequestHandlers } from '../panels/requestHandler.ts';
import type { Scanner, ScanSubject } from './folderScan.ts';
import type { ScannedIndex } from './scannedFolders.ts';

export type Message = { type: string };

/** What each of the panels about folders does in its own way; `Own` are its messages to its page. */
export interface FolderUse<
  Index extends ScannedIndex,
  Own extends Message,
  Requests extends RequestKinds,
> {
  scanner: Scanner;
  /** Title of the dialog that asks for a folder. */
  chooseTitle: string;
  /** The answers to the page's requests. */
  handlers: RequestHandlers<Requests>;
  /** What is known of a folder; undefined if it was never run through this model. */
  read(subject: ScanSubject): Promise<Index | undefined>;
  /**
   * What the page is told of it.
   * @param isModelNew the page was told nothing of the model yet, or files of the model may have changed since
   */
  messages(
    subject: ScanSubject,
    index: Index | undefined,
    isModelNew: boolean,
  ): Promise<(Own | ToFolderPage)[]>;
  /** The page has been told. */
  onShown?(): Promise<void>;
  /** Another folder was chosen. */
  onOtherFolder?(): void;
  /** The labels and annotations that the user chose, if they can be chosen. */
  sources?: {
    of(folder: string): ChosenSources;
    choose(source: keyof ChosenSources): Promise<void>;
  };
}

/** The tab of a panel about a folder. */
export type FolderTab<Own extends Message, Requests extends RequestKinds> = Pick<
  Panel<Own | ToFolderPage | ReplyMessage<Requests>, never>,
  'dataOf' | 'isDisposed' | 'page' | 'post' | 'postShown'
>;
