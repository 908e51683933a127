import { EngineTurns } from './engineTurns.ts';
import type { StoredAt } from './folder/cacheFolder.ts';
import { removeIndex } from './folder/cacheFolder.ts';
import type { FolderIndex } from './folder/folderIndex.ts';
import type { StoredIndex } from './folder/index/openIndex.ts';
import type { IndexOptions, IndexPlace } from './folder/indexPlace.ts';
import { placeOfIndex, scanIntoIndex, summariseIndex } from './folder/indexPlace.ts';
import { OpenIndexes } from './folder/openIndexes.ts';
import { firstPhoto, openScanSource } from './folder/scanSource.ts';
import { describeUnits, readScanSubject } from './folder/scanSubject.ts';
import type { ModelOptions, SizedOptions } from './model/openModel.ts';
import type {
  Ablation,
  ClassUnits,
  ClassUnitsQuery,
  IndexSummary,
  NameSuggestions,
  ScanProgress,
  UnitReport,
  UnitsDescription,
} from './results/units.ts';
import type { AllClassesQuery, ExportProgress } from './units/export/exportAllClasses.ts';
import { exportAllClasses } from './units/export/exportAllClasses.ts';
import type { ExportOptions } from './units/export/exportClass.ts';
import { exportClass } from './units/export/exportClass.ts';
import type { ExportedFile } from './units/export/exportUnits.ts';
import { nameUnit } from './units/names/nameUnit.ts';
import type { NamingProgress } from './units/names/suggestNames.ts';
import { suggestNames } from './units/names/suggestNames.ts';
import type { UnitsModel } from './units/unitsModel.ts';
import { unitsModel } from './units/unitsModel.ts';
import { ablate } from './units/views/ablation.ts';
import { classUnits } from './units/views/classUnits.ts';
import type { UnitQuery } from './units/views/unitReport.ts';
import { unitReport } from './units/views/unitReport.ts';

export interface ScanOptions extends ModelOptions, IndexOptions {}

/** The part of the library's entry that is about folders of pictures: their index, and what classes are made of. */
export class FolderEngine extends EngineTurns {
  readonly #indexes = new OpenIndexes();

  /**
   * What is known of a model for its units: also of one without a class activation map, whose channels are those of the
   * layer that methods show. Nothing is loaded.
   * @throws CamError with the reason why the model cannot be used at all.
   */
  describeUnits(path: string, options: SizedOptions = {}): Promise<UnitsDescription> {
    return this.withModel(path, options, (model) => describeUnits(model, options));
  }

  /**
   * Brings the index of a folder of pictures up to date: new and changed pictures are run through the model, removed
   * ones are dropped. If the process is ended, at most the last second's results are lost.
   * @param onProgress is called at most four times a second
   * @throws CamError about the model or the folder; `indexInUse` if it is being scanned already.
   */
  scanFolder(
    modelPath: string,
    folder: string,
    options: ScanOptions,
    onProgress: (progress: ScanProgress) => void,
  ): Promise<IndexSummary> {
    return this.withModel(modelPath, options, async (model) => {
      const place = await placeOfIndex(model, folder, options);
      await scanIntoIndex(model, place, options, onProgress);
      const summary = summariseIndex(place);
      if (!summary) throw new Error('a scan leaves an index');
      return summary;
    });
  }

  /**
   * Content of a folder's index, also during a scan; undefined if it was never scanned with this model. The model is
   * not loaded.
   * @throws CamError about the model.
   */
  indexSummary(
    modelPath: string,
    folder: string,
    options: ScanOptions = {},
  ): Promise<IndexSummary | undefined> {
    return this.withModel(modelPath, options, async (model) =>
      summariseIndex(await placeOfIndex(model, folder, options)),
    );
  }

  /**
   * Deletes an index; the pictures stay. Does nothing if it is gone already.
   * @throws CamError `indexInUse` if a scan writes to it, `notWritable`
   */
  removeIndex(index: StoredAt): Promise<void> {
    return this.inTurn(async () => removeIndex(index));
  }

  /**
   * What the page needs to know about the model of a folder's scan. The model is not loaded.
   * @throws CamError about the model; `fileNotFound` if the folder was never scanned with it.
   */
  unitsModel(modelPath: string, folder: string, options: ScanOptions = {}): Promise<UnitsModel> {
    return this.withModel(modelPath, options, async (model) =>
      unitsModel(await placeOfIndex(model, folder, options)),
    );
  }

  /**
   * The units of a class, from the index of a folder, see {@link classUnits}. The model is not loaded.
   * @throws CamError about the model; `fileNotFound` if the folder was never scanned with it.
   */
  classUnits(
    modelPath: string,
    folder: string,
    query: ClassUnitsQuery,
    options: ScanOptions = {},
  ): Promise<ClassUnits> {
    return this.#inIndex(modelPath, folder, options, (index, labels) =>
      classUnits(index, query, labels),
    );
  }

  /**
   * The units of a class as files, see {@link exportClass}. The model is not loaded.
   * @throws CamError about the model; `fileNotFound` if the folder was never scanned with it.
   */
  exportClassUnits(
    modelPath: string,
    folder: string,
    query: ClassUnitsQuery,
    files: ExportOptions,
    options: ScanOptions = {},
  ): Promise<ExportedFile[]> {
    return this.withModel(modelPath, options, async (model) => {
      const index = this.openIndex(await placeOfIndex(model, folder, options));
      return exportClass(index, query, await describeUnits(model, options), files, options);
    });
  }

  /**
   * The units of a folder's classes as one HTML file (UTF-8), see {@link exportAllClasses}. The model is not loaded.
   * @throws CamError about the model; `fileNotFound` if the folder was never scanned with it.
   */
  exportAllClasses(
    modelPath: string,
    folder: string,
    query: AllClassesQuery,
    options: ScanOptions,
    onProgress: (progress: ExportProgress) => void,
  ): Promise<Uint8Array> {
    return this.withModel(modelPath, options, async (model) => {
      const index = this.openIndex(await placeOfIndex(model, folder, options));
      const description = await describeUnits(model, options);
      return exportAllClasses(index, query, description, options, onProgress);
    });
  }

  /**
   * One channel over a folder, from its index, see {@link unitReport}. The model is not loaded.
   * @throws CamError about the model; `fileNotFound` if the folder was never scanned with it.
   */
  unitReport(
    modelPath: string,
    folder: string,
    query: UnitQuery,
    options: ScanOptions = {},
  ): Promise<UnitReport> {
    return this.#inIndex(modelPath, folder, options, (index, labels) =>
      unitReport(index, query, labels),
    );
  }

  /**
   * A folder's predictions without some channels, from its index, see {@link ablate}. The model is not loaded.
   * @throws CamError about the model; `fileNotFound` if the folder was never scanned with it; `headNotLinear` if it
   *   would not be exact.
   */
  ablateUnits(
    modelPath: string,
    folder: string,
    pooledChannels: readonly number[],
    options: ScanOptions = {},
  ): Promise<Ablation> {
    return this.#inIndex(modelPath, folder, options, (index, labels) =>
      ablate(index, pooledChannels, labels, modelPath),
    );
  }

  /**
   * Writes the user's name for a channel into the model's sidecar, see {@link nameUnit}.
   * @param channel of the model's own last feature map
   * @param name undefined or blank to remove it
   * @returns the sidecar, absolute
   * @throws CamError `sidecarInvalid` (nothing is written), `fileNotFound`, `notWritable`
   */
  nameUnit(
    modelPath: string,
    channel: number,
    name: string | undefined,
    options: ModelOptions = {},
  ): Promise<string> {
    return this.inTurn(() => nameUnit(modelPath, channel, name, options.configPath));
  }

  /**
   * Suggests names for channels from the annotations of a folder's pictures, see `units/names/networkDissection.ts`.
   * The pictures are run through the model.
   * @param folder absolute
   * @throws CamError about the model; `annotationsNotFound`, `annotationsInvalid`
   */
  suggestNames(
    modelPath: string,
    folder: string,
    options: ScanOptions,
    onProgress: (progress: NamingProgress) => void,
  ): Promise<NameSuggestions> {
    return this.withModel(modelPath, options, async (model) => {
      const subject = await readScanSubject(model, options);
      const source = await openScanSource(subject, () => firstPhoto(folder, options), 'maps');
      const { unitNames } = subject.description;
      const ways = { ...source, preprocessing: subject.preprocessing };
      return suggestNames(ways, folder, unitNames, options, onProgress);
    });
  }

  protected openIndex(place: IndexPlace): StoredIndex {
    return this.#indexes.open(place);
  }

  #inIndex<T>(
    modelPath: string,
    folder: string,
    options: ScanOptions,
    view: (index: FolderIndex, labels: readonly string[]) => Promise<T>,
  ): Promise<T> {
    return this.withModel(modelPath, options, async (model) => {
      const place = await placeOfIndex(model, folder, options);
      return view(this.openIndex(place), place.labels);
    });
  }
}
