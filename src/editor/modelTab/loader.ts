import * as vscode from 'vscode';
import type { FirstFilters, NoFilters } from '../../cam/results/firstFilters.ts';
import type { ModelInspection, TensorMaps } from '../../cam/results/inspection.ts';
import type { LayerGraph } from '../../cam/results/layerGraph.ts';
import type { MethodOffer } from '../../cam/results/methodMap.ts';
import type { EngineArguments, EngineCalls, EngineMethod } from '../../engine/calls.ts';
import type { EngineClient } from '../../engine/client.ts';
import type { ToModelTab, VariantData } from '../../protocol/modelTab.ts';

type Part =
  | Extract<ToModelTab, { type: 'facts' | 'hash' }>
  | { type: 'inspection'; inspection: ModelInspection };

/** Asks the engine about one model. A new request replaces an earlier one of the same kind. */
export class ModelTabLoader implements vscode.Disposable {
  readonly #engine: EngineClient;
  readonly #path: string;
  readonly #calls = new Set<AbortController>();
  #newest = 0;

  constructor(engine: EngineClient, path: string) {
    this.#engine = engine;
    this.#path = path;
  }

  /**
   * What is known about the model, the quickest first: the file's facts, the inspection, the hash, the place of the map's cells. Ends early if it is
   * requested again in the meantime. In an untrusted workspace only the facts are read.
   * @throws CamError if the model cannot be read.
   */
  async *load(variant: VariantData, isTrusted: boolean): AsyncGenerator<Part> {
    const ticket = ++this.#newest;
    const steps: (() => Promise<Part>)[] = [
      async () => ({
        type: 'facts',
        facts: await this.#call('readFacts', [this.#path]),
      }),
    ];
    if (isTrusted) {
      steps.push(
        async () => ({ type: 'inspection', inspection: await this.inspect(variant) }),
        async () => ({
          type: 'hash',
          sha256: await this.#call('hashFile', [this.#path]),
        }),
      );
    }
    for (const step of steps) {
      try {
        const part = await step();
        if (ticket !== this.#newest) return;
        yield part;
        if (part.type === 'inspection' && part.inspection.place?.standing === 'pending') {
          steps.push(async () => ({
            type: 'inspection',
            inspection: await this.inspect(variant, 'now'),
          }));
        }
      } catch (error) {
        if (ticket !== this.#newest) return;
        throw error;
      }
    }
  }

  /**
   * @param place `now`: it is measured where the map's cells lie
   * @throws CamError if the file cannot be read.
   */
  inspect(
    { output, featureTensor }: VariantData,
    place: 'now' | 'later' = 'later',
  ): Promise<ModelInspection> {
    const options = {
      place,
      ...(output === undefined ? {} : { output }),
      ...(featureTensor === undefined ? {} : { featureTensor }),
    };
    return this.#call('inspectModel', [this.#path, options]);
  }

  /**
   * How the layers of {@link load} follow each other. In an untrusted workspace nothing is run.
   * @throws CamError if the file cannot be read.
   */
  layerGraph({ output }: VariantData, isTrusted: boolean): Promise<LayerGraph> {
    const options = { isOnlyRead: !isTrusted, ...(output === undefined ? {} : { output }) };
    return this.#call('layerGraph', [this.#path, options]);
  }

  /** @throws CamError about the model or its weights. */
  firstFilters({ output }: VariantData): Promise<FirstFilters | NoFilters> {
    return this.#call('firstFilters', [this.#path, output === undefined ? {} : { output }]);
  }

  /** Which methods the model allows. @throws CamError if it gives no scores for a picture. */
  async methods({ output, featureTensor }: VariantData): Promise<MethodOffer[]> {
    const options = {
      ...(output === undefined ? {} : { output }),
      ...(featureTensor === undefined ? {} : { layer: featureTensor }),
    };
    return (await this.#call('describeMethods', [this.#path, options])).offers;
  }

  /** @throws CamError about the model, the image or the tensor. */
  async channels(image: string, tensor: string): Promise<TensorMaps> {
    const useColourProfile = vscode.workspace
      .getConfiguration()
      .get('camLens.useColourProfile', false);
    return this.#call('tensorMaps', [this.#path, image, tensor, { useColourProfile }]);
  }

  /** Cancels every call. */
  dispose(): void {
    for (const call of this.#calls) call.abort();
  }

  async #call<M extends EngineMethod>(
    method: M,
    args: EngineArguments<M>,
  ): Promise<Awaited<ReturnType<EngineCalls[M]>>> {
    const call = new AbortController();
    this.#calls.add(call);
    try {
      return await this.#engine.call(method, args, call.signal);
    } finally {
      this.#calls.delete(call);
    }
  }
}
