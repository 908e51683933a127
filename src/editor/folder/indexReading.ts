import type * as vscode from 'vscode';
import { configFilesBeside } from '../../cam/config/sidecarFile.ts';
import type { RequestKinds } from '../../protocol/requests.ts';
import { FollowedReading } from '../files/followedReading.ts';
import { watchFiles } from '../files/watchFiles.ts';
import { actionsAbout } from './folderActions.ts';
import type { ScanSubject } from './folderScan.ts';
import type { FolderTab, FolderUse, Message } from './folderUse.ts';
import type { ScannedFolders, ScannedIndex } from './scannedFolders.ts';

/** The folder that is read. */
interface ReadFolder {
  readonly subject: ScanSubject;
  /** Whether it may be read. */
  readonly mayAsk: boolean;
  readonly isScanning: boolean;
}

/** What is known of a panel's folder: the page is told of it, and again whenever files of the model change. */
export class IndexReading<
  Index extends ScannedIndex,
  Own extends Message,
  Requests extends RequestKinds,
> implements vscode.Disposable
{
  readonly #folder: ReadFolder;
  readonly #tab: FolderTab<Own, Requests>;
  readonly #use: FolderUse<Index, Own, Requests>;
  readonly #scans: ScannedFolders;
  readonly #reading: FollowedReading;
  #index: Index | undefined;
  /** Whether the page was told of the model. */
  #isModelShown = false;
  #isFailed = false;

  constructor(
    folder: ReadFolder,
    tab: FolderTab<Own, Requests>,
    use: FolderUse<Index, Own, Requests>,
    scans: ScannedFolders,
  ) {
    this.#folder = folder;
    this.#tab = tab;
    this.#use = use;
    this.#scans = scans;
    this.#reading = new FollowedReading(
      {
        read: (isPatient, isNewest) => this.#read(isPatient, isNewest),
        // The page keeps what it has.
        wait: () => undefined,
        fail: (error) => this.fail(error),
      },
      watchFiles,
    );
    const { model } = folder.subject;
    this.#reading.follow([model, ...configFilesBeside(model)]);
  }

  /** Undefined if nothing is known. */
  get index(): Index | undefined {
    return this.#index;
  }

  /** Whether the last reading or scan failed. */
  get isFailed(): boolean {
    return this.#isFailed;
  }

  /** Finds out what is known now. */
  read(): Promise<void> {
    return this.#reading.read();
  }

  /** The model is read in another way, or for another folder. */
  forgetModel(): void {
    this.#isModelShown = false;
  }

  forgetIndex(): void {
    this.#index = undefined;
  }

  /** Shows a failure of the whole page. */
  fail(error: unknown): void {
    this.#isFailed = true;
    const data = this.#tab.dataOf(error);
    const { folder } = this.#folder.subject;
    const actions = actionsAbout(data, folder, this.#use.sources?.of(folder));
    this.#tab.postShown({ type: 'failure', failure: { error: data, actions } });
  }

  dispose(): void {
    this.#reading.dispose();
  }

  /** @param isChanged files of the model may have changed since it was read */
  async #read(isChanged: boolean, isNewest: () => boolean): Promise<void> {
    const { subject, mayAsk } = this.#folder;
    const isStill = () => !this.#tab.isDisposed && subject.folder === this.#folder.subject.folder;
    if (!mayAsk || !isStill()) return;
    try {
      const index = await this.#use.read(subject);
      if (!isStill() || !isNewest()) return;
      // What was found with the old model can be viewed until the folder is run again.
      const isOtherModel = index === undefined && this.#index !== undefined;
      const isModelNew = isChanged || !this.#isModelShown;
      const messages = isOtherModel ? [] : await this.#use.messages(subject, index, isModelNew);
      if (!isStill() || !isNewest()) return;
      this.#isFailed = false;
      this.#tab.postShown({ type: 'failure', failure: undefined });
      this.#tab.postShown({ type: 'modelChanged', isChanged: isOtherModel });
      this.#isModelShown = !isOtherModel;
      if (isOtherModel) return;
      this.#index = index;
      for (const message of messages) this.#tab.postShown(message);
      if (index) await this.#scans.remember(subject.model, index, this.#folder.isScanning);
      await this.#use.onShown?.();
    } catch (error) {
      if (isStill()) throw error;
    }
  }
}
