import type { ScanOptions } from '../../cam/folderEngine.ts';
import type { ChannelNames } from '../../cam/maps/channelName.ts';
import type {
  Ablation,
  ClassUnits,
  ClassUnitsQuery,
  EmpiricalField,
  FieldsByGradient,
  IndexSummary,
  NameSuggestions,
  ScanProgress,
  StrongestPlace,
  UnitReport,
} from '../../cam/results/units.ts';
import type { FieldProgress } from '../../cam/units/empiricalField.ts';
import type { AllClassesQuery, ExportProgress } from '../../cam/units/export/exportAllClasses.ts';
import type { ExportOptions } from '../../cam/units/export/exportClass.ts';
import type { NamingProgress } from '../../cam/units/names/suggestNames.ts';
import type { UnitsModel } from '../../cam/units/unitsModel.ts';
import type { ClassUnitsRequests } from '../../protocol/classUnits.ts';
import { usesColourProfile } from '../colourProfile.ts';
import type { ScanSubject } from '../folder/folderScan.ts';
import type { FolderEngines } from '../folder/folderServices.ts';
import type { Asked } from '../panels/requestHandler.ts';

/** Number of strongest images on a unit's page, and of weakest ones; the index keeps the map of as many. */
const IMAGES_OF_A_UNIT = 16;

/** The requests of the class units page as calls of the engine. */
export class ClassUnitsEngine {
  readonly #engines: FolderEngines;

  constructor(engines: FolderEngines) {
    this.#engines = engines;
  }

  /** @throws CamError about the model or the folder. */
  scan(
    subject: ScanSubject,
    signal: AbortSignal,
    onProgress: (progress: ScanProgress) => void,
  ): Promise<IndexSummary> {
    const { model, folder } = subject;
    const args: [string, string, ScanOptions] = [model, folder, this.#options(model)];
    return this.#engines.scanEngine.call('scanFolder', args, signal, onProgress);
  }

  /** Undefined if the folder was never scanned with this model. */
  summary({ model, folder }: ScanSubject): Promise<IndexSummary | undefined> {
    return this.#engines.engine.call('indexSummary', [model, folder, this.#options(model)]);
  }

  model({ model, folder }: ScanSubject): Promise<UnitsModel> {
    return this.#engines.engine.call('unitsModel', [model, folder, this.#options(model)]);
  }

  /** Names of channels, if the map is the model's own. */
  async names(model: string): Promise<{ names: ChannelNames; canName: boolean }> {
    const { output, featureTensor } = this.#engines.variants.of(model);
    const variant = {
      ...(output === undefined ? {} : { output }),
      ...(featureTensor === undefined ? {} : { featureTensor }),
    };
    const { unitNames } = await this.#engines.engine.call('describeUnits', [model, variant]);
    return { names: unitNames, canName: featureTensor === undefined };
  }

  /** @throws CamError if the sidecar cannot be written. */
  async nameUnits(model: string, names: readonly { channel: number; name: string }[]) {
    for (const { channel, name } of names) {
      await this.#engines.engine.call('nameUnit', [model, channel, name]);
    }
  }

  /** The units of a class as a file. */
  async exported(
    { model, folder }: ScanSubject,
    { form, query, drawing }: ClassUnitsRequests['save']['request'],
  ): Promise<Uint8Array> {
    const files: ExportOptions = { forms: [form], drawing };
    const [file] = await this.#engines.engine.call('exportClassUnits', [
      ...([model, folder, query, files] as const),
      this.#options(model),
    ]);
    if (!file) throw new Error(`there is no ${form} of the units`);
    return file.bytes;
  }

  /** The units of all classes of the folder as an HTML file; photos are read for a while. */
  allClasses(
    { model, folder }: ScanSubject,
    query: AllClassesQuery,
    { signal, onWorking }: Asked,
  ): Promise<Uint8Array> {
    const { scanEngine } = this.#engines;
    const args = [model, folder, query, this.#options(model)] as const;
    const tell = ({ done, all }: ExportProgress) => onWorking(done, all);
    return scanEngine.call('exportAllClasses', [...args], signal, tell);
  }

  classUnits({ model, folder }: ScanSubject, query: ClassUnitsQuery): Promise<ClassUnits> {
    const { engine } = this.#engines;
    return engine.call('classUnits', [model, folder, query, this.#options(model)]);
  }

  unitReport({ model, folder }: ScanSubject, pooledChannel: number): Promise<UnitReport> {
    const query = { pooledChannel, images: IMAGES_OF_A_UNIT };
    const { engine } = this.#engines;
    return engine.call('unitReport', [model, folder, query, this.#options(model)]);
  }

  ablate({ model, folder }: ScanSubject, pooledChannels: number[]): Promise<Ablation> {
    const { engine } = this.#engines;
    return engine.call('ablateUnits', [model, folder, pooledChannels, this.#options(model)]);
  }

  empiricalFields(
    model: string,
    paths: string[],
    channel: number,
    { signal, onWorking }: Asked,
  ): Promise<EmpiricalField[]> {
    const { scanEngine } = this.#engines;
    const args = [model, paths, channel, this.#options(model)] as const;
    const tell = ({ done, all }: FieldProgress) => onWorking(done, all);
    return scanEngine.call('empiricalFields', [...args], signal, tell);
  }

  fieldsByGradient(
    model: string,
    places: StrongestPlace[],
    channel: number,
    { signal, onWorking }: Asked,
  ): Promise<FieldsByGradient> {
    const { scanEngine } = this.#engines;
    const args = [model, places, channel, this.#options(model)] as const;
    const tell = ({ done, all }: FieldProgress) => onWorking(done, all);
    return scanEngine.call('fieldsByGradient', [...args], signal, tell);
  }

  suggestNames(
    { model, folder }: ScanSubject,
    { signal, onWorking }: Asked,
  ): Promise<NameSuggestions> {
    const { scanEngine } = this.#engines;
    const tell = ({ done, of }: NamingProgress) => onWorking(done, of);
    return scanEngine.call('suggestNames', [model, folder, this.#options(model)], signal, tell);
  }

  #options(model: string): ScanOptions {
    return { ...this.#engines.variants.of(model), useColourProfile: usesColourProfile() };
  }
}
