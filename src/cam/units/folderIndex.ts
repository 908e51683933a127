import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { t } from '@vscode/l10n';
import { CamError } from '../base/errors.ts';
import type { Preprocessing } from '../config/preprocessing.ts';
import type { DecodeOptions } from '../image/decode.ts';
import { modelSettings } from '../model/modelSettings.ts';
import type { OpenModel } from '../model/openModel.ts';
import type { IndexSummary, ScanProgress } from '../results/units.ts';
import { defaultCacheFolder, indexFolderOf, pruneIndexes, touchIndex } from './cacheFolder.ts';
import type { StoredUnitIndex } from './index/openIndex.ts';
import { openUnitIndex } from './index/openIndex.ts';
import { indexedModel } from './scan/indexedModel.ts';
import { scanFolder } from './scan/scanFolder.ts';
import { countLabels, labelsByFolder } from './views/folderLabels.ts';

/** Which index of a folder: of which part of the model, by which preprocessing, kept where. */
export interface IndexOptions extends DecodeOptions {
  /** A sidecar other than the one beside the model. */
  configPath?: string;
  /** One of the description's `inputScales`; 1 where it is left out. */
  inputScale?: number;
  /** Where all indexes are kept; the user's cache folder where it is left out. */
  cacheFolder?: string;
  /** Least recently used indexes go where all take more. */
  maxCacheBytes?: number;
}

const MAX_CACHE_BYTES = 16 * 2 ** 30;

/** An index and everything that says which one it is. */
export interface IndexPlace {
  /** Of the pictures, absolute. */
  folder: string;
  indexFolder: string;
  cacheFolder: string;
  /** SHA-256 of the model's file. */
  modelHash: string;
  /** Enlarged by the input scale. */
  preprocessing: Preprocessing;
  labels: string[];
}

/**
 * Where the index of a folder is, whether there is one or not.
 * @throws CamError where a sidecar or a file of weights cannot be read.
 */
export async function placeOfIndex(
  model: OpenModel,
  folder: string,
  options: IndexOptions,
): Promise<IndexPlace> {
  const cacheFolder = path.resolve(options.cacheFolder ?? defaultCacheFolder());
  const settings = await modelSettings(model, { ...options, cacheFolder });
  const key = { ...settings, folder: path.resolve(folder) };
  return {
    folder: key.folder,
    indexFolder: indexFolderOf(cacheFolder, key),
    cacheFolder,
    modelHash: key.hashes[0] ?? '',
    preprocessing: await model.preprocessing(),
    labels: (await model.description()).labels.value,
  };
}

/** Brings the index of a folder up to date, see {@link scanFolder}; older indexes go where there is no room. */
export async function scanIntoIndex(
  asked: OpenModel,
  place: IndexPlace,
  options: IndexOptions,
  onProgress: (progress: ScanProgress) => void,
): Promise<void> {
  const { folder, indexFolder, cacheFolder, preprocessing, modelHash } = place;
  createCacheFolder(cacheFolder);
  const classifier = await asked.load();
  const model = await indexedModel(asked.known, classifier, preprocessing, modelHash);
  const preparation = { folder, preprocessing, input: classifier.input, decoding: options };
  await scanFolder({ classifier, header: { folder, model }, indexFolder, preparation }, onProgress);
  touchIndex(indexFolder);
  pruneIndexes(cacheFolder, options.maxCacheBytes ?? MAX_CACHE_BYTES, indexFolder);
}

/**
 * Opens the index of a folder as it is now, also while a scan goes on.
 * @throws CamError `fileNotFound` where the folder was never scanned with this model.
 */
export function openIndexAt({ indexFolder }: IndexPlace): StoredUnitIndex {
  const index = openUnitIndex(indexFolder);
  touchIndex(indexFolder);
  return index;
}

/** What the index holds; undefined where there is none. */
export function summariseIndex(place: IndexPlace): IndexSummary | undefined {
  const index = findIndex(place);
  if (!index) return undefined;
  const { images, unreadable, complete, version, bytes } = index;
  return {
    folder: place.folder,
    indexFolder: place.indexFolder,
    images: images.length,
    unreadable: [...unreadable],
    complete,
    bytes,
    labelled: countLabels(labelsByFolder(images, place.labels)),
    version,
  };
}

function findIndex(place: IndexPlace): StoredUnitIndex | undefined {
  try {
    return openIndexAt(place);
  } catch (error) {
    if (CamError.is(error) && error.code === 'fileNotFound') return undefined;
    throw error;
  }
}

function createCacheFolder(cacheFolder: string): void {
  try {
    mkdirSync(cacheFolder, { recursive: true });
  } catch (cause) {
    throw new CamError(
      {
        code: 'notWritable',
        message: t('{0} cannot be created: there is no place for what a scan finds.', cacheFolder),
        nextAction: t('Choose another folder for it, or give yourself the right to write there.'),
        file: cacheFolder,
      },
      { cause },
    );
  }
}
