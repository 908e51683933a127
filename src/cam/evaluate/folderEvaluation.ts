import type { Geometry } from '../base/geometry.ts';
import type { ClassOf } from '../config/labels/classNames.ts';
import type { FolderAnnotations } from '../folder/annotations/folderAnnotations.ts';
import type { FolderIndex, IndexedImage } from '../folder/folderIndex.ts';
import { imageGeometry } from '../folder/imageGeometry.ts';
import type { ScalarMap } from '../maps/featureMap.ts';
import type { AnnotationSource, LabelSource } from '../results/evaluation/overview.ts';
import type { Finding } from '../results/evaluation/scores.ts';
import { firstClassesOf } from './classification/topClasses.ts';
import type { Evaluation, KeptMaps, PictureObjects, Predictions } from './evaluation.ts';

const NO_MAP: ScalarMap = { width: 1, height: 1, values: new Float32Array(1) };

/** What an evaluation is put together from. */
export interface EvaluationParts {
  index: FolderIndex;
  labels: readonly string[];
  predictions: Predictions;
  labelSource: LabelSource | undefined;
  annotations: FolderAnnotations | undefined;
  findings: readonly Finding[];
  /** Changes with the index, the labels and the annotations. */
  version: string;
  /** Undefined if classes are named, as in `PictureLabels`. */
  countedFrom: number | undefined;
  /** The class that a category of the annotations means. */
  classOf: ClassOf;
}

/** An evaluation of an index on disk. */
export class FolderEvaluation implements Evaluation {
  readonly index: FolderIndex;
  readonly labels: readonly string[];
  readonly labelSource: LabelSource | undefined;
  readonly annotationSource: AnnotationSource | undefined;
  readonly predictions: Predictions;
  readonly version: string;
  readonly countedFrom: number | undefined;
  readonly #annotations: FolderAnnotations | undefined;
  readonly #classOf: ClassOf;
  readonly #findings: readonly Finding[];

  constructor(parts: EvaluationParts) {
    const { index, labels, predictions, labelSource, annotations, version } = parts;
    this.index = index;
    this.labels = labels;
    this.predictions = predictions;
    this.labelSource = labelSource;
    this.annotationSource = annotations?.source;
    this.version = version;
    this.countedFrom = parts.countedFrom;
    this.#classOf = parts.classOf;
    this.#findings = parts.findings;
    this.#annotations = annotations;
  }

  /** With what was wrong with the annotations that were asked for until now. */
  get findings(): readonly Finding[] {
    return [...this.#findings, ...(this.#annotations?.findings(this.#classOf) ?? [])];
  }

  geometryOf(image: number): Geometry {
    return imageGeometry(this.index.model, this.#image(image));
  }

  async mapsOf(image: number): Promise<KeptMaps> {
    const kept = await this.index.maps(image);
    // As an index that was written without maps has it.
    if (!kept) return { meanActivation: NO_MAP, ofClasses: new Map(), otherClass: undefined };
    const { width, height, meanActivation, ofClasses } = kept;
    const map = (values: Float32Array) => ({ width, height, values });
    return {
      meanActivation: map(meanActivation),
      ofClasses: new Map([...ofClasses].map(([classIndex, values]) => [classIndex, map(values)])),
      otherClass: this.#otherClass(image, [...ofClasses.keys()]),
    };
  }

  /** The last class of those that are kept, unless it has another reason to be there. */
  #otherClass(image: number, classes: readonly number[]): number | undefined {
    const { truth } = this.predictions;
    const last = classes.at(-1);
    if (last === undefined || last === truth[image]) return undefined;
    return firstClassesOf(this.predictions, image).includes(last) ? undefined : last;
  }

  async objectsOf(image: number): Promise<PictureObjects | undefined> {
    const truth = this.predictions.truth[image] ?? -1;
    if (!this.#annotations || truth < 0) return undefined;
    const { path, photo, orientation = 1 } = this.#image(image);
    const picture = { ...photo, orientation };
    return this.#annotations.objectsOf(path, picture, (name) => this.#classOf(name) === truth);
  }

  #image(image: number): IndexedImage {
    const indexed = this.index.images[image];
    if (!indexed) throw new RangeError(`there is no image ${image}`);
    return indexed;
  }
}
