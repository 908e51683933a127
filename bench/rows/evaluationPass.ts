import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Engine } from '../../src/cam/engine.ts';
import type { Row } from '../measure.ts';
import { interleaveTimed, perRound, processorMs, spreadOf } from '../measure.ts';
import { writeModel } from '../networks/onnxWriter.ts';
import type { Workload } from '../workload.ts';
import { linkPictures, makeOriginals, NETWORKS } from './scan.ts';

const ROUNDS = 3;
const CLASSES = 1000;

/** Folders of the pictures, each named as a class: the scan, too, knows what they show. */
const FOLDERS = 8;

/** An evaluation's pass over a labelled folder against the scan of *Class Units*, both from the beginning. */
export async function measureEvaluationPass({ folder }: Workload): Promise<Row[]> {
  const originals = await makeOriginals(path.join(folder, 'evaluated-originals'));
  const rows: Row[] = [];
  for (const [name, pictures, make] of NETWORKS) {
    const place = path.join(folder, `evaluated-${name}`);
    await mkdir(path.join(place, 'photos'), { recursive: true });
    const model = path.join(place, 'model.onnx');
    const graph = make();
    graph.input.dims[0] = 'batch';
    graph.output.dims[0] = 'batch';
    await writeModel(model, graph);
    const labels = Array.from({ length: CLASSES }, (_, i) => `class ${i}`);
    await writeFile(path.join(place, 'labels.txt'), labels.join('\n'));
    const photos = path.join(place, 'photos');
    for (const label of labels.slice(0, FOLDERS)) {
      await linkPictures(originals, path.join(photos, label), pictures / FOLDERS);
    }
    rows.push(...(await measureNetwork(name, model, photos, pictures)));
  }
  return rows;
}

async function measureNetwork(
  name: string,
  model: string,
  photos: string,
  pictures: number,
): Promise<Row[]> {
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
