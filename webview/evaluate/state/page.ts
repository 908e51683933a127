import type { EvaluateRequests } from '../../../src/protocol/evaluate.ts';
import type { Requests } from '../../shared/page/requests.ts';
import type { Thumbnails } from '../../shared/page/thumbnails.ts';
import type { Host } from './host.ts';
import type { ReportQuestions } from './reportQuestions.ts';
import type { Store } from './store.ts';
import { absolutePath } from './store.ts';

/** Shared by the parts of the page. */
export interface PageParts {
  store: Store;
  host: Host;
  requests: Requests<EvaluateRequests>;
  questions: ReportQuestions;
  thumbnails: Thumbnails;
}

/** Shows the images of a pair of classes; on a narrow page they take the place of the list that it was chosen from. */
export function showPair(
  { store }: PageParts,
  truth: number | undefined,
  predicted: number | undefined,
): void {
  const isPair = truth !== undefined && predicted !== undefined;
  const isWrong = isPair ? truth !== predicted : store.state.view.isWrong;
  const part = store.state.isWide ? store.state.view.part : 'images';
  store.updateView({ truth, predicted, isWrong, part });
}

/** Selects an image, or takes it out of the selection. */
export function toggleSelected({ store }: PageParts, path: string): void {
  const selected = new Set(store.state.selected);
  if (!selected.delete(path)) selected.add(path);
  store.update({ selected });
}

/** Pins the selected images. */
export function pinSelected({ store, host }: PageParts): void {
  const { state } = store;
  host.post({ type: 'pin', paths: [...state.selected].map((path) => absolutePath(state, path)) });
  store.update({ selected: new Set() });
}
