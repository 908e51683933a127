import type { Size } from '../base/geometry.ts';
import type { PicturePixels } from '../classifier/probe/pictureFeeds.ts';
import type { RgbPicture } from '../image/prepareInput.ts';
import { gradientActivations } from '../maps/gradientMaps.ts';
import { indexOfLargest } from '../maps/scores.ts';
import type { MethodQuery } from '../methods/explainByMethod.ts';
import { targetOf } from '../methods/explainByMethod.ts';
import type { LayerTarget } from '../methods/layer/layerTarget.ts';
import { featureMapOf } from '../methods/layer/layerTarget.ts';
import type { LayerRun, MethodModel } from '../methods/methodModel.ts';
import type { MethodSubject } from '../methods/methodSubject.ts';
import { sizedModel } from '../methods/methodSubject.ts';
import type { OpenModel } from '../model/openModel.ts';
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

/**
 * Runs pictures one by one, forward and backward to a layer: its map, the logits, and gradient × activation for the
 * classes that a picture counts for. One run for each picture if that is one class.
 */
export class LayerRunner implements PictureRunner {
  /** For pictures of the usual size. */
  readonly target: LayerTarget;
  readonly #question: LayerQuestion;

  private constructor(target: LayerTarget, question: LayerQuestion) {
    this.target = target;
    this.#question = question;
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
    const { open, subject, asked, photo, own } = this.#question;
    const sized = await sizedModel(subject, picture);
    const target = await targetOf(open, subject, sized, ofLayer(asked), photo);
    if (own) {
      const [run] = await own.run([picture]);
      if (!run) throw new Error('the session gave no row');
      if (!classes) return run;
      const wanted = classes.wanted(indexOfLargest(run.logits));
      return { ...run, ...(await activationsOf(sized.model, picture, target, wanted)) };
    }
    if (!classes) return sized.model.run(picture, target);
    const first = await sized.model.layerRun(picture, classes.label, target);
    const { value, logits, scores } = first;
    return {
      ...{ feature: featureMapOf(value, target), logits, scores },
      ...(await activationsOf(
        sized.model,
        picture,
        target,
        classes.wanted(indexOfLargest(logits)),
        first,
      )),
    };
  }
}

/** @param known a run for one of the classes */
async function activationsOf(
  model: MethodModel,
  picture: PicturePixels,
  target: LayerTarget,
  classes: readonly number[],
  known?: LayerRun,
): Promise<Required<Pick<ScannedRun, 'gradientClasses' | 'gradientActivations'>>> {
  const activations: Float32Array[] = [];
  for (const wanted of classes) {
    const run = known?.class === wanted ? known : await model.layerRun(picture, wanted, target);
    activations.push(
      gradientActivations(featureMapOf(run.value, target), featureMapOf(run.gradient, target)),
    );
  }
  return { gradientClasses: classes, gradientActivations: activations };
}

/** @param asked its tensor; undefined for the layer of Grad-CAM */
function ofLayer(asked: string | undefined): Pick<MethodQuery, 'method' | 'layer'> {
  return { method: 'grad-cam', ...(asked === undefined ? {} : { layer: asked }) };
}
