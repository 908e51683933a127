import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { Engine } from '../../src/cam/engine.ts';
import { differentiate, findPath } from '../../src/cam/gradients/differentiate.ts';
import { forwardFacts } from '../../src/cam/gradients/forwardFacts.ts';
import { GradientSession } from '../../src/cam/gradients/gradientSession.ts';
import { gradCam } from '../../src/cam/maps/gradientMaps.ts';
import { Graph } from '../../src/cam/onnx/file/graph.ts';
import { readOnnxModel } from '../../src/cam/onnx/readModel.ts';
import { sessionOptions } from '../../src/cam/runtime/session.ts';
import type { Row } from '../measure.ts';
import { interleaveTimed, perRound, processorMs, spreadOf, timeMs } from '../measure.ts';
import { makeMobileNetV2 } from '../networks/mobileNetV2.ts';
import type { Graph as Network } from '../networks/onnxWriter.ts';
import { writeModel } from '../networks/onnxWriter.ts';
import { makeResNet50 } from '../networks/resNet.ts';
import type { Workload } from '../workload.ts';
import { measureGradientMemory } from './gradientMemory.ts';

const DIMS = [1, 3, 224, 224];
const CLASSES = 1000;
const INPUT = { name: 'image', elementType: 1, dims: DIMS };

/** What one run backward may cost, ÷ one forward: to the pixels, and to the last map. */
interface Aims {
  toPixels: number;
  toLastMap?: number;
}

/**
 * Gradients compared with the forward pass, in processor time of this process, and what making them takes before the
 * first picture.
 */
export async function measureGradients({ folder, modelPath, imagePath }: Workload): Promise<Row[]> {
  const other = async (name: string, make: () => Network) => {
    const file = path.join(folder, `${name}.onnx`);
    await writeModel(file, make());
    return file;
  };
  const resNet50 = await other('resnet50-random', makeResNet50);
  const mobileNet = await other('mobilenetv2-random', makeMobileNetV2);
  return [
    ...(await measureRuns('ResNet-18', modelPath, { toPixels: 2.8, toLastMap: 1.1 })),
    ...(await measureRuns('ResNet-50', resNet50, { toPixels: 2.8 })),
    ...(await measureRuns('MobileNetV2', mobileNet, { toPixels: 6 })),
    ...(await measureBuilding(resNet50)),
    ...(await measureGradientMemory(resNet50)),
    ...(await measureMethods(modelPath, imagePath)),
  ];
}

async function measureRuns(name: string, file: string, aims: Aims): Promise<Row[]> {
  const graph = new Graph(await readOnnxModel(file));
  const lastMap = lastMapOf(graph);
  const image = picture();
  const seed = new Float32Array(CLASSES).fill(1, 0, 1);
  const toPixels = await GradientSession.create(graph, 'logits', ['image'], INPUT);
  const toLastMap = await GradientSession.create(graph, 'logits', [lastMap], INPUT);
  const bare = await InferenceSession.create(file, sessionOptions({ optimization: 'all' }));
  const feeds = { image: { type: 'float32', dims: DIMS, data: image } };
  const times = await interleaveTimed(9, 3, {
    bare: () => processorMs(() => bare.run({ image: new Tensor('float32', image, DIMS) })),
    toPixels: () => processorMs(() => toPixels.run(feeds, seed)),
    toLastMap: () =>
      processorMs(async () => {
        const found = (await toLastMap.run(feeds, seed)).at.get(lastMap);
        if (found) gradCam(asMap(found.value), asMap(found.gradient));
      }),
  });
  for (const session of [toPixels, toLastMap, bare]) await session.release();
  const overBare = (series: number[]) => perRound((all, run) => all / run, series, times.bare);
  return [
    {
      name: `gradient at the pixels ÷ session.run: ${name}`,
      values: overBare(times.toPixels),
      unit: 'ratio',
      aim: aims.toPixels,
    },
    {
      name: '  Grad-CAM at the last map ÷ session.run',
      values: overBare(times.toLastMap),
      unit: 'ratio',
      ...(aims.toLastMap === undefined ? {} : { aim: aims.toLastMap }),
    },
    { name: '  session.run, processor time', values: spreadOf(times.bare), unit: 'ms' },
  ];
}

/** The map that is averaged before the head. */
function lastMapOf({ model }: Graph): string {
  const [map = ''] = model.nodes.find(({ opType }) => opType === 'GlobalAveragePool')?.inputs ?? [];
  return map;
}

function asMap({ dims, values }: { dims: number[]; values: Float32Array }) {
  const [, channels = 1, height = 1, width = 1] = dims;
  return { channels, height, width, values };
}

/** Soft waves, as a network's input. */
function picture(): Float32Array {
  return Float32Array.from({ length: 3 * 224 * 224 }, (_, i) => Math.sin(i * 0.37));
}

/** What is done once before the first gradient: the nodes, and the session that has them. */
async function measureBuilding(file: string): Promise<Row[]> {
  const graph = new Graph(await readOnnxModel(file));
  const times = await interleaveTimed(7, 1, {
    build: () =>
      timeMs(async () => {
        const route = findPath(graph, 'logits', ['image']);
        const facts = await forwardFacts(graph, route, 'logits', INPUT);
        differentiate(graph, 'logits', ['image'], facts);
      }),
    session: async () => {
      let session: GradientSession | undefined;
      const spent = await timeMs(async () => {
        session = await GradientSession.create(graph, 'logits', ['image'], INPUT);
      });
      await session?.release();
      return spent;
    },
    bare: async () => {
      const bytes = await readFile(file);
      let session: InferenceSession | undefined;
      const spent = await timeMs(async () => {
        session = await InferenceSession.create(bytes, sessionOptions({ optimization: 'all' }));
      });
      await session?.release();
      return spent;
    },
  });
  return [
    {
      name: 'build the backward graph: ResNet-50',
      values: spreadOf(times.build),
      unit: 'ms',
      aim: 150,
    },
    { name: '  with its session', values: spreadOf(times.session), unit: 'ms' },
    { name: '  InferenceSession.create', values: spreadOf(times.bare), unit: 'ms' },
  ];
}

/** Maps of a picture by a method, warm, with everything that the panel needs and the check of the gradient. */
async function measureMethods(modelPath: string, imagePath: string): Promise<Row[]> {
  const engine = new Engine();
  const image = picture();
  const bare = await InferenceSession.create(modelPath, sessionOptions({ optimization: 'all' }));
  const byMethod = (method: 'grad-cam' | 'saliency') => () =>
    processorMs(() => engine.explainByMethod(modelPath, imagePath, { method, classes: [] }));
  const times = await interleaveTimed(7, 2, {
    bare: () => processorMs(() => bare.run({ image: new Tensor('float32', image, DIMS) })),
    gradCam: byMethod('grad-cam'),
    saliency: byMethod('saliency'),
  });
  await bare.release();
  await engine.dispose();
  const overBare = (series: number[]) => perRound((all, run) => all / run, series, times.bare);
  return [
    {
      name: 'Grad-CAM of a picture, checked ÷ session.run: ResNet-18',
      values: overBare(times.gradCam),
      unit: 'ratio',
    },
    {
      name: '  saliency of a picture, checked ÷ session.run',
      values: overBare(times.saliency),
      unit: 'ratio',
    },
  ];
}
