import { SLOW_METHODS } from '../../../src/cam/maps/methodLists.ts';
import type { Explanation } from '../../../src/cam/results/explanation.ts';
import type { MethodMap } from '../../../src/protocol/mapMethods.ts';
import type { ShowCamRequests } from '../../../src/protocol/showCam.ts';
import type { RequestOptions, Requests } from '../../shared/page/requests.ts';
import { mapKey } from '../state/methodMaps.ts';

type MapRequest = ShowCamRequests['methodMap']['request'];

/** Who waits for a map. */
interface Waiting {
  resolve(map: MethodMap): void;
  reject(error: unknown): void;
  onWorking: RequestOptions['onWorking'];
}

/** A map that is asked for, once for all who wait for it. */
interface Job {
  whole: Explanation;
  request: MapRequest;
  waiting: Set<Waiting>;
  abort: AbortController;
}

/** All maps by methods of a model's pictures on show. Each is asked for once; one at a time, quick methods first. */
export class KnownMaps {
  readonly #requests: Requests<ShowCamRequests>;
  readonly #kept = new WeakMap<Explanation, Map<string, MethodMap>>();
  readonly #jobs: Job[] = [];
  #running: Job | undefined;

  constructor(requests: Requests<ShowCamRequests>) {
    this.#requests = requests;
  }

  /** The maps of a picture that are here, by {@link mapKey}. */
  of(whole: Explanation): Map<string, MethodMap> {
    const kept = this.#kept.get(whole) ?? new Map<string, MethodMap>();
    this.#kept.set(whole, kept);
    return kept;
  }

  /**
   * A map of a picture, which is then known. Never settles once `signal` is aborted; rejects with the CamError of the
   * editor's refusal.
   */
  ask(
    whole: Explanation,
    request: MapRequest,
    { signal, onWorking }: RequestOptions,
  ): Promise<MethodMap> {
    const known = this.of(whole).get(mapKey(request));
    if (known) return Promise.resolve(known);
    const job = this.#jobFor(whole, request);
    return new Promise((resolve, reject) => {
      const own = { resolve, reject, onWorking };
      job.waiting.add(own);
      signal?.addEventListener('abort', () => {
        job.waiting.delete(own);
        this.#lookLater();
      });
      this.#lookLater();
    });
  }

  #jobFor(whole: Explanation, request: MapRequest): Job {
    const key = mapKey(request);
    const same = (job: Job) => job.whole === whole && mapKey(job.request) === key;
    const started = this.#jobs.find(same);
    if (started) return started;
    const job = { whole, request, waiting: new Set<Waiting>(), abort: new AbortController() };
    this.#jobs.push(job);
    return job;
  }

  /** Only when all who want a map now have asked or given up is it known which one is next. */
  #lookLater(): void {
    window.setTimeout(() => this.#look());
  }

  #look(): void {
    for (const job of this.#jobs.filter(({ waiting }) => waiting.size === 0)) {
      job.abort.abort();
      this.#end(job);
    }
    if (this.#running) return;
    const slowness = ({ request }: Job) => SLOW_METHODS.indexOf(request.method);
    const [next] = this.#jobs.toSorted((a, b) => slowness(a) - slowness(b));
    if (next) void this.#run(next);
  }

  async #run(job: Job): Promise<void> {
    this.#running = job;
    const { whole, request, waiting, abort } = job;
    const onWorking = (done: number, all: number) => {
      for (const one of waiting) one.onWorking?.(done, all);
    };
    try {
      const options = { signal: abort.signal, onWorking };
      const map = await this.#requests.send('methodMap', request, options);
      this.of(whole).set(mapKey(request), map);
      for (const one of waiting) one.resolve(map);
    } catch (error) {
      for (const one of waiting) one.reject(error);
    }
    this.#end(job);
    this.#look();
  }

  #end(job: Job): void {
    this.#jobs.splice(this.#jobs.indexOf(job), 1);
    if (this.#running === job) this.#running = undefined;
  }
}
