import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { t } from '@vscode/l10n';
import { CamError } from '../../base/errors.ts';
import { notWritable } from '../../base/fileErrors.ts';
import { readRegular } from '../../base/smallFile.ts';
import type { ScalarMap } from '../../maps/featureMap.ts';
import { encodeNpy } from '../../maps/files/npy.ts';
import { decodeNpyMap, NotAMap } from '../../maps/files/readNpy.ts';
import type { Finding } from '../../results/evaluation/scores.ts';
import type { Evaluation } from '../evaluation.ts';
import { normalised } from '../localization/levels.ts';
import { GRID, mapOnPhoto } from '../localization/mapOnPhoto.ts';
import type { MapSource } from '../mapSource.ts';
import { overPhoto } from './baselineSources.ts';

/** A map of a photo of 64 megapixels in float64. */
const MAX_BYTES = 512 << 20;

/** How many files a finding names. */
const EXAMPLES = 10;

/**
 * A folder of maps in the layout of wsolevaluation (Choe et al. 2020): `PATH_OF_PICTURE.npy` with the sub-folders of the
 * pictures (`a/b.jpg.npy`, as the evaluator reads it; else `a/b.npy`). Each lies over the whole photo and is of the
 * picture's class.
 * @param folder absolute
 */
export function folderSource(evaluation: Evaluation, folder: string): MapSource {
  const { images } = evaluation.index;
  const names = stemCounts(images);
  const faults: string[] = [];
  return {
    source: { kind: 'folder', folder },
    name: path.basename(folder),
    async read(image) {
      const picture = images[image]?.path ?? '';
      const map = await readMap(folder, picture, names.get(stemOf(picture)) === 1, faults);
      if (!map) return undefined;
      const geometry = overPhoto(evaluation.geometryOf(image).photo);
      return { top: [], mapOf: () => map, geometry, interpolation: 'bilinear' };
    },
    findings: () => faultFindings(folder, faults),
  };
}

async function readMap(
  folder: string,
  picture: string,
  isStemUnique: boolean,
  faults: string[],
): Promise<ScalarMap | undefined> {
  const names = [`${picture}.npy`, ...(isStemUnique ? [`${stemOf(picture)}.npy`] : [])];
  for (const name of names) {
    try {
      const bytes = await readRegular(path.join(folder, name), 'imageUnreadable', MAX_BYTES);
      if (bytes) return decodeNpyMap(bytes);
    } catch (error) {
      if (error instanceof NotAMap) faults.push(`${name}: ${error.message}`);
      else if (CamError.is(error)) faults.push(`${name}: ${error.message}`);
      else throw error;
      return undefined;
    }
  }
  return undefined;
}

function faultFindings(folder: string, faults: readonly string[]): Finding[] {
  if (faults.length === 0) return [];
  const text = t('{0} files of {1} are no maps.', faults.length, path.basename(folder));
  return [{ kind: 'noMap', count: faults.length, text, examples: faults.slice(0, EXAMPLES) }];
}

/** How many pictures have each path without its extension. */
function stemCounts(images: readonly { path: string }[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const image of images) {
    const stem = stemOf(image.path);
    counts.set(stem, (counts.get(stem) ?? 0) + 1);
  }
  return counts;
}

function stemOf(picture: string): string {
  return picture.replace(/\.[^./]*$/, '');
}

/**
 * Writes the map of each labelled picture's class as wsolevaluation's own programs do: laid over the photo, bicubic to
 * 224×224, min-max to 0…1, float32, `PATH_OF_PICTURE.npy`.
 * @param folder absolute; it and its sub-folders are created
 * @param onProgress pictures that are done, and all
 * @returns the number of maps, and the pictures that have none
 * @throws CamError `notWritable`
 */
export async function writeMaps(
  evaluation: Evaluation,
  source: MapSource,
  folder: string,
  hasGeometry: boolean,
  onProgress: (progress: { done: number; all: number }) => void,
): Promise<{ written: number; without: string[] }> {
  const { images } = evaluation.index;
  const { truth } = evaluation.predictions;
  const labelled = images.flatMap(({ path: name }, image) => {
    return (truth[image] as number) >= 0 ? [{ name, image }] : [];
  });
  const without: string[] = [];
  for (const [done, { name, image }] of labelled.entries()) {
    onProgress({ done, all: labelled.length });
    const maps = await source.read(image);
    const map = maps?.mapOf(truth[image] as number);
    if (!maps || !map) {
      without.push(name);
      continue;
    }
    const size = { width: GRID, height: GRID };
    const { values } = mapOnPhoto(map, maps.geometry, size, hasGeometry);
    await writeNpy(path.join(folder, `${name}.npy`), normalised(values));
  }
  onProgress({ done: labelled.length, all: labelled.length });
  return { written: labelled.length - without.length, without };
}

async function writeNpy(file: string, values: Float32Array): Promise<void> {
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, encodeNpy([GRID, GRID], values));
  } catch (cause) {
    throw notWritable(file, cause);
  }
}
