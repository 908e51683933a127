import { kmeans } from 'ml-kmeans';

/** Below this silhouette, the maps do not fall into groups. */
const MIN_SILHOUETTE = 0.15;
/** A silhouette compares every pair: of more pictures than this, evenly chosen ones stand for all. */
const MAX_COMPARED = 400;
const MIN_PICTURES = 8;
const PICTURES_PER_CLUSTER = 5;

/**
 * Groups of maps by k-means (k-means++, squared distance), with the number of groups of the largest mean silhouette
 * (Rousseeuw 1987).
 * @param maps one row of equal length each
 * @param most largest number of groups; never more than a fifth of the maps
 * @returns rows of each group; one group if the maps do not fall into several
 */
export function clusterMaps(maps: number[][], most: number, seed: number): number[][] {
  const all = [maps.map((_, row) => row)];
  if (maps.length < MIN_PICTURES) return all;
  let best = { groups: all, silhouette: MIN_SILHOUETTE };
  const largest = Math.min(most, Math.floor(maps.length / PICTURES_PER_CLUSTER));
  for (let k = 2; k <= largest; k++) {
    const { clusters } = kmeans(maps, k, { seed, initialization: 'kmeans++' });
    const silhouette = meanSilhouette(maps, clusters);
    if (silhouette > best.silhouette) best = { groups: groupsOf(clusters), silhouette };
  }
  return best.groups;
}

/** Mean of (b − a) / max(a, b) with Euclidean distances; 0 for a row that is alone in its group. */
function meanSilhouette(maps: readonly number[][], clusters: readonly number[]): number {
  const step = Math.max(1, maps.length / MAX_COMPARED);
  const rows = Array.from({ length: Math.floor(maps.length / step) }, (_, i) =>
    Math.floor(i * step),
  );
  let sum = 0;
  for (const row of rows) sum += silhouetteOf(row, rows, maps, clusters);
  return sum / rows.length;
}

function silhouetteOf(
  row: number,
  rows: readonly number[],
  maps: readonly number[][],
  clusters: readonly number[],
): number {
  const sums = new Map<number, { distance: number; count: number }>();
  for (const other of rows) {
    if (other === row) continue;
    const sum = sums.get(clusters[other] as number) ?? { distance: 0, count: 0 };
    sum.distance += distance(maps[row] as number[], maps[other] as number[]);
    sum.count++;
    sums.set(clusters[other] as number, sum);
  }
  const own = sums.get(clusters[row] as number);
  if (own === undefined) return 0;
  sums.delete(clusters[row] as number);
  if (sums.size === 0) return 0;
  const a = own.distance / own.count;
  const b = Math.min(...[...sums.values()].map((sum) => sum.distance / sum.count));
  const larger = Math.max(a, b);
  return larger === 0 ? 0 : (b - a) / larger;
}

export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += ((a[i] as number) - (b[i] as number)) ** 2;
  return Math.sqrt(sum);
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
