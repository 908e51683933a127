import * as vscode from 'vscode';
import { CamError } from '../../cam/base/errors.ts';
import { pinsFileOf } from '../../cam/pins/pinsFile.ts';
import type { EngineClient } from '../../engine/client.ts';
import type { ThumbnailRequests } from '../../protocol/folder.ts';
import type { PinsAction, ToPins } from '../../protocol/pins.ts';
import type { CancelMessage, RequestMessage } from '../../protocol/requests.ts';
import { actionsFor } from '../panels/errorActions.ts';
import { RequestHandler } from '../panels/requestHandler.ts';
import { ShownMessages } from '../panels/shownMessages.ts';
import { readThumbnails } from '../panels/thumbnails.ts';
import { listPins } from './list.ts';
import type { PinsSession } from './session.ts';

/** Longest side of a picture in pixels, enough for the widest row on a dense screen. */
const THUMBNAIL_PX = 480;

/** Whether there is any result that the user could accept for the current export. */
const CONTEXT_COMPARED = 'camLens.pinsCompared';

interface PageServices {
  engine: EngineClient;
  output: vscode.LogOutputChannel;
}

/** Sends the state of pinned images to the page. */
export class PinsPage {
  readonly #view: vscode.WebviewView;
  readonly #services: PageServices;
  readonly #start: () => ToPins;
  readonly #messages: ShownMessages<ToPins>;
  readonly #requests: RequestHandler<ThumbnailRequests>;
  /** Paths of the images that the page may see. */
  #pinned: ReadonlySet<string> = new Set();
  /** The failure that the page shows. */
  #failure: unknown;

  /** @param start the message with which the page begins */
  constructor(view: vscode.WebviewView, services: PageServices, start: () => ToPins) {
    this.#view = view;
    this.#services = services;
    this.#start = start;
    this.#messages = new ShownMessages(view.webview, () => [start()]);
    this.#requests = new RequestHandler<ThumbnailRequests>(
      {
        thumbnails: ({ paths }) => {
          const maySee = (image: string) => vscode.workspace.isTrusted && this.#pinned.has(image);
          return readThumbnails(services.engine, paths, maySee, THUMBNAIL_PX);
        },
      },
      (reply) => this.#messages.post(reply),
      CamError.toData,
    );
  }

  /** The page has reported that it is ready. */
  ready(): void {
    this.#requests.clear();
    this.#messages.ready();
  }

  /** Call it when trust or the model may have changed. */
  begin(): void {
    this.#messages.post(this.#start());
  }

  /** Call it for a new model, about which nothing is known yet. */
  clear(): void {
    this.#failure = undefined;
    this.#view.badge = undefined;
    this.#messages.showAlone({ type: 'pins', pins: undefined });
  }

  /** Sends everything that has changed in a session. */
  show(session: PinsSession): void {
    const pins = listPins(session);
    this.#messages.show({ type: 'pins', pins });
    this.#messages.show({ type: 'work', work: session.work });
    this.#showFailure(session);
    this.sendDrawings(session);
    const { flipped = 0, compared = 0 } = pins?.summary ?? {};
    const isCompared = compared > 0 && pins?.baseline.kind === 'export';
    void vscode.commands.executeCommand('setContext', CONTEXT_COMPARED, isCompared);
    const tooltip = vscode.l10n.t('Predictions that flipped: {0}', flipped);
    this.#view.badge = flipped === 0 ? undefined : { value: flipped, tooltip };
  }

  /** Sends the finished drawings that the page waits for. */
  sendDrawings({ drawings }: PinsSession): void {
    for (const drawing of drawings.take()) this.#messages.post({ type: 'drawing', ...drawing });
  }

  /** The page's requests: thumbnails, only of pinned images. */
  receive(
    message: RequestMessage<ThumbnailRequests> | CancelMessage,
    session: PinsSession | undefined,
  ): void {
    this.#pinned = new Set(session?.pins?.map((pin) => pin.path));
    this.#requests.receive(message);
  }

  #showFailure({ failure, of }: PinsSession): void {
    if (failure === this.#failure) return;
    this.#failure = failure;
    if (failure === undefined) {
      this.#messages.show({ type: 'failure', failure: undefined });
      return;
    }
    const error = CamError.toData(failure);
    if (error.code === 'internal') this.#services.output.error(failure as Error);
    const isAboutPins = error.file === pinsFileOf(of.folder);
    const actions: PinsAction[] = isAboutPins ? ['openPinsFile'] : actionsFor(error);
    this.#messages.show({ type: 'failure', failure: { error, actions } });
  }
}
