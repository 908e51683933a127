import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { Explanation, ModelDescription } from '../../cam/results/explanation.ts';
import type { EngineClient } from '../../engine/client.ts';
import { changedWhileRead } from '../../engine/errors.ts';
import type { MapWay } from '../../protocol/mapMethods.ts';
import type { ChosenVariant } from '../../protocol/showCam.ts';
import { usesColourProfile } from '../colourProfile.ts';
import { withProgress } from '../slowWork.ts';
import type { ExplainedByMethod } from './mapMethods.ts';
import { explainWithoutCam } from './mapMethods.ts';

/** A user who steps through pictures is not made to wait for a measurement. */
const QUIET_MS = 300;

export interface LoadRequest {
  model: string;
  image: string;
  variant: ChosenVariant;
  /** A model without a CAM is explained by a method, by this one if that is possible. */
  preferred: MapWay | undefined;
}

interface ExplainedByCam {
  explanation: Explanation;
  model: ModelDescription;
}

export type LoadResult = ExplainedByCam | ExplainedByMethod;

/**
 * Asks the engine for explanations. While one is computed, only the newest request waits and older ones are dropped, so
 * a held arrow key builds no queue.
 */
export class ExplanationLoader implements vscode.Disposable {
  readonly #engine: EngineClient;
  #model: ModelDescription | undefined;
  #running: Promise<unknown> = Promise.resolve();
  #newest = 0;
  #abort = new AbortController();

  constructor(engine: EngineClient) {
    this.#engine = engine;
  }

  /** Resolves to undefined if a newer request replaced this one. */
  async load(request: LoadRequest): Promise<LoadResult | undefined> {
    const ticket = ++this.#newest;
    await this.#running.catch(() => undefined);
    if (ticket !== this.#newest) return undefined;
    const result = this.#withProgress(request);
    this.#running = result;
    try {
      const loaded = await result;
      return ticket === this.#newest ? loaded : undefined;
    } catch (error) {
      if (ticket === this.#newest) throw error;
      return undefined;
    }
  }

  #withProgress(request: LoadRequest): Promise<LoadResult> {
    this.#abort = new AbortController();
    const title = vscode.l10n.t('Show CAM: {0}', path.basename(request.image));
    return withProgress(title, (signal) => this.#ask(request, signal), this.#abort);
  }

  async #ask(request: LoadRequest, signal: AbortSignal): Promise<LoadResult> {
    try {
      return await this.#askForCam(request, signal);
    } catch (refusal) {
      const { preferred, ...asked } = request;
      const subject = { ...asked, useColourProfile: usesColourProfile() };
      const explained = await explainWithoutCam(this.#engine, subject, refusal, preferred, signal);
      if (explained) return explained;
      throw refusal;
    }
  }

  async #askForCam(
    { model, image, variant }: LoadRequest,
    signal: AbortSignal,
  ): Promise<ExplainedByCam> {
    const options = { ...optionsOf(variant), place: 'later' as const };
    const explanation = await this.#engine.call('explain', [model, image, options], signal);
    if (this.#model?.version !== explanation.modelVersion) {
      this.#model = await this.#engine.call('openModel', [model, variant], signal);
    }
    if (this.#model.version !== explanation.modelVersion) {
      throw changedWhileRead(model);
    }
    return { explanation, model: this.#model };
  }

  /**
   * Measures where the cells of a model's map lie, for all later explanations. Waits until nothing else was asked for a
   * moment.
   * @returns false if something else was asked for, or if it cannot be measured
   */
  async checkPlace({ model, image, variant }: Omit<LoadRequest, 'preferred'>): Promise<boolean> {
    const ticket = this.#newest;
    await pause(QUIET_MS);
    if (ticket !== this.#newest || this.#abort.signal.aborted) return false;
    try {
      await this.#engine.call('checkPlace', [model, image, optionsOf(variant)]);
    } catch {
      return false;
    }
    return ticket === this.#newest;
  }

  dispose(): void {
    this.#abort.abort();
  }
}

function optionsOf(variant: ChosenVariant): ChosenVariant & { useColourProfile: boolean } {
  return { ...variant, useColourProfile: usesColourProfile() };
}
