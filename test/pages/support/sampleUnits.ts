import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inRepository, samplesFolder } from '../../../scripts/repository.ts';
import { Engine } from '../../../src/cam/engine.ts';
import type {
  Ablation,
  ClassUnits,
  ClassUnitsQuery,
  EmpiricalField,
  FieldsByGradient,
  IndexSummary,
  NameSuggestions,
  StrongestPlace,
  UnitReport,
} from '../../../src/cam/results/units.ts';
import type { UnitsModel } from '../../../src/cam/units/unitsModel.ts';

/** The engine's answers for the sample model and the sample pictures. */
export interface SampleUnits {
  model: UnitsModel;
  summary: IndexSummary;
  classUnits(query: ClassUnitsQuery): Promise<ClassUnits>;
  unitReport(pooledChannel: number): Promise<UnitReport>;
  ablate(pooledChannels: number[]): Promise<Ablation>;
  /** From a part of the pictures. */
  suggestNames(): Promise<NameSuggestions>;
  /** Only for the first picture: the model runs once for each covered part. */
  empiricalFields(channel: number, paths: string[]): Promise<EmpiricalField[]>;
  fieldsByGradient(channel: number, places: StrongestPlace[]): Promise<FieldsByGradient>;
  thumbnails(paths: string[]): Promise<(Uint8Array | undefined)[]>;
}

let shared: Promise<SampleUnits> | undefined;

/**
 * The sample pictures, scanned with the sample model once in this process; repeated requests are not computed again.
 */
export function sampleUnits(): Promise<SampleUnits> {
  shared ??= scanSample(path.join(samplesFolder, 'scenes-gap.onnx'));
  return shared;
}

let withoutWeights: Promise<SampleUnits> | undefined;

/** As {@link sampleUnits}, with a small model whose head has no class weights: it is not trained. */
export function unitsWithoutWeights(): Promise<SampleUnits> {
  withoutWeights ??= scanSample(inRepository('test/fixtures/methods/vgg.dynamo.onnx'));
  return withoutWeights;
}

/** @param model absolute */
async function scanSample(model: string): Promise<SampleUnits> {
  const cacheFolder = mkdtempSync(path.join(tmpdir(), 'cam-lens-units-'));
  process.once('exit', () => rmSync(cacheFolder, { recursive: true, force: true }));
  const engine = new Engine();
  const folder = path.join(samplesFolder, 'pictures');
  const annotated = everyFifth(folder, path.join(cacheFolder, 'annotated'));
  const options = { cacheFolder };
  const nobody = () => undefined;
  const summary = await engine.scanFolder(model, folder, options, nobody);
  return {
    model: await engine.unitsModel(model, folder, options),
    summary,
    classUnits: once((query) => engine.classUnits(model, folder, query, options)),
    unitReport: once((pooledChannel) =>
      engine.unitReport(model, folder, { pooledChannel, images: 16 }, options),
    ),
    ablate: once((pooledChannels) => engine.ablateUnits(model, folder, pooledChannels, options)),
    suggestNames: once(() => engine.suggestNames(model, annotated, {}, nobody)),
    empiricalFields: once((channel, paths) =>
      engine.empiricalFields(model, paths.slice(0, 1), channel, {}, nobody),
    ),
    fieldsByGradient: once((channel, places) => engine.fieldsByGradient(model, places, channel)),
    // A quarter of the editor's size: decoding them takes most of a test.
    thumbnails: once((paths) => engine.thumbnails(paths, 112)),
  };
}

/** A copy of a folder with a part of its pictures and all annotations: enough for names, which take a time for each. */
function everyFifth(folder: string, copy: string): string {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  const pictures = files.filter((file) => file.endsWith('.png')).filter((_, i) => i % 5 === 0);
  for (const file of [...pictures, ...files.filter((file) => file.endsWith('.json'))]) {
    mkdirSync(path.dirname(path.join(copy, file)), { recursive: true });
    copyFileSync(path.join(folder, file), path.join(copy, file));
  }
  return copy;
}

/** Gives the stored answer to a repeated request. */
function once<Question extends unknown[], Answer>(
  ask: (...question: Question) => Promise<Answer>,
): (...question: Question) => Promise<Answer> {
  const answers = new Map<string, Promise<Answer>>();
  return (...question) => {
    const key = JSON.stringify(question);
    const answer = answers.get(key) ?? ask(...question);
    answers.set(key, answer);
    return answer;
  };
}
