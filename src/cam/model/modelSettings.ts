import type { Preprocessing } from '../config/preprocessing.ts';
import type { DecodeOptions } from '../image/decode.ts';
import { hashFiles } from './modelHashes.ts';
import type { OpenModel } from './openModel.ts';

/** Everything that affects a model's result for a picture; files by their content. */
export interface ModelSettings {
  /** SHA-256 of the model's file and of each file of external weights, hexadecimal. */
  hashes: string[];
  output: string;
  featureTensor: string;
  /** At input scale 1. */
  preprocessing: Preprocessing;
  inputScale: number;
  useColourProfile: boolean;
}

/** The user's choices, and where hashes of files are remembered. */
export interface SettingsOptions extends DecodeOptions {
  /** One of the description's `inputScales`; default 1. */
  inputScale?: number;
  cacheFolder: string;
}

/** @throws CamError if a file of weights cannot be read, or with the reason why the model has no CAM. */
export async function modelSettings(
  model: OpenModel,
  options: SettingsOptions,
): Promise<ModelSettings> {
  const { output, feature } = await model.analysis();
  const { preprocessing } = await model.description();
  const found = { output, featureTensor: feature.name, preprocessing: preprocessing.value };
  return settingsWith(model, found, options);
}

/**
 * As {@link modelSettings}, with what was found out about the model.
 * @throws CamError if a file of weights cannot be read.
 */
export async function settingsWith(
  { graph }: OpenModel,
  found: Pick<ModelSettings, 'output' | 'featureTensor' | 'preprocessing'>,
  { cacheFolder, inputScale, useColourProfile }: SettingsOptions,
): Promise<ModelSettings> {
  return {
    hashes: await hashFiles(cacheFolder, [graph.file, ...(await graph.externalFiles())]),
    ...found,
    inputScale: inputScale ?? 1,
    useColourProfile: useColourProfile ?? false,
  };
}
