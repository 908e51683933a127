import type { CamErrorData } from '../../../src/cam/base/errors.ts';
import { CamError, isOnlyNoCam } from '../../../src/cam/base/errors.ts';
import type { ModelInspection } from '../../../src/cam/results/inspection.ts';
import type { MethodOffer } from '../../../src/cam/results/methodMap.ts';
import type { ModelTabRequests } from '../../../src/protocol/modelTab.ts';
import type { Requests } from '../../shared/page/requests.ts';
import type { PageState, Store } from './store.ts';

/** Which methods the model allows, or why none. */
export type Methods = { offers: MethodOffer[] } | { error: CamErrorData };

/** Whether the model, or the layer that was chosen, has no CAM, which leaves other methods. */
export function hasNoCam({ inspection, variant: { featureTensor } }: PageState): boolean {
  const error = inspection?.verdict.error;
  if (!inspection || !error) return false;
  const layer = inspection.facts.layers.find(({ tensor }) => tensor === featureTensor);
  return isOnlyNoCam(error, layer?.tensor);
}

/** Asks which methods the model allows: at once if it has no CAM, else when the user wants to know. */
export class MethodsRequest {
  readonly #store: Store;
  readonly #requests: Requests<ModelTabRequests>;
  #asked: ModelInspection | undefined;

  constructor(store: Store, requests: Requests<ModelTabRequests>) {
    this.#store = store;
    this.#requests = requests;
    store.listen((state) => {
      if (hasNoCam(state)) void this.ask();
    });
  }

  /** Once for each state of the model. */
  async ask(): Promise<void> {
    const { inspection } = this.#store.state;
    if (!inspection || this.#asked === inspection) return;
    this.#asked = inspection;
    const methods = await this.#requests.send('methods', {}).then(
      (offers): Methods => ({ offers }),
      (error): Methods => ({ error: CamError.toData(error) }),
    );
    if (this.#store.state.inspection === inspection) this.#store.update({ methods });
  }
}
