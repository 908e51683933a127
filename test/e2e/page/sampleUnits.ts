import { readdirSync } from 'node:fs';
import path from 'node:path';
import { samplesFolder } from '../../../scripts/repository.ts';
import { Engine } from '../../../src/cam/engine.ts';
import type { Explanation, ModelDescription } from '../../../src/cam/explanation.ts';
import type {
  ClassUnits,
  ClassUnitsQuery,
  IndexSummary,
  NameSuggestions,
  Silencing,
  UnitReport,
} from '../../../src/cam/units/results.ts';
import type { IndexedModel, UnitIndex } from '../../../src/cam/units/unitIndex.ts';
import type { UnitsModel } from '../../../src/cam/units/unitsModel.ts';
import { classUnits } from '../../../src/cam/units/views/classUnits.ts';
import { silence } from '../../../src/cam/units/views/silence.ts';
import { unitReport } from '../../../src/cam/units/views/unitReport.ts';

/** The sample model over the sample pictures, as the engine answers of them. */
export interface SampleUnits {
  model: UnitsModel;
  summary: IndexSummary;
  classUnits(query: ClassUnitsQuery): Promise<ClassUnits>;
  unitReport(pooledChannel: number): Promise<UnitReport>;
  silence(pooledChannels: number[]): Promise<Silencing>;
  suggestNames(): Promise<NameSuggestions>;
}

/** Runs the sample model on the sample pictures. */
export async function sampleUnits(): Promise<SampleUnits> {
  const engine = new Engine();
  const modelPath = path.join(samplesFolder, 'scenes-gap.onnx');
  const folder = path.join(samplesFolder, 'pictures');
  const description = await engine.openModel(modelPath);
  const labels = description.labels.value;
  const pictures = readdirSync(folder).filter((file) => file.endsWith('.png'));
  const explanations: Explanation[] = [];
  for (const picture of pictures) {
    explanations.push(await engine.explain(modelPath, path.join(folder, picture)));
  }
  await engine.dispose();
  const index = new MemoryIndex(folder, pictures, description, explanations);
  const input = index.model.input;
  return {
    model: {
      labels,
      channels: index.model.channels,
      poolings: index.model.poolings,
      input,
      receptiveField: {
        width: 79,
        height: 79,
        strideX: input.width / index.model.grid.width,
        strideY: input.height / index.model.grid.height,
        centreX: input.width / index.model.grid.width / 2,
        centreY: input.height / index.model.grid.height / 2,
        coversInput: false,
      },
    },
    summary: {
      folder,
      indexFolder: '/indexes/one',
      images: pictures.length,
      unreadable: [],
      complete: true,
      bytes: 1e6,
      labelled: [],
      version: 'one',
    },
    classUnits: (query) => classUnits(index, query, labels),
    unitReport: (pooledChannel) => unitReport(index, { pooledChannel, images: 20 }, labels),
    silence: (pooledChannels) => silence(index, pooledChannels, labels, modelPath),
    suggestNames: async () => someSuggestions(index, folder),
  };
}

/** An index in memory, of explanations. */
class MemoryIndex implements UnitIndex {
  readonly model: IndexedModel;
  readonly images: UnitIndex['images'];
  readonly unreadable = [];
  readonly folder: string;
  readonly #explanations: Explanation[];

  constructor(
    folder: string,
    pictures: string[],
    description: ModelDescription,
    explanations: Explanation[],
  ) {
    this.folder = folder;
    this.#explanations = explanations;
    const [first] = explanations;
    if (!first) throw new Error('there are no pictures');
    const { width, height, channels } = first.featureMap;
    const { mapKind, poolings, readout, featureTensor, classes, classWeights } = description;
    this.model = {
      hash: first.modelHash,
      mapKind,
      poolings,
      readout,
      featureTensor,
      channels,
      classes,
      grid: { width, height },
      input: { width: first.geometry.crop.width, height: first.geometry.crop.height },
      preprocessing: description.preprocessing.value,
      classWeights,
      receptiveField: undefined,
    };
    this.images = explanations.map(({ geometry, ranking }, i) => ({
      path: pictures[i] ?? '',
      size: 1,
      modified: 1,
      photo: geometry.photo,
      grid: { width, height },
      predicted: ranking[0] ?? 0,
    }));
  }

  async means(channel: number) {
    return Float32Array.from(this.#maps(channel), (map) => sum(map) / map.length);
  }

  async maxima(channel: number) {
    return Float32Array.from(this.#maps(channel), (map) => Math.max(...map));
  }

  async positions(channel: number) {
    return Uint32Array.from(this.#maps(channel), (map) => map.indexOf(Math.max(...map)));
  }

  async pooled(pooledChannel: number) {
    return this.means(pooledChannel);
  }

  async pooledRows(images: readonly number[]) {
    const { channels } = this.model;
    const values = new Float32Array(images.length * channels);
    for (let k = 0; k < channels; k++) {
      const means = await this.means(k);
      for (const [i, image] of images.entries()) values[i * channels + k] = means[image] ?? 0;
    }
    return values;
  }

  async *logitBlocks() {
    const { classes } = this.model;
    const logits = new Float32Array(this.images.length * classes);
    for (const [i, explanation] of this.#explanations.entries()) {
      logits.set(explanation.logits, i * classes);
    }
    yield { first: 0, count: this.images.length, logits };
  }

  async moments() {
    const { channels } = this.model;
    const values = await this.pooledRows(this.images.map((_, i) => i));
    const sums = new Float64Array(channels);
    const squares = new Float64Array(channels);
    for (const [i, value] of values.entries()) {
      const k = i % channels;
      sums[k] = (sums[k] ?? 0) + value;
      squares[k] = (squares[k] ?? 0) + value * value;
    }
    return { sums, squares };
  }

  async activation(image: number, channel: number) {
    const values = this.#maps(channel)[image] ?? new Float32Array();
    return { ...this.model.grid, values: values.slice() };
  }

  #maps(channel: number): Float32Array[] {
    return this.#explanations.map(({ featureMap: { values, width, height } }) =>
      values.subarray(channel * width * height, (channel + 1) * width * height),
    );
  }
}

function sum(values: Float32Array): number {
  return values.reduce((total, value) => total + value, 0);
}

const OBJECTS = ['sofa', 'fireplace', 'tv', 'coffee table', 'stove', 'fridge', 'bed', 'car'];

function someSuggestions({ model }: UnitIndex, folder: string): NameSuggestions {
  const suggestions = Array.from({ length: model.channels }, (_, channel) => ({
    unit: { pooledChannel: channel, channel, pooling: 'mean' as const, name: undefined },
    name: OBJECTS[channel % OBJECTS.length] ?? '',
    iou: 0.42 / (1 + channel / 12),
    purity: Math.max(0.1, 1 - channel / 120),
    purityOver: 20,
  }));
  return {
    annotations: path.join(folder, 'annotations.coco.json'),
    annotatedImages: 60,
    suggestions,
    undetected: [{ name: 'cat', images: 4, bestIou: 0.021 }],
    detectedFrom: 0.04,
  };
}
