import { kmeans } from 'ml-kmeans';
import type { Slices } from '../../base/slices.ts';

/** Below this silhouette, the maps do not fall into groups. */
const MIN_SILHOUETTE = 0.15;
/** A silhouette compares every pair: of more maps than this, evenly chosen ones stand for all. */
const MAX_COMPARED = 400;
/** Centres are those of so many evenly chosen maps at most; the others join the nearest. */
const MAX_CLUSTERED = 2000;
/** Fewer pictures are not grouped. */
export const MIN_PICTURES = 10;
const PICTURES_PER_CLUSTER = MIN_PICTURES / 2;

/**
 * Groups of maps by k-means (k-means++, squared distance), with the number of groups of the largest mean silhouette
 * (Rousseeuw 1987).
 * @param maps one row of equal length each
 * @param most largest number of groups; never more than a fifth of the maps
 * @returns rows of each group; one group if the maps do not fall into several
 */
export async function clusterMaps(
  maps: number[][],
  most: number,
  seed: number,
  slices: Slices,
): Promise<number[][]> {
  const all = [maps.map((_, row) => row)];
  if (maps.length < MIN_PICTURES) return all;
  const clustered = evenlyChosen(maps, MAX_CLUSTERED);
  const compared = evenlyChosen(clustered, MAX_COMPARED);
  const distances = pairDistances(compared);
  const largest = Math.min(
    most,
    Math.floor(maps.length / PICTURES_PER_CLUSTER),
    differentMaps(distances, most),
  );
  let best = { clusters: [] as number[], silhouette: MIN_SILHOUETTE };
  for (let k = 2; k <= largest; k++) {
    if (slices.isOver) await slices.next();
    const found = kmeans(clustered, k, { seed, initialization: 'kmeans++' });
    const silhouette = meanSilhouette(distances, found.nearest(compared));
    if (silhouette > best.silhouette) best = { clusters: found.nearest(maps), silhouette };
  }
  return best.clusters.length === 0 ? all : groupsOf(best.clusters);
}

/**
 * Mean of (b − a) / max(a, b), where a is the mean distance to the other rows of the own cluster and b the smallest mean
 * distance to those of another (Rousseeuw 1987, equation 6); 0 for a row that is alone.
 * @param distances n×n, row-major
 * @param clusters number of each of the n rows
 */
export function meanSilhouette(distances: Float64Array, clusters: readonly number[]): number {
  const n = clusters.length;
  const sizes = new Float64Array(1 + Math.max(0, ...clusters));
  for (const cluster of clusters) sizes[cluster] = (sizes[cluster] as number) + 1;
  const sums = new Float64Array(sizes.length);
  let total = 0;
  for (const [row, own] of clusters.entries()) {
    sums.fill(0);
    for (let other = 0; other < n; other++) {
      const cluster = clusters[other] as number;
      sums[cluster] = (sums[cluster] as number) + (distances[row * n + other] as number);
    }
    const others = (sizes[own] as number) - 1;
    if (others === 0) continue;
    const a = (sums[own] as number) / others;
    let b = Number.POSITIVE_INFINITY;
    for (let cluster = 0; cluster < sizes.length; cluster++) {
      const size = sizes[cluster] as number;
      if (cluster !== own && size > 0) b = Math.min(b, (sums[cluster] as number) / size);
    }
    const larger = Math.max(a, b);
    if (Number.isFinite(b) && larger > 0) total += (b - a) / larger;
  }
  return total / n;
}

/** Euclidean distance of every pair, row-major. */
export function pairDistances(maps: readonly (readonly number[])[]): Float64Array {
  const n = maps.length;
  const distances = new Float64Array(n * n);
  for (let row = 0; row < n; row++) {
    for (let other = 0; other < row; other++) {
      const between = distance(maps[row] as number[], maps[other] as number[]);
      distances[row * n + other] = between;
      distances[other * n + row] = between;
    }
  }
  return distances;
}

export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += ((a[i] as number) - (b[i] as number)) ** 2;
  return Math.sqrt(sum);
}

function evenlyChosen<T>(all: T[], most: number): T[] {
  if (all.length <= most) return all;
  return Array.from({ length: most }, (_, i) => all[Math.floor((i * all.length) / most)] as T);
}

/** Number of different maps, counted up to `most`: k-means++ needs as many as it has centres. */
function differentMaps(distances: Float64Array, most: number): number {
  const n = Math.sqrt(distances.length);
  let different = 0;
  for (let row = 0; row < n && different < most; row++) {
    if (!distances.subarray(row * n, row * n + row).includes(0)) different++;
  }
  return different;
}

function groupsOf(clusters: readonly number[]): number[][] {
  const groups = new Map<number, number[]>();
  for (const [row, cluster] of clusters.entries()) {
    const group = groups.get(cluster);
    if (group === undefined) groups.set(cluster, [row]);
    else group.push(row);
  }
  return [...groups.values()];
}
