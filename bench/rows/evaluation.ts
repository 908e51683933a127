import { link, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { IMAGENET_IDS } from '../../src/cam/config/labels/imagenetIds.ts';
import { IMAGENET_NAMES } from '../../src/cam/config/labels/imagenetNames.ts';
import { Engine } from '../../src/cam/engine.ts';
import { placeOfIndex } from '../../src/cam/folder/indexPlace.ts';
import { ModelCache } from '../../src/cam/model/modelCache.ts';
import { OpenModel } from '../../src/cam/model/openModel.ts';
import type { PicturesQuery } from '../../src/cam/results/evaluation/overview.ts';
import { CLASSES, classOfRow, IMAGES, writeLargeIndex } from '../largeIndex.ts';
import type { Row } from '../measure.ts';
import { spreadOf, timeMs } from '../measure.ts';
import type { Workload } from '../workload.ts';
import { measureEvaluationMemory } from './evaluationMemory.ts';

const CHANNELS = 512;
const ROUNDS = 7;

/** Pictures of the first screen. */
const PAGE = { first: 0, count: 60 };

const WORST: PicturesQuery = { order: 'loss', isWrong: true, ...PAGE };

/** Files of an evaluated folder as large as the ImageNet validation set. */
interface LargeFolder {
  model: string;
  pictures: string;
  cacheFolder: string;
  indexFolder: string;
}

/**
 * The requests of *Evaluate Folder* on 50,000 pictures in a sub-folder for each class, whose names are WordNet ids, after
 * a scan with a ResNet-18. The model is read already, as when its tab is open; the system has the files in memory.
 */
export async function measureEvaluation(workload: Workload): Promise<Row[]> {
  const root = path.join(workload.folder, 'evaluation');
  try {
    const large = await makeLargeFolder(workload, root);
    return [...(await measureRequests(large)), ...measureEvaluationMemory(large)];
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

async function measureRequests({
  model,
  pictures,
  cacheFolder,
  indexFolder,
}: LargeFolder): Promise<Row[]> {
  const options = { cacheFolder };
  const rows: Row[] = [];
  const measure = async (
    name: string,
    aim: number | undefined,
    work: (engine: Engine, round: number) => Promise<unknown>,
    before: (engine: Engine) => Promise<unknown>,
    rounds = ROUNDS,
  ) => {
    const times: number[] = [];
    for (let round = 0; round <= rounds; round++) {
      const engine = new Engine();
      await engine.openModel(model);
      await before(engine);
      const ms = await timeMs(() => work(engine, round));
      if (round > 0) times.push(ms);
      await engine.dispose();
    }
    rows.push({ name, values: spreadOf(times), unit: 'ms', ...(aim === undefined ? {} : { aim }) });
  };
  const open = async (engine: Engine) => {
    const overview = await engine.evaluation(model, pictures, options);
    const { labelled = 0, confusions = [] } = overview?.classification ?? {};
    if (labelled !== IMAGES) throw new Error(`${labelled} of ${IMAGES} pictures have a label`);
    return confusions;
  };
  const page = (engine: Engine, query: Partial<PicturesQuery>) =>
    engine.evaluatedPictures(model, pictures, { ...WORST, ...query }, options);
  const first = async (engine: Engine) => {
    await open(engine);
    await page(engine, {});
  };
  const nothing = async () => undefined;
  await measure('evaluation, 50,000 pictures: to its first screen', 300, first, nothing);
  await measure('  again', undefined, first, first);
  const confusions = await pairsOf(model, open);
  const filter = (engine: Engine, round: number) => {
    const { truth, predicted } = confusions[round * 31] ?? { truth: 0, predicted: 1 };
    return page(engine, { truth, predicted });
  };
  await measure('  filter by a confused pair, first page', 100, filter, first);
  const byMargin = (engine: Engine) => page(engine, { order: 'margin', isWrong: false });
  await measure('  all by margin, first page', undefined, byMargin, first);
  const query = { classIndex: 7, seed: 1, clusters: 6 };
  const evidence = (engine: Engine) =>
    engine.evidence(model, pictures, query, options, () => undefined);
  await measure('  evidence of one class', undefined, evidence, first);
  const forget = () => rm(path.join(indexFolder, 'predictions.json'));
  await measure('  to its first screen, the first time', undefined, first, forget, 3);
  return rows;
}

async function pairsOf<T>(model: string, open: (engine: Engine) => Promise<T>): Promise<T> {
  const engine = new Engine();
  await engine.openModel(model);
  const pairs = await open(engine);
  await engine.dispose();
  return pairs;
}

async function makeLargeFolder(workload: Workload, root: string): Promise<LargeFolder> {
  const model = path.join(root, 'model', 'resnet18.onnx');
  const [pictures, cacheFolder] = [path.join(root, 'val'), path.join(root, 'cache')];
  await mkdir(path.dirname(model), { recursive: true });
  await link(workload.modelPath, model);
  await writeFile(path.join(path.dirname(model), 'labels.txt'), IMAGENET_NAMES.join('\n'));
  const pathOf = (row: number, classIndex: number) =>
    `${IMAGENET_IDS[classIndex]}/ILSVRC2012_val_${String(row).padStart(8, '0')}.JPEG`;
  for (const id of IMAGENET_IDS.slice(0, CLASSES))
    await mkdir(path.join(pictures, id), { recursive: true });
  for (let row = 0; row < IMAGES; row++) {
    await link(workload.imagePath, path.join(pictures, pathOf(row, classOfRow(row))));
  }
  const models = new ModelCache();
  const open = await OpenModel.read(models, model, {});
  const { indexFolder } = await placeOfIndex(open, pictures, { cacheFolder });
  await models.dispose();
  await writeLargeIndex(indexFolder, { pictures, channels: CHANNELS, hasMaps: true, pathOf });
  return { model, pictures, cacheFolder, indexFolder };
}
