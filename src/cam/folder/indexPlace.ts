import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { CamError } from '../base/errors.ts';
import { labelsByFolder } from '../config/labels/folderLabels.ts';
import type { Preprocessing } from '../config/preprocessing.ts';
import type { DecodeOptions } from '../image/decode.ts';
import type { OpenModel } from '../model/openModel.ts';
import type { IndexSummary, ScanProgress } from '../results/units.ts';
import { defaultCacheFolder, indexFolderOf, pruneIndexes, touchIndex } from './cacheFolder.ts';
import { folderClasses } from './folderClasses.ts';
import { writing } from './index/files/writing.ts';
import type { StoredIndex } from './index/openIndex.ts';
import { openStoredIndex } from './index/openIndex.ts';
import { maskFiles, mayHaveMasks } from './labels/maskFiles.ts';
import type { LabelsOf } from './scan/folderLabels.ts';
import type { Scan } from './scan/scanFolder.ts';
import { scanFolder } from './scan/scanFolder.ts';
import { firstPhoto, openScanSource } from './scanSource.ts';
import type { ScanSubjectOptions } from './scanSubject.ts';
import { readScanSubject, settingsOf } from './scanSubject.ts';

/** Selects an index of a folder: the part of the model, the preprocessing, the place. */
export interface IndexOptions extends ScanSubjectOptions, DecodeOptions {
  /** Where all indexes are kept; default: the user's cache folder. */
  cacheFolder?: string;
  /** If all indexes take more, the least recently used ones are deleted. */
  maxCacheBytes?: number;
}

const MAX_CACHE_BYTES = 16 * 2 ** 30;

/** An index and everything that identifies it. */
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
 * The path of a folder's index, even if it does not exist.
 * @throws CamError if a sidecar or a file of weights cannot be read.
 */
export async function placeOfIndex(
  model: OpenModel,
  folder: string,
  options: IndexOptions,
): Promise<IndexPlace> {
  const cacheFolder = path.resolve(options.cacheFolder ?? defaultCacheFolder());
  const subject = await readScanSubject(model, options);
  const settings = await settingsOf(subject, { ...options, cacheFolder });
  const key = { ...settings, folder: path.resolve(folder) };
  return {
    folder: key.folder,
    indexFolder: indexFolderOf(cacheFolder, key),
    cacheFolder,
    modelHash: key.hashes[0] ?? '',
    preprocessing: subject.preprocessing,
    labels: subject.description.labels.value,
  };
}

/**
 * Brings the index of a folder up to date, see {@link scanFolder}; older indexes are deleted if there is no room.
 * @param labelsOf for an evaluation: the maps of these classes are kept of each picture
 * @param needs see {@link openScanSource}
 */
export async function scanIntoIndex(
  asked: OpenModel,
  place: IndexPlace,
  options: IndexOptions,
  onProgress: (progress: ScanProgress) => void,
  labelsOf?: LabelsOf,
  needs: 'maps' | 'gradients' = 'gradients',
): Promise<void> {
  const { folder, indexFolder, cacheFolder, preprocessing, modelHash, labels } = place;
  writing(cacheFolder, () => mkdirSync(cacheFolder, { recursive: true }));
  const subject = await readScanSubject(asked, options);
  const source = await openScanSource(subject, () => firstPhoto(folder, options), needs);
  const { runner, power, input } = source;
  const hasGradients = needs === 'gradients' && source.hasGradients;
  const indexed = await source.indexed(modelHash);
  const canMap = indexed.classWeights !== undefined || hasGradients;
  const scan: Scan = {
    ...{ runner, power, indexFolder },
    labels: labelsOf
      ? { of: labelsOf, keeps: { activations: hasGradients, maps: canMap } }
      : hasGradients || mayHaveMasks(folder)
        ? { of: folderLabels(folder, labels), keeps: { activations: hasGradients, maps: false } }
        : undefined,
    header: { folder, model: indexed },
    preparation: { folder, preprocessing, input, decoding: options },
  };
  await scanFolder(scan, onProgress);
  touchIndex(indexFolder);
  pruneIndexes(cacheFolder, options.maxCacheBytes ?? MAX_CACHE_BYTES, indexFolder);
}

function folderLabels(folder: string, labels: readonly string[]): LabelsOf {
  return async (images) => {
    const masks = await maskFiles(folder, images);
    return labelsByFolder(images, labels).map((label, i) => {
      if (masks.has(images[i]?.path ?? '')) return undefined;
      return label === undefined ? [] : [label];
    });
  };
}

/**
 * Opens the current index of a folder, also during a scan.
 * @throws CamError `fileNotFound` if the folder was never scanned with this model.
 */
export function openIndexAt({ indexFolder }: IndexPlace): StoredIndex {
  const index = openStoredIndex(indexFolder);
  touchIndex(indexFolder);
  return index;
}

/** Summary of the index; undefined if there is none. */
export function summariseIndex(place: IndexPlace): IndexSummary | undefined {
  const index = findIndex(place);
  if (!index) return undefined;
  const { images, unreadable, masks, complete, version, bytes } = index;
  return {
    folder: place.folder,
    indexFolder: place.indexFolder,
    images: images.length,
    unreadable: [...unreadable],
    ...(masks > 0 ? { masks } : {}),
    complete,
    bytes,
    classes: folderClasses(images, labelsByFolder(images, place.labels)),
    version,
  };
}

function findIndex(place: IndexPlace): StoredIndex | undefined {
  try {
    return openIndexAt(place);
  } catch (error) {
    if (CamError.is(error) && error.code === 'fileNotFound') return undefined;
    throw error;
  }
}
