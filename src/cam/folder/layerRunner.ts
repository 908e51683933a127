import { t } from '@vscode/l10n';
import { CamError } from '../base/errors.ts';
import type { Size } from '../base/geometry.ts';
import type { PicturePixels } from '../classifier/probe/pictureFeeds.ts';
import { findPath } from '../gradients/differentiate.ts';
import type { RgbPicture } from '../image/prepareInput.ts';
import type { ScalarMap } from '../maps/featureMap.ts';
import { gradCam, gradientActivations } from '../maps/gradientMaps.ts';
import { largestMagnitude } from '../maps/identity.ts';
import { indexOfLargest } from '../maps/scores.ts';
import { BehindLayer } from '../methods/behindLayer.ts';
import type { MethodQuery } from '../methods/explainByMethod.ts';
import { targetOf } from '../methods/explainByMethod.ts';
import type { LayerTarget } from '../methods/layer/layerTarget.ts';
import { featureMapOf } from '../methods/layer/layerTarget.ts';
import { layerError } from '../methods/methodMaps.ts';
import type { LayerRun, MethodModel } from '../methods/methodModel.ts';
import type { MethodSubject } from '../methods/methodSubject.ts';
import { sizedModel } from '../methods/methodSubject.ts';
import type { OpenModel } from '../model/openModel.ts';
import { isGradient } from '../results/methodFidelity.ts';
import type { PictureClasses } from './scan/folderLabels.ts';
import type { PictureRunner, ScannedPicture, ScannedRun } from './scan/pictureRunner.ts';

/** What the layer is looked for with. */
interface LayerQuestion {
  open: OpenModel;
  subject: MethodSubject;
  /** Name of its tensor; undefined for that of the model's own map, or else the one that methods show. */
  asked: string | undefined;
  /** For models to which noise says nothing. */
  photo: RgbPicture;
  /** Gives the map and the logits, if the differentiated model is only its float twin. */
  own: PictureRunner | undefined;
}

/** Largest share of the model's nodes behind the layer for two gradients in every run; see {@link LayerRunner}. */
const SHORT_WAY = 0.25;

/**
 * Runs pictures one by one, forward and backward to a layer: its map, the logits, and gradient × activation for the
 * classes that a picture counts for. One run for each picture if that is one class, or the right and the predicted one
 * and the way back to the layer is so short that a second gradient costs less than a second run.
 */
export class LayerRunner implements PictureRunner {
  /** For pictures of the usual size. */
  readonly target: LayerTarget;
  readonly #question: LayerQuestion;
  readonly #isShortWay: boolean;

  private constructor(target: LayerTarget, question: LayerQuestion) {
    this.target = target;
    this.#question = question;
    const { graph, logits } = question.subject.scores;
    const { nodes } = findPath(graph, logits.name, [target.tensor]);
    this.#isShortWay = nodes.length <= SHORT_WAY * graph.model.nodes.length;
  }

  /**
   * @param usual size of the model's input
   * @throws CamError `noSpatialMap`, `tensorNotFound`, `noGradientRule`, or where the runtime refuses the model.
   */
  static async create(question: LayerQuestion, usual: Size): Promise<LayerRunner> {
    const { open, subject, asked, photo } = question;
    const target = await targetOf(
      open,
      subject,
      await sizedModel(subject, usual),
      ofLayer(asked),
      photo,
    );
    return new LayerRunner(target, { ...question, asked: target.tensor });
  }

  /** Whether the differentiated model is the float twin of one that rounds its numbers. */
  get isFloatTwin(): boolean {
    return this.#question.subject.scores.changes.length > 0;
  }

  /**
   * Compares the gradient of the largest logit at the layer with small steps, for a picture or, if that has kinks there,
   * another one.
   * @throws CamError `noGradientRule` if they disagree for all of them.
   */
  async requireGradient(pictures: readonly PicturePixels[]): Promise<void> {
    const { tensor } = this.target;
    for (const picture of pictures) if (await this.#agrees(picture)) return;
    const { file } = this.#question.open.graph;
    throw new CamError({
      code: 'noGradientRule',
      message: t(
        'Small steps at “{0}” move the logits of {1} in another way than its gradient says, so channels cannot be ranked by it.',
        tensor,
        file,
      ),
      nextAction: t('Open an image with Show CAM and choose occlusion, which needs no gradient.'),
      file,
    });
  }

  async #agrees(picture: PicturePixels): Promise<boolean> {
    const { model, target } = await this.#forSize(picture);
    const run = await model.layerRun(picture, undefined, target);
    // Not kept: the weights behind the layer may be most of the model's.
    const head = await BehindLayer.create(model.scores, target);
    try {
      const scoreAt = async (values: Float32Array) =>
        (await head.run(values, picture))[model.placeOf(run.class)] ?? Number.NaN;
      return isGradient(await layerError(target, run, scoreAt, largestMagnitude(run.scores)));
    } finally {
      await head.release();
    }
  }

  async #forSize(size: Size): Promise<{ model: MethodModel; target: LayerTarget }> {
    const { open, subject, asked, photo } = this.#question;
    const sized = await sizedModel(subject, size);
    const target = await targetOf(open, subject, sized, ofLayer(asked), photo);
    return { model: sized.model, target };
  }

  batchSize(): number {
    return 1;
  }

  async run(pictures: readonly ScannedPicture[]): Promise<ScannedRun[]> {
    const runs: ScannedRun[] = [];
    for (const { classes, ...picture } of pictures) {
      runs.push(await this.#runOne(picture, classes));
    }
    return runs;
  }

  async #runOne(picture: PicturePixels, classes: PictureClasses | undefined): Promise<ScannedRun> {
    const { own } = this.#question;
    const { model, target } = await this.#forSize(picture);
    if (own) {
      const [run] = await own.run([picture]);
      if (!run) throw new Error('the session gave no row');
      if (!classes) return run;
      return { ...run, ...(await ofClasses(model, picture, target, classes, run, [])) };
    }
    if (!classes) return model.run(picture, target);
    const [label] = classes.labels;
    const runs: [LayerRun, ...LayerRun[]] =
      label !== undefined && classes.hasMapOfPredicted && this.#isShortWay
        ? await model.layerRuns(picture, label, target)
        : [await model.layerRun(picture, label, target)];
    const [{ value, logits, scores }] = runs;
    const forward = { feature: featureMapOf(value, target), logits, scores };
    return { ...forward, ...(await ofClasses(model, picture, target, classes, forward, runs)) };
  }
}

type OfClasses = Required<Pick<ScannedRun, 'gradientClasses' | 'gradientActivations' | 'maps'>>;

/**
 * Gradient × activation and Grad-CAM for the classes that they are wanted for, one run each.
 * @param known what was run already
 */
async function ofClasses(
  model: MethodModel,
  picture: PicturePixels,
  target: LayerTarget,
  classes: PictureClasses,
  { logits }: Pick<ScannedRun, 'logits'>,
  known: readonly LayerRun[],
): Promise<OfClasses> {
  const predicted = indexOfLargest(logits);
  const forActivations = classes.ofActivations(predicted);
  const forMaps = classes.ofMaps(predicted);
  const activations = new Map<number, Float32Array>();
  const maps = new Map<number, ScalarMap>();
  for (const wanted of new Set([...forActivations, ...forMaps])) {
    const run =
      known.find((one) => one.class === wanted) ?? (await model.layerRun(picture, wanted, target));
    const feature = featureMapOf(run.value, target);
    const gradient = featureMapOf(run.gradient, target);
    activations.set(wanted, gradientActivations(feature, gradient));
    maps.set(wanted, gradCam(feature, gradient));
  }
  return {
    gradientClasses: forActivations,
    gradientActivations: forActivations.flatMap((wanted) => activations.get(wanted) ?? []),
    maps: { classes: forMaps, maps: forMaps.flatMap((wanted) => maps.get(wanted) ?? []) },
  };
}

/** @param asked its tensor; undefined for the layer of Grad-CAM */
function ofLayer(asked: string | undefined): Pick<MethodQuery, 'method' | 'layer'> {
  return { method: 'grad-cam', ...(asked === undefined ? {} : { layer: asked }) };
}
