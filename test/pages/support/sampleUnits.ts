import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { samplesFolder } from '../../../scripts/repository.ts';
import { Engine } from '../../../src/cam/engine.ts';
import type {
  ClassUnits,
  ClassUnitsQuery,
  EmpiricalField,
  IndexSummary,
  NameSuggestions,
  Silencing,
  UnitReport,
} from '../../../src/cam/units/results.ts';
import type { UnitsModel } from '../../../src/cam/units/unitsModel.ts';

/** The sample model over the sample pictures, as the engine answers of them. */
export interface SampleUnits {
  model: UnitsModel;
  summary: IndexSummary;
  classUnits(query: ClassUnitsQuery): Promise<ClassUnits>;
  unitReport(pooledChannel: number): Promise<UnitReport>;
  silence(pooledChannels: number[]): Promise<Silencing>;
  suggestNames(): Promise<NameSuggestions>;
  empiricalFields(channel: number, paths: string[]): Promise<EmpiricalField[]>;
  thumbnails(paths: string[]): Promise<(Uint8Array | undefined)[]>;
  dispose(): Promise<void>;
}

/** Scans the sample pictures with the sample model. */
export async function sampleUnits(): Promise<SampleUnits> {
  const cacheFolder = mkdtempSync(path.join(tmpdir(), 'cam-lens-units-'));
  const engine = new Engine();
  const model = path.join(samplesFolder, 'scenes-gap.onnx');
  const folder = path.join(samplesFolder, 'pictures');
  const options = { cacheFolder };
  const nobody = () => undefined;
  const summary = await engine.scanFolder(model, folder, options, nobody);
  return {
    model: await engine.unitsModel(model, folder, options),
    summary,
    classUnits: (query) => engine.classUnits(model, folder, query, options),
    unitReport: (pooledChannel) =>
      engine.unitReport(model, folder, { pooledChannel, images: 16 }, options),
    silence: (pooledChannels) => engine.silenceUnits(model, folder, pooledChannels, options),
    suggestNames: () => engine.suggestNames(model, folder, {}, nobody),
    empiricalFields: (channel, paths) =>
      engine.empiricalFields(model, paths.slice(0, 3), channel, {}, nobody),
    thumbnails: (paths) => engine.thumbnails(paths, 448),
    async dispose() {
      await engine.dispose();
      rmSync(cacheFolder, { recursive: true, force: true });
    },
  };
}
