import path from 'node:path';
import * as vscode from 'vscode';
import type { CamErrorData } from '../../cam/base/errors.ts';
import { CamError } from '../../cam/base/errors.ts';
import { configFilesBeside } from '../../cam/config/sidecarFile.ts';
import type { ModelDescription } from '../../cam/results/explanation.ts';
import type { MethodOffer } from '../../cam/results/methodMap.ts';
import type { EngineClient } from '../../engine/client.ts';
import { cancelled } from '../../engine/errors.ts';
import type { MethodMap, MethodRequests, ShownModel } from '../../protocol/mapMethods.ts';
import type {
  BeforeRequest,
  ChosenVariant,
  ImageList,
  Side,
  ToShowCam,
} from '../../protocol/showCam.ts';
import { usesColourProfile } from '../colourProfile.ts';
import { DisposableStore } from '../disposableStore.ts';
import { FollowedReading } from '../files/followedReading.ts';
import { watchFiles } from '../files/watchFiles.ts';
import type { ModelVariants } from '../models/modelVariant.ts';
import { actionsFor } from '../panels/errorActions.ts';
import { isAboutImage } from '../panels/imageErrors.ts';
import type { Asked } from '../panels/requestHandler.ts';
import type { LoadRequest } from './explanationLoader.ts';
import { ExplanationLoader } from './explanationLoader.ts';
import type { MethodSubjectOnShow } from './mapMethods.ts';
import { isDescription, methodMap, methodOffers } from './mapMethods.ts';
import { ModelHistory } from './modelHistory.ts';
import { ExaminationOffers } from './offers/examinationOffers.ts';
import { SecondOpinions } from './offers/secondOpinions.ts';
import type { Shown } from './shownResult.ts';
import { hasCam, messagesOf } from './shownResult.ts';

/** What to show: one image of the list under one model. */
export interface Subject {
  model: string;
  image: vscode.Uri;
  images: ImageList;
  /** See {@link LoadRequest}. */
  preferred: LoadRequest['preferred'];
}

interface PaneServices {
  context: vscode.ExtensionContext;
  engine: EngineClient;
  variants: ModelVariants;
  output: vscode.LogOutputChannel;
}

/** One model of the panel: asks the engine, sends the results to the page, follows the files. */
export class ShowCamPane implements vscode.Disposable {
  readonly #side: Side;
  readonly #services: PaneServices;
  readonly #subject: () => Subject | undefined;
  readonly #post: (message: ToShowCam) => void;
  readonly #onRead: (version: string | undefined) => void;
  readonly #loader: ExplanationLoader;
  readonly #reading: FollowedReading;
  /** Only for the main model; the other model of a comparison has no history. */
  readonly #history = new ModelHistory();
  /** Only for the main model. */
  readonly #opinions: SecondOpinions;
  readonly #examinations: ExaminationOffers;
  readonly #parts = new DisposableStore();
  /** The last description of the model; it names its files. */
  #described: ShownModel | undefined;
  #sentModel: ShownModel | undefined;
  /** Path of the last model that gave a map. */
  #lastGood: string | undefined;
  /** The last explanation, and the index of its image. */
  #result: Shown | undefined;
  /** Why the files cannot be read now. */
  #error: ToShowCam | undefined;
  /** The message while a file is being written. */
  #waiting: ToShowCam | undefined;

  /** @param onRead gets the version of the model; undefined if the image could not be read */
  constructor(
    side: Side,
    services: PaneServices,
    subject: () => Subject | undefined,
    post: (message: ToShowCam) => void,
    onRead: (version: string | undefined) => void = () => undefined,
  ) {
    this.#side = side;
    this.#services = services;
    this.#subject = subject;
    this.#post = post;
    this.#onRead = onRead;
    this.#loader = new ExplanationLoader(services.engine);
    this.#opinions = this.#secondOpinions(services);
    this.#examinations = examinationOffers(services);
    this.#reading = new FollowedReading(
      {
        read: () => this.#read(),
        wait: (file) => this.#wait(file),
        fail: (error) => this.#fail(error),
      },
      watchFiles,
    );
    this.#parts.add(
      this.#loader,
      this.#reading,
      services.variants.onDidChange((model) => {
        if (model === this.#subject()?.model) void this.refresh();
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('camLens.useColourProfile')) void this.refresh();
      }),
    );
  }

  /** Sends everything that a page created again needs. */
  get shown(): readonly ToShowCam[] {
    const result = this.#result ? this.#messagesOf(this.#result) : [];
    const { opinion } = this.#opinions;
    const offer: ToShowCam | undefined = opinion && { type: 'opinion', opinion };
    return [...result, offer, this.#error, this.#waiting].filter(
      (message) => message !== undefined,
    );
  }

  /** The model on show, if it has a CAM. */
  get model(): ModelDescription | undefined {
    return this.#described && isDescription(this.#described) ? this.#described : undefined;
  }

  /** The model to go back to from one that gives no map. */
  get lastGood(): string | undefined {
    return this.#lastGood;
  }

  async refresh(): Promise<void> {
    const subject = this.#subject();
    if (!subject || this.#parts.isDisposed) return;
    this.#waiting = undefined;
    this.#follow(subject);
    await this.#reading.read();
  }

  /** The page already shows what it asks for. */
  changeBefore(request: BeforeRequest): void {
    if (request === 'forget') this.#history.dismiss();
    else this.#history.pin(request === 'pin');
  }

  /** Shows another kept export as the old result. */
  chooseExport(number: number): void {
    this.#history.choose(number);
    const images = this.#result?.images;
    if (images) this.#post({ type: 'change', images, change: this.#history.change });
  }

  /** The user's answer to the offer on show. */
  answerOpinion(answer: 'try' | 'keep'): void {
    this.#opinions.answer(answer).catch((error) => this.#fail(error));
  }

  /** The methods that the model on show allows. */
  async methods(signal: AbortSignal): Promise<MethodOffer[]> {
    return methodOffers(this.#services.engine, this.#methodSubject(), signal);
  }

  /** A map of the picture on show by a method. */
  async methodMap(
    request: MethodRequests['methodMap']['request'],
    asked: Asked,
  ): Promise<MethodMap> {
    const shown = this.#result;
    const { imagePath, modelVersion } = shown?.explanation ?? {};
    const isOld = request.imagePath !== imagePath || request.modelVersion !== modelVersion;
    if (isOld) throw cancelled();
    const subject = this.#methodSubject();
    const map = await methodMap(this.#services.engine, subject, request, asked);
    if (this.#result === shown) this.#history.addMap(map);
    return map;
  }

  #methodSubject(): MethodSubjectOnShow {
    const shown = this.#result;
    if (!shown) throw new Error('methods are asked for beside a picture');
    const { model, explanation, variant } = shown;
    const useColourProfile = usesColourProfile();
    const { path: file, fileVersion } = model;
    const image = explanation.imagePath;
    return { model: file, fileVersion, image, variant, useColourProfile };
  }

  /** The images that the user steps through, by their paths. */
  useImages(imagePaths: readonly string[]): void {
    this.#history.useImages(imagePaths);
  }

  dispose(): void {
    this.#parts.dispose();
  }

  async #read(): Promise<void> {
    const subject = this.#subject();
    if (!subject || this.#parts.isDisposed) return;
    const { model, image, images, preferred } = subject;
    // While CAM Lens waits for a file, the page shows that message.
    if (!this.#waiting) {
      this.#post({ type: 'busy', side: this.#side, what: path.basename(image.fsPath) });
    }
    const variant = this.#services.variants.of(model);
    const result = await this.#loader.load({ model, image: image.fsPath, variant, preferred });
    if (!result || this.#parts.isDisposed) return;
    this.#described = result.model;
    this.#lastGood = model;
    this.#follow(subject);
    this.#show({ ...result, variant, images });
    this.#onRead(result.model.version);
    if (!hasCam(result) || result.explanation.place.standing !== 'pending') return;
    this.#checkPlace(subject, variant).catch((error) => this.#fail(error));
  }

  #show(result: Shown): void {
    const { model, explanation, variant } = result;
    const explained = { model, explanation, variant };
    const isMain = this.#side === 'main';
    if (isMain) this.#history.add(explained, Date.now(), hasCam(result) ? [] : [result.methodMap]);
    this.#showResult(result);
    // An opinion is an extra: a picture that fails again says so where it is shown.
    if (isMain && hasCam(result)) void this.#opinions.consider(explained).catch(() => undefined);
    if (!isMain) return;
    const { imagePath, expectedClass: expected, ranking } = explanation;
    this.#examinations.consider({ model, imagePath, expected, predicted: ranking[0] });
  }

  #secondOpinions({ engine, context }: PaneServices): SecondOpinions {
    return new SecondOpinions({
      ask: ({ model, variant }, images) => {
        const options = { ...variant, useColourProfile: usesColourProfile() };
        return engine.call('secondOpinion', [model.path, images, options]);
      },
      show: (opinion) => this.#post({ type: 'opinion', opinion }),
      use: async (model, { settings }) => {
        await engine.call('usePixels', [model, settings]);
      },
      memory: context.workspaceState,
    });
  }

  /** The map is on show meanwhile; afterwards it is drawn where it lies. */
  async #checkPlace(
    { model, image, images, preferred }: Subject,
    variant: ChosenVariant,
  ): Promise<void> {
    const request = { model, image: image.fsPath, variant, preferred };
    if (!(await this.#loader.checkPlace(request)) || this.#parts.isDisposed) return;
    const result = await this.#loader.load(request);
    if (result && !this.#parts.isDisposed) this.#show({ ...result, variant, images });
  }

  #follow({ model, image }: Subject): void {
    const described = this.#described?.path === model ? this.#described.files : [];
    this.#reading.follow([image.fsPath, model, ...configFilesBeside(model), ...described]);
  }

  #showResult(result: Shown): void {
    this.#result = result;
    this.#error = undefined;
    this.#waiting = undefined;
    const [model, explanation] = this.#messagesOf(result);
    if (this.#sentModel !== result.model) this.#post(model);
    this.#sentModel = result.model;
    this.#post(explanation);
  }

  #messagesOf(result: Shown): [ToShowCam, ToShowCam] {
    return messagesOf(result, this.#side, this.#history.change);
  }

  #wait(file: string): void {
    this.#waiting = { type: 'waiting', side: this.#side, fileName: path.basename(file) };
    this.#post(this.#waiting);
  }

  #fail(error: unknown): void {
    const subject = this.#subject();
    if (!subject || this.#parts.isDisposed) return;
    const data = CamError.toData(error);
    if (data.code === 'internal') this.#services.output.error(error as Error);
    // The cause may be the chosen output, layer or input size.
    const isChosen = Object.keys(this.#services.variants.of(subject.model)).length > 0;
    const isOther = this.#lastGood !== undefined && this.#lastGood !== subject.model;
    const actions = [
      ...(isChosen ? ['defaultVariant' as const] : []),
      ...(isOther ? ['previousModel' as const] : []),
      ...actionsFor(data),
    ];
    const isOfImage = isAboutImage(data, subject.image.fsPath);
    const keepsView = this.#isStillShown(subject) && !isUnreadable(data, subject);
    if (!keepsView) this.#result = undefined;
    this.#sentModel = undefined;
    this.#waiting = undefined;
    const { images } = subject;
    const failure = { error: data, images, actions, keepsView, isOfImage };
    this.#error = { type: 'error', side: this.#side, ...failure };
    this.#post(this.#error);
    if (isOfImage) this.#onRead(undefined);
  }

  /** Whether the folder of the image on show is named after a class, one of several folders of pictures. */
  get isInClassFolder(): boolean {
    return this.#result?.explanation.expectedClass !== undefined;
  }

  /** Whether the page shows this image under this model, with the files' earlier state. */
  #isStillShown({ model, image }: Subject): boolean {
    const shown = this.#result;
    return shown?.model.path === model && shown.explanation.imagePath === image.fsPath;
  }
}

function isUnreadable({ code, file }: CamErrorData, { image }: Subject): boolean {
  return code.startsWith('image') || file === image.fsPath;
}

function examinationOffers({ context }: PaneServices): ExaminationOffers {
  return new ExaminationOffers({
    offer: (reason, modelPath, imagePath) => void offerEvaluation(reason, modelPath, imagePath),
    memory: context.workspaceState,
  });
}

/** The folder whose sub-folders name classes lies above that of the image. */
async function offerEvaluation(reason: string, model: string, image: string): Promise<void> {
  const evaluate = vscode.l10n.t('Evaluate Folder…');
  const answer = await vscode.window.showInformationMessage(reason, evaluate);
  if (answer !== evaluate) return;
  const folder = path.dirname(path.dirname(image));
  await vscode.commands.executeCommand('camLens.evaluateFolder', { modelPath: model, folder });
}
