import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Engine } from '../../src/cam/engine.ts';
import type { Row } from '../measure.ts';
import { interleaveTimed, perRound, processorMs, spreadOf } from '../measure.ts';
import { writeModel } from '../networks/onnxWriter.ts';
import type { Workload } from '../workload.ts';
import { linkPictures, makeOriginals, NETWORKS } from './scan.ts';

/** Enough that the median of the ratios stays with other load on the machine. */
const ROUNDS = 5;
const CLASSES = 1000;

/** Fewer than for the rows of the scan, since each is run more often. */
const MOST_PICTURES = 512;

/** Classes of the pictures. */
const LABELLED = 8;

/** How the pictures are labelled: by folders, which the scan reads too, or by a table, which only an evaluation reads. */
const LABELLINGS = ['folders', 'a table'] as const;

type Labelling = (typeof LABELLINGS)[number];

/** A network, and pictures that are to be run through it. */
interface Evaluated {
  name: string;
  model: string;
  photos: string;
  pictures: number;
}

/** An evaluation's pass over a labelled folder against the scan of *Class Units*, both from the beginning. */
export async function measureEvaluationPass({ folder }: Workload): Promise<Row[]> {
  const originals = await makeOriginals(path.join(folder, 'evaluated-originals'));
  const rows: Row[] = [];
  for (const [name, scanned, make] of NETWORKS) {
    const pictures = Math.min(scanned, MOST_PICTURES);
    const graph = make();
    graph.input.dims[0] = 'batch';
    graph.output.dims[0] = 'batch';
    for (const [i, labelling] of LABELLINGS.entries()) {
      const place = path.join(folder, `evaluated-${name}-${i}`);
      await mkdir(place);
      const model = path.join(place, 'model.onnx');
      await writeModel(model, graph);
      const labels = Array.from({ length: CLASSES }, (_, c) => `class ${c}`);
      await writeFile(path.join(place, 'labels.txt'), labels.join('\n'));
      const photos = await labelPictures(originals, place, labels, pictures, labelling);
      rows.push(
        ...(await measureNetwork({
          name: `${name}, labels by ${labelling}`,
          model,
          photos,
          pictures,
        })),
      );
    }
  }
  return rows;
}

/** @returns the folder of the pictures */
async function labelPictures(
  originals: readonly string[],
  place: string,
  labels: readonly string[],
  pictures: number,
  labelling: Labelling,
): Promise<string> {
  const photos = path.join(place, 'photos');
  const shown = labels.slice(0, LABELLED);
  if (labelling === 'folders') {
    await mkdir(photos);
    for (const label of shown) {
      await linkPictures(originals, path.join(photos, label), pictures / LABELLED);
    }
    return photos;
  }
  await linkPictures(originals, photos, pictures);
  const names = (await readdir(photos)).sort();
  const lines = names.map((name, i) => `${name},${shown[i % LABELLED]}`);
  await writeFile(path.join(place, 'labels.csv'), ['picture,class', ...lines].join('\n'));
  return photos;
}

async function measureNetwork({ name, model, photos, pictures }: Evaluated): Promise<Row[]> {
  const engine = new Engine();
  await engine.openModel(model);
  const options = { cacheFolder: `${photos}-index` };
  const fromTheBeginning = async (run: () => Promise<number | undefined>) => {
    await rm(options.cacheFolder, { recursive: true, force: true });
    return processorMs(async () => {
      const done = await run();
      if (done !== pictures) throw new Error(`${done} of ${pictures} pictures were run`);
    });
  };
  const silent = () => undefined;
  const evaluate = () => engine.evaluateFolder(model, photos, options, silent);
  const scan = () => engine.scanFolder(model, photos, options, silent);
  const times = await interleaveTimed(ROUNDS, 1, {
    pass: () => fromTheBeginning(async () => (await evaluate()).labels?.labelled),
    scan: () => fromTheBeginning(async () => (await scan()).images),
  });
  await engine.dispose();
  return [
    {
      name: `evaluation ÷ scan, processor time, ${name}`,
      values: perRound((pass, scanned) => pass / scanned, times.pass, times.scan),
      unit: 'ratio',
      aim: 1.1,
    },
    {
      name: '  evaluation, each picture',
      values: spreadOf(times.pass.map((ms) => ms / pictures)),
      unit: 'ms',
    },
  ];
}
