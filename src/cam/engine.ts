import { CamError, isOnlyNoCam, orRefusal } from './base/errors.ts';
import type { AskedOptions } from './brief/explainAsAsked.ts';
import { explainBriefly } from './brief/explainBriefly.ts';
import type { NodeOrigin } from './code/origins/origins.ts';
import { readOrigins } from './code/origins/origins.ts';
import type { PixelSettings } from './config/pixelWays.ts';
import { drawFigure } from './figure/drawFigure.ts';
import { overlayPng } from './figure/overlay.ts';
import { defaultCacheFolder } from './folder/cacheFolder.ts';
import type { ScanOptions } from './folderEngine.ts';
import type { DecodeOptions } from './image/decode.ts';
import { decodeImage } from './image/decode.ts';
import { thumbnail } from './image/thumbnail.ts';
import { firstFilters } from './inspect/firstFilters.ts';
import { inspect, readFacts, withPlacement } from './inspect/inspect.ts';
import { mapOverPhoto, meanMap } from './inspect/meanMap.ts';
import { inspectLayerGraph, readLayerGraph } from './inspect/readLayerGraph.ts';
import { tensorMaps, tensorOverPhoto } from './inspect/tensorMaps.ts';
import { describeMethods } from './methods/describeMethods.ts';
import type { MethodProgress, MethodQuery } from './methods/explainByMethod.ts';
import { explainByMethod } from './methods/explainByMethod.ts';
import { readSubject } from './methods/methodSubject.ts';
import type { PictureOptions } from './model/explainImage.ts';
import { explainPicture } from './model/explainImage.ts';
import { hashFile } from './model/modelHashes.ts';
import { vectorSizes } from './model/modelLayers.ts';
import type { ModelOptions, SizedOptions } from './model/openModel.ts';
import { secondOpinion } from './model/secondOpinion.ts';
import type { LabelPreview } from './model/useLabels.ts';
import { previewLabels, setLabels, statedLabels } from './model/useLabels.ts';
import { usePixels } from './model/usePixels.ts';
import { readIntegerConstants } from './onnx/file/integerConstants.ts';
import { fileVersion } from './onnx/file/modelFile.ts';
import { modelExport, pinnedImage } from './pins/pinnedImage.ts';
import type { BriefExplanation } from './results/brief.ts';
import type { Explanation, ModelDescription, SecondOpinion } from './results/explanation.ts';
import type { Figure, FigureFormat } from './results/figure.ts';
import type { FirstFilters, NoFilters } from './results/firstFilters.ts';
import type {
  ModelFacts,
  ModelInspection,
  ModelVerdict,
  TensorMaps,
} from './results/inspection.ts';
import type { LayerGraph } from './results/layerGraph.ts';
import type { MethodDescription, MethodExplanation } from './results/methodMap.ts';
import type { ModelExport, PinExplanation } from './results/pins.ts';
import type { PlaceCheck } from './results/placeCheck.ts';
import type { EmpiricalField, FieldsByGradient, StrongestPlace } from './results/units.ts';
import { TrainingEngine } from './trainingEngine.ts';
import type { FieldProgress } from './units/empiricalField.ts';
import { empiricalFields } from './units/empiricalField.ts';
import { fieldsByGradient } from './units/fieldsByGradient.ts';

export interface ExplainOptions extends SizedOptions, PictureOptions {}

export interface InspectOptions extends ModelOptions {
  /** `now`: it is measured where the map's cells lie; default `later`. */
  place?: 'now' | 'later';
}

export interface LayerGraphOptions extends ModelOptions {
  /** The layers of {@link Engine.readFacts} in place of those of {@link Engine.inspectModel}: nothing is run. */
  isOnlyRead?: boolean;
}

export interface MethodOptions extends SizedOptions, DecodeOptions {}

/**
 * The only entry to the library: opens models, explains pictures. Paths are absolute. Calls run one after the other, so
 * a model is never released while another call uses it. Do not use it in the editor's process: a run blocks its thread.
 */
export class Engine extends TrainingEngine {
  /** An engine that keeps what it measures about models in the user's cache folder. */
  static withMemory(): Engine {
    return new Engine(defaultCacheFolder());
  }

  /**
   * Describes a model; only the head's weights are loaded. Labels and preprocessing are read again each time.
   * @throws CamError with the reason why the model cannot be used.
   */
  openModel(path: string, options: ModelOptions = {}): Promise<ModelDescription> {
    return this.withModel(path, options, (model) => model.description());
  }

  /**
   * Everything that the maps of one picture need.
   * @throws CamError about the model or the picture.
   */
  explain(
    modelPath: string,
    imagePath: string,
    options: ExplainOptions = {},
  ): Promise<Explanation> {
    return this.withModel(modelPath, options, (model) => explainPicture(model, imagePath, options));
  }

  /**
   * The explanation of one of many pictures, in brief, see {@link explainBriefly}: by the way that is asked for, or by
   * what the model allows in its place.
   * @throws CamError about the model or the picture.
   */
  explainBriefly(
    modelPath: string,
    imagePath: string,
    options: AskedOptions = {},
    onProgress: (progress: MethodProgress) => void = () => undefined,
  ): Promise<BriefExplanation> {
    return this.withModel(modelPath, options, (model) =>
      explainBriefly(model, imagePath, options, onProgress),
    );
  }

  /**
   * Maps of one picture by a method, see {@link explainByMethod}: of a layer, of the pixels, or by occlusion.
   * @throws CamError about the model or the picture; `noGradientRule`, `noSpatialMap` or `tensorNotFound` about the method.
   */
  explainByMethod(
    modelPath: string,
    imagePath: string,
    query: MethodQuery,
    options: MethodOptions = {},
    onProgress: (progress: MethodProgress) => void = () => undefined,
  ): Promise<MethodExplanation> {
    return this.withModel(modelPath, options, (model) =>
      explainByMethod(model, imagePath, query, options, onProgress),
    );
  }

  /**
   * Which methods a model allows, and its labels, see {@link describeMethods}. Nothing is loaded.
   * @throws CamError with the reason why the model cannot be used at all.
   */
  describeMethods(
    path: string,
    options: ModelOptions & { layer?: string } = {},
  ): Promise<MethodDescription> {
    return this.withModel(path, options, (model) => describeMethods(model, options));
  }

  /**
   * Another way to make values of pixels, if the one in use is a guess and the model is far surer with the other one.
   * @param imagePaths absolute; the first three are used
   * @throws CamError about the model or a picture.
   */
  secondOpinion(
    modelPath: string,
    imagePaths: readonly string[],
    options: ExplainOptions = {},
  ): Promise<SecondOpinion | undefined> {
    return this.withModel(modelPath, options, (model) => secondOpinion(model, imagePaths, options));
  }

  /**
   * Writes how pixels become values into a model's sidecar, and returns its path.
   * @throws CamError `sidecarInvalid` (nothing is written), `notWritable`
   */
  usePixels(modelPath: string, settings: PixelSettings): Promise<string> {
    return this.inTurn(() => usePixels(modelPath, settings));
  }

  /**
   * What a model's labels would be if its sidecar named a file; nothing is written.
   * @param file absolute
   * @throws CamError `labelsUnreadable`, `labelCountMismatch`, or about the model.
   */
  previewLabels(
    modelPath: string,
    file: string,
    options: ModelOptions = {},
  ): Promise<LabelPreview> {
    return this.withModel(modelPath, options, async (model) => {
      const analysis = await model.analysisOrRefusal();
      const isNoCam = CamError.is(analysis) && isOnlyNoCam(analysis);
      const { classes } = isNoCam
        ? (await readSubject(model, options)).scores
        : await model.analysis();
      return previewLabels(modelPath, file, classes);
    });
  }

  /**
   * The labels that the sidecar beside a model states, as JSON; undefined if it states none.
   * @throws CamError `sidecarInvalid`
   */
  statedLabels(modelPath: string): Promise<string | undefined> {
    return this.inTurn(() => statedLabels(modelPath));
  }

  /**
   * Writes labels into the sidecar beside a model, and returns its path.
   * @param stated as JSON: a list, or the path of a file relative to the sidecar; undefined to remove them
   * @throws CamError `sidecarInvalid` (nothing is written), `notWritable`
   */
  setLabels(modelPath: string, stated: string | undefined): Promise<string> {
    return this.inTurn(() => setLabels(modelPath, stated));
  }

  /**
   * Whether the cells of a model's map lie where they are drawn: measured in 24 runs, once for each model, if its
   * layers do not tell it.
   * @param imagePath absolute; for a model to which noise says nothing
   * @throws CamError with the reason why the model or the picture cannot be used.
   */
  checkPlace(
    modelPath: string,
    imagePath: string,
    options: ModelOptions & DecodeOptions = {},
  ): Promise<PlaceCheck> {
    return this.withModel(modelPath, options, async (model) => {
      const photo = await decodeImage(imagePath, options);
      return (await model.placement('now', photo)).check;
    });
  }

  /**
   * A photo with a map over it, as PNG, see {@link overlayPng}. Other calls can run at the same time.
   * @throws CamError if the image cannot be decoded.
   */
  overlay(...drawing: Parameters<typeof overlayPng>): Promise<Uint8Array> {
    return overlayPng(...drawing);
  }

  /**
   * A photo with its map, as the page shows it, as a file. Other calls can run at the same time.
   * @throws CamError `imageTooLarge`
   */
  drawFigure(figure: Figure, format: FigureFormat): Promise<Uint8Array> {
    return drawFigure(figure, format);
  }

  /**
   * The current export of a model. The model is not loaded.
   * @throws CamError with the reason why the model cannot be used.
   */
  modelExport(modelPath: string, options: ScanOptions = {}): Promise<ModelExport> {
    return this.withModel(modelPath, options, (model) => modelExport(model, options));
  }

  /**
   * The stored result and the drawing of a pinned picture, see {@link pinnedImage}: far less than its explanation.
   * @param classes whose scores are needed in addition to the five largest logits
   * @throws CamError about the model or the picture.
   */
  pinnedImage(
    modelPath: string,
    imagePath: string,
    classes: readonly number[],
    options: AskedOptions = {},
    onProgress: (progress: MethodProgress) => void = () => undefined,
  ): Promise<PinExplanation> {
    return this.withModel(modelPath, options, (model) =>
      pinnedImage(model, imagePath, classes, options, onProgress),
    );
  }

  /**
   * What a model's file says about itself. Weights are not read and nothing is run, so it is safe and quick for any
   * file.
   * @throws CamError if the file cannot be read or is no ONNX model.
   */
  readFacts(path: string): Promise<ModelFacts> {
    return this.withModel(path, {}, ({ graph }) => readFacts(graph));
  }

  /**
   * Everything about a model that needs no image: its facts with every shape, and the kind of its map or the reason why
   * there is none. Reads only the head's weights.
   * @throws CamError if the file cannot be read or is no ONNX model.
   */
  inspectModel(path: string, options: InspectOptions = {}): Promise<ModelInspection> {
    return this.withModel(path, options, async (model) => {
      const analysis = await model.analysisOrRefusal();
      const inspection = await inspect(model.known, analysis, options);
      if (CamError.is(analysis) || !inspection.model) return inspection;
      return withPlacement(inspection, analysis, await model.placement(options.place ?? 'later'));
    });
  }

  /**
   * How the layers of a model follow each other, and the groups that they can be folded into.
   * @throws CamError if the file cannot be read, is no ONNX model or takes no picture.
   */
  layerGraph(path: string, options: LayerGraphOptions = {}): Promise<LayerGraph> {
    return this.withModel(path, options, async (model) =>
      options.isOnlyRead
        ? readLayerGraph(model.graph)
        : inspectLayerGraph(model.known, await model.analysisOrRefusal(), options.output),
    );
  }

  /**
   * The weights of the convolution that takes the picture, or why there are none to show, see {@link firstFilters}.
   * @throws CamError if the file cannot be read, is no ONNX model or takes no picture.
   */
  firstFilters(path: string, options: ModelOptions = {}): Promise<FirstFilters | NoFilters> {
    return this.withModel(path, options, (model) => firstFilters(model, options));
  }

  /**
   * The verdict of {@link inspectModel} alone, after it is measured where the map's cells lie. For a model without a class
   * activation map, with the methods that it allows.
   * @throws CamError if the file cannot be read or is no ONNX model.
   */
  async modelVerdict(path: string, options: ModelOptions = {}): Promise<ModelVerdict> {
    const { verdict, model } = await this.inspectModel(path, { ...options, place: 'now' });
    const { error } = verdict;
    const { featureTensor: layer, ...others } = options;
    const asked = layer === undefined ? others : { ...others, layer };
    const described =
      error &&
      isOnlyNoCam(error, layer) &&
      (await orRefusal(() => this.describeMethods(path, asked)));
    if (!described || CamError.is(described)) {
      return { ...verdict, classes: model?.labels.value.length };
    }
    const methods = described.offers.filter(
      (offer) => offer.reason === undefined && (layer === undefined || offer.layer === layer),
    );
    return { ...verdict, classes: described.labels.value.length, methods };
  }

  /**
   * Where the nodes of a model come from in Python code, as recorded by its exporter, see {@link readOrigins}. Weights
   * are not read and nothing is run.
   * @throws CamError if the file cannot be read or is no ONNX model.
   */
  readOrigins(path: string): Promise<NodeOrigin[]> {
    return this.withModel(path, {}, async ({ graph }) => {
      const integers = await readIntegerConstants(graph.model);
      return readOrigins(graph, integers, await vectorSizes(graph, integers));
    });
  }

  /**
   * SHA-256 of a file, hexadecimal. Other calls can run at the same time.
   * @throws CamError if the file cannot be read.
   */
  hashFile(path: string): Promise<string> {
    return hashFile(path);
  }

  /**
   * Size and time of change of files, to detect changes without reading them; undefined for missing files. Other calls
   * can run at the same time.
   */
  fileVersions(paths: readonly string[]): Promise<(string | undefined)[]> {
    return Promise.all(paths.map((path) => fileVersion(path).catch(() => undefined)));
  }

  /**
   * The channels of any spatial tensor of a model for one picture.
   * @param tensor name of a layer's tensor
   * @throws CamError about the model, the picture or the tensor.
   */
  tensorMaps(
    modelPath: string,
    imagePath: string,
    tensor: string,
    options: ExplainOptions = {},
  ): Promise<TensorMaps> {
    return this.withModel(modelPath, options, (model) =>
      tensorMaps(model, imagePath, tensor, options),
    );
  }

  /**
   * The mean over the channels of any spatial tensor, over the photo, as a small picture, see {@link mapOverPhoto}.
   * @param tensor name of a layer's tensor
   * @param longestSide of the picture, in pixels
   * @returns PNG
   * @throws CamError about the model, the picture or the tensor.
   */
  meanMap(
    modelPath: string,
    imagePath: string,
    tensor: string,
    longestSide: number,
    options: ExplainOptions = {},
  ): Promise<Uint8Array> {
    return this.withModel(modelPath, options, async (model) => {
      const { maps, photo } = await tensorOverPhoto(model, imagePath, tensor, options);
      return mapOverPhoto(meanMap(maps.featureMap), photo, maps.geometry, longestSide);
    });
  }

  /**
   * The part of each picture that changes a channel of the feature map where it is largest, measured by occlusion (the
   * picture is covered piece by piece): about 200 runs for each.
   * @param imagePaths absolute
   * @param channel of the feature map as computed by the network
   * @throws CamError about the model or a picture.
   */
  empiricalFields(
    modelPath: string,
    imagePaths: readonly string[],
    channel: number,
    options: ExplainOptions = {},
    onProgress: (progress: FieldProgress) => void = () => undefined,
  ): Promise<EmpiricalField[]> {
    return this.withModel(modelPath, options, (model) =>
      empiricalFields(model, imagePaths, channel, options, onProgress),
    );
  }

  /**
   * The part of each picture that a channel depends on where it is largest, see {@link fieldsByGradient}.
   * @param channel of the feature map as computed by the network
   * @throws CamError about the model or the preprocessing; `noGradientRule`.
   */
  fieldsByGradient(
    modelPath: string,
    places: readonly StrongestPlace[],
    channel: number,
    options: ModelOptions & DecodeOptions = {},
    onProgress: (progress: FieldProgress) => void = () => undefined,
  ): Promise<FieldsByGradient> {
    return this.withModel(modelPath, options, (model) =>
      fieldsByGradient(model, places, channel, options, onProgress),
    );
  }

  /**
   * Thumbnails, see {@link thumbnail}; undefined for pictures that cannot be read.
   * @param longestSide in pixels
   * @returns JPEG, in the order of `paths`
   */
  async thumbnails(
    paths: readonly string[],
    longestSide: number,
    options: DecodeOptions = {},
  ): Promise<(Uint8Array | undefined)[]> {
    const found: (Uint8Array | undefined)[] = [];
    for (const path of paths) {
      found.push(await thumbnail(path, longestSide, options).catch(() => undefined));
    }
    return found;
  }
}
