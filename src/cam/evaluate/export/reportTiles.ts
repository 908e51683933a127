import path from 'node:path';
import { CamError } from '../../base/errors.ts';
import type { Geometry } from '../../base/geometry.ts';
import type { JpegTile } from '../../drawing/jpegTile.ts';
import { jpegTile } from '../../drawing/jpegTile.ts';
import { colouredMap, withMap } from '../../drawing/mapOverPicture.ts';
import { partOfPicture } from '../../drawing/partOfPicture.ts';
import { blankPicture } from '../../drawing/picture.ts';
import type { DecodeOptions } from '../../image/decode.ts';
import { decodePixels } from '../../image/decode.ts';
import type { RgbPicture } from '../../image/prepareInput.ts';
import type { ScalarMap } from '../../maps/featureMap.ts';
import { mapArea } from '../../maps/pixels/box.ts';
import type { EvidenceReport } from '../../results/evaluation/evidence.ts';
import type { EvaluatedPicture } from '../../results/evaluation/overview.ts';
import type { EvaluationReport } from '../../results/evaluation/report.ts';
import { MOST_PICTURES } from '../../results/evaluation/report.ts';

/** A picture; undefined if the photo cannot be read. */
type Tile = JpegTile | undefined;

/** The pictures of a report. Those for which the file has no room are missing. */
export interface ReportTiles {
  /** Photos with their map, by row of the index. */
  errors: Map<number, Tile>;
  /** By row of the index. */
  localized: Map<number, Tile>;
  /** Typical pictures of clusters, by {@link typicalKey}. */
  typical: Map<string, Tile>;
  /** Mean maps in colours. */
  means: Map<ScalarMap, Tile>;
}

/** The longer side in pixels: shown at half of it, so that it is sharp on fine screens. */
const SIDES = { error: 448, localized: 384, typical: 224, mean: 224 };

const JPEG_QUALITY = 78;

/** Bytes of all pictures of a kind and those before it: as text they are a third more, in a file below 5 MB. */
const ROOM = { errors: 2_200_000, localized: 2_800_000, evidence: 3_300_000 };

/** A picture may be in clusters of several classes. */
export function typicalKey(classIndex: number, file: string): string {
  return `${classIndex} ${file}`;
}

/** Pictures that are drawn for the evidence: the first classes, their first clusters, the most typical of each. */
export function shownEvidence({ classes }: EvidenceReport) {
  return classes.slice(0, MOST_PICTURES.classes).map((one) => ({
    ...one,
    clusters: one.clusters.slice(0, MOST_PICTURES.clusters),
  }));
}

/** Draws the pictures of a report, one after the other. */
export async function drawReportTiles(
  report: EvaluationReport,
  decoding: DecodeOptions = {},
): Promise<ReportTiles> {
  const tiles: ReportTiles = {
    ...{ errors: new Map(), localized: new Map(), typical: new Map(), means: new Map() },
  };
  const { folder } = report.overview;
  const read = (file: string) => readPhoto(path.join(folder, file), decoding);
  let used = 0;
  const keep = async <Key>(
    to: Map<Key, Tile>,
    key: Key,
    room: number,
    picture: () => Promise<RgbPicture | undefined>,
  ) => {
    if (used > room || to.has(key)) return;
    const drawn = await picture();
    const tile = drawn && (await jpegTile(drawn, JPEG_QUALITY));
    const bytes = tile?.jpeg.length ?? 0;
    if (used + bytes > room) return;
    used += bytes;
    to.set(key, tile);
  };
  for (const row of report.pictures?.rows.slice(0, MOST_PICTURES.errors) ?? []) {
    await keep(tiles.errors, row.image, ROOM.errors, () => errorTile(row, read));
  }
  for (const row of report.localized?.rows.slice(0, MOST_PICTURES.localized) ?? []) {
    await keep(tiles.localized, row.image, ROOM.localized, () =>
      photoTile(row.path, SIDES.localized, read),
    );
  }
  const evidence = report.evidence ? shownEvidence(report.evidence) : [];
  for (const { classIndex, meanMap, meanActivation, clusters } of evidence) {
    for (const map of [meanMap, meanActivation, ...clusters.map((cluster) => cluster.meanMap)]) {
      await keep(tiles.means, map, ROOM.evidence, async () => meanTile(map));
    }
    for (const file of clusters.flatMap(({ paths }) => paths.slice(0, MOST_PICTURES.typical))) {
      await keep(tiles.typical, typicalKey(classIndex, file), ROOM.evidence, () =>
        photoTile(file, SIDES.typical, read),
      );
    }
  }
  return tiles;
}

type Read = (file: string) => Promise<RgbPicture | undefined>;

async function errorTile(row: EvaluatedPicture, read: Read): Promise<RgbPicture | undefined> {
  const tile = await photoTile(row.path, SIDES.error, read);
  if (tile === undefined || row.map === undefined || !(row.limit > 0)) return tile;
  return withMap(tile, row.map, areaIn(tile, row.geometry), row.limit, row.interpolation);
}

/** Where a map lies in a smaller picture of the photo. */
function areaIn(tile: RgbPicture, geometry: Geometry) {
  const [x, y] = [tile.width / geometry.photo.width, tile.height / geometry.photo.height];
  const area = mapArea(geometry);
  return { x: area.x * x, y: area.y * y, width: area.width * x, height: area.height * y };
}

async function photoTile(file: string, side: number, read: Read): Promise<RgbPicture | undefined> {
  const photo = await read(file);
  if (photo === undefined) return undefined;
  const { width, height } = photo;
  return (await partOfPicture(photo, { x: 0, y: 0, width, height }, side)).tile;
}

/** A map of positive values in the usual colours, without a photo below. */
function meanTile(map: ScalarMap): RgbPicture {
  const area = { x: 0, y: 0, width: SIDES.mean, height: SIDES.mean };
  const limit = map.values.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9);
  const look = { limit, colormap: 'warmCool', byValue: false, interpolation: 'bilinear' } as const;
  const colours = colouredMap(map, area, area, look);
  const picture = blankPicture(area, [255, 255, 255]);
  for (let i = 0; colours && i < area.width * area.height; i++) {
    picture.pixels.set(colours.pixels.subarray(i * 4, i * 4 + 3), i * 3);
  }
  return picture;
}

async function readPhoto(file: string, decoding: DecodeOptions): Promise<RgbPicture | undefined> {
  try {
    return await decodePixels(file, decoding, async () => undefined);
  } catch (error) {
    if (CamError.is(error)) return undefined;
    throw error;
  }
}
