import type { Rect, Size } from '../../../../src/cam/base/geometry.ts';
import type {
  Evaluation,
  KeptMaps,
  PictureObjects,
  Predictions,
} from '../../../../src/cam/evaluate/evaluation.ts';
import type { FolderIndex } from '../../../../src/cam/folder/folderIndex.ts';
import type { ScalarMap } from '../../../../src/cam/maps/featureMap.ts';
import { wholePhoto } from './wholePhoto.ts';

/** One picture of an evaluation in memory. */
export interface SmallPicture {
  path: string;
  photo: Size;
  /** −1 without a label. */
  truth: number;
  /** By falling score. */
  top: readonly number[];
  /** In photo pixels; undefined without an annotation. */
  boxes: readonly Rect[] | undefined;
  mask?: PictureObjects['mask'];
  /** By class. */
  maps?: Record<number, ScalarMap>;
  meanActivation?: ScalarMap;
  otherClass?: number;
}

const NOTHING: ScalarMap = { width: 1, height: 1, values: new Float32Array(1) };

/** An evaluated folder in memory: what the code of a feature asks for, and no index behind it. */
export function smallEvaluation(pictures: readonly SmallPicture[]): Evaluation {
  const images = pictures.map(({ path, photo }) => ({
    path,
    photo,
    size: 1,
    modified: 1,
    grid: { width: 7, height: 7 },
    predicted: 0,
  }));
  const model = { poolings: ['mean'], grid: { width: 7, height: 7 }, mapKind: 'cam' };
  return {
    index: { folder: '/pictures', images, model, unreadable: [] } as unknown as FolderIndex,
    labels: ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh'],
    labelSource: undefined,
    annotationSource: undefined,
    findings: [],
    predictions: predictionsOf(pictures),
    geometryOf: (image) => wholePhoto(pictures[image]?.photo ?? { width: 1, height: 1 }),
    async mapsOf(image): Promise<KeptMaps> {
      const { maps = {}, meanActivation = NOTHING, otherClass } = pictures[image] as SmallPicture;
      const ofClasses = new Map(Object.entries(maps).map(([at, map]) => [Number(at), map]));
      return { meanActivation, ofClasses, otherClass };
    },
    async objectsOf(image) {
      const { boxes, mask } = pictures[image] as SmallPicture;
      if (!boxes) return undefined;
      const none = () => ({ object: new Uint8Array(), ignored: new Uint8Array() });
      return { boxes, hasMask: mask !== undefined, mask: mask ?? none };
    },
  } as Partial<Evaluation> as Evaluation;
}

function predictionsOf(pictures: readonly SmallPicture[]): Predictions {
  const top = Int32Array.from(
    pictures.flatMap((picture) => [0, 1, 2, 3, 4].map((rank) => picture.top[rank] ?? -1)),
  );
  const error = (k: number) =>
    Float32Array.from(pictures, ({ truth, top: all }) => {
      return truth < 0 ? Number.NaN : Number(!all.slice(0, k).includes(truth));
    });
  return {
    truth: Int32Array.from(pictures, ({ truth }) => truth),
    top,
    top1Error: error(1),
    top5Error: error(5),
  } as Partial<Predictions> as Predictions;
}
