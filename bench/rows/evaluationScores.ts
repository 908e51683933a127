import { BoxAccuracy } from '../../src/cam/evaluate/localization/boxAccuracy.ts';
import { BoxOverlaps, boxesOnGrid } from '../../src/cam/evaluate/localization/boxOverlaps.ts';
import { GRID, mapOnPhoto } from '../../src/cam/evaluate/localization/mapOnPhoto.ts';
import { mapOnInput } from '../../src/cam/evaluate/trust/pictures/mapOnInput.ts';
import type { RealPicture } from '../../src/cam/evaluate/trust/pictures/realPicture.ts';
import { byFallingValue } from '../../src/cam/evaluate/trust/pictures/removal.ts';
import { REMOVED, roadPictures } from '../../src/cam/evaluate/trust/pictures/road.ts';
import type { ScalarMap } from '../../src/cam/maps/featureMap.ts';
import type { Row } from '../measure.ts';
import { interleaveTimed, processorMs, spreadOf } from '../measure.ts';
import { randomNumbers } from '../networks/builder.ts';

const SIDE = 7;
const MAPS = 100;
const ROUNDS = 7;

/** For each map, the most and the least relevant pixels first. */
const FILLINGS = 2 * REMOVED.length;

const SIZE = { width: GRID, height: GRID };
const GEOMETRY = {
  photo: SIZE,
  resized: SIZE,
  crop: { x: 0, y: 0, ...SIZE },
  seen: { x: 0, y: 0, ...SIZE },
};

/**
 * The work for each picture besides the model's runs, in processor time: maps of 7×7 cells on 224×224 pixels.
 */
export async function measureEvaluationScores(): Promise<Row[]> {
  const random = randomNumbers(SIDE);
  const maps = Array.from({ length: MAPS }, () => peakedMap(random));
  const truth = boxesOnGrid([{ x: 60, y: 50, width: 100, height: 90 }], SIZE);
  const overlaps = new BoxOverlaps();
  const accuracy = new BoxAccuracy(MAPS);
  const picture = noise(random);
  const [map = peakedMap(random)] = maps;
  const scoreBoxes = async (hasV2: boolean) => {
    for (const [i, one] of maps.entries()) {
      const { values } = mapOnPhoto(one, GEOMETRY, SIZE, true);
      // Only V2 looks at holes.
      accuracy.set(i, hasV2 ? overlaps.of(values, truth) : overlaps.withoutHoles(values, truth));
    }
  };
  const makeRoad = async () => {
    const place = { geometry: GEOMETRY, interpolation: 'bilinear' } as const;
    const order = byFallingValue(mapOnInput(map, place, GEOMETRY));
    for (const _ of roadPictures(picture, order, REMOVED, 1));
  };
  const times = await interleaveTimed(ROUNDS, 1, {
    boxes: () => processorMs(() => scoreBoxes(false)),
    boxesAndV2: () => processorMs(() => scoreBoxes(true)),
    road: () => processorMs(makeRoad),
  });
  return [
    {
      name: 'MaxBoxAcc, 1,000 thresholds, each picture',
      values: spreadOf(times.boxes.map((ms) => ms / MAPS)),
      unit: 'ms',
      aim: 2,
    },
    {
      name: 'MaxBoxAcc and V2, 1,000 thresholds, each picture',
      values: spreadOf(times.boxesAndV2.map((ms) => ms / MAPS)),
      unit: 'ms',
    },
    {
      name: 'ROAD, filling the removed pixels of a picture',
      values: spreadOf(times.road.map((ms) => ms / FILLINGS)),
      unit: 'ms',
      aim: 100,
    },
    {
      name: '  all fillings of one map',
      values: spreadOf(times.road),
      unit: 'ms',
    },
  ];
}

/** A soft peak somewhere, with some noise: as maps of classes are. */
function peakedMap(random: () => number): ScalarMap {
  const [x, y, width] = [SIDE * random(), SIDE * random(), 1 + 2 * random()];
  const values = Float32Array.from({ length: SIDE * SIDE }, (_, i) => {
    const distance = ((i % SIDE) + 0.5 - x) ** 2 + (Math.floor(i / SIDE) + 0.5 - y) ** 2;
    return 8 * Math.exp(-distance / (2 * width * width)) + 3 * (random() - 0.5);
  });
  return { width: SIDE, height: SIDE, values };
}

function noise(random: () => number): RealPicture {
  const pixels = Float64Array.from({ length: 3 * GRID * GRID }, () => Math.floor(256 * random()));
  return { ...SIZE, channels: 3, pixels };
}
