import path from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { Engine } from '../../src/cam/engine.ts';
import { decodeImage } from '../../src/cam/image/decode.ts';
import type { PictureInput } from '../../src/cam/image/prepareInput.ts';
import { prepareInput } from '../../src/cam/image/prepareInput.ts';
import { sessionOptions } from '../../src/cam/runtime/session.ts';
import type { Row } from '../measure.ts';
import { interleave, perRound, spreadOf } from '../measure.ts';
import { makeMobileNet } from '../networks/mobileNet.ts';
import type { Graph } from '../networks/onnxWriter.ts';
import { writeModel } from '../networks/onnxWriter.ts';
import { makeLayerNormHead, makeResNet, RESNET_18 } from '../networks/resNet.ts';
import type { Workload } from '../workload.ts';

const INPUT: PictureInput = { layout: 'NCHW', channels: 3, width: 224, height: 224 };

/** Networks in addition to the ResNet-18: other kinds of map. */
const OTHERS: [name: string, make: () => Graph][] = [
  ['Grad-CAM, head 576→1024→1000', makeMobileNet],
  ['Grad-CAM, head 768→LayerNorm→1000', makeLayerNormHead],
  ['8-bit ResNet-18', () => makeResNet({ ...RESNET_18, isQuantised: true })],
];

/**
 * Explaining a picture, with everything that the panel needs, compared with the run of a bare session on the same input
 * with the same options. Decoding and preprocessing are subtracted and shown separately.
 */
export async function measureExplaining({
  modelPath,
  imagePath,
  folder,
}: Workload): Promise<Row[]> {
  const times = await measureModel(modelPath, imagePath, 25);
  const rows: Row[] = [
    {
      name: 'explain a picture, decoding apart ÷ session.run',
      values: ratioOf(times),
      unit: 'ratio',
      aim: 1.1,
    },
    { name: '  explain a picture, decoding and all', values: spreadOf(times.explain), unit: 'ms' },
    { name: '  decode, resize, normalise', values: spreadOf(times.decode), unit: 'ms' },
    { name: '  session.run', values: spreadOf(times.bare), unit: 'ms' },
  ];
  for (const [index, [name, make]] of OTHERS.entries()) {
    const other = path.join(folder, `other-${index}.onnx`);
    await writeModel(other, make());
    const found = await measureModel(other, imagePath, 15);
    rows.push(
      { name: `explain ÷ session.run: ${name}`, values: ratioOf(found), unit: 'ratio' },
      {
        name: '  explain a picture, decoding and all',
        values: spreadOf(found.explain),
        unit: 'ms',
      },
      { name: '  session.run', values: spreadOf(found.bare), unit: 'ms' },
    );
  }
  return rows;
}

type Times = Record<'explain' | 'decode' | 'bare', number[]>;

async function measureModel(modelPath: string, imagePath: string, rounds: number): Promise<Times> {
  const engine = new Engine();
  const { preprocessing } = await engine.openModel(modelPath);
  const decode = async () => prepareInput(await decodeImage(imagePath), preprocessing.value, INPUT);
  const session = await InferenceSession.create(modelPath, sessionOptions({ optimization: 'all' }));
  const image = new Tensor('float32', (await decode()).tensor, [1, 3, 224, 224]);
  const times = await interleave(rounds, 5, {
    explain: () => engine.explain(modelPath, imagePath),
    decode,
    bare: () => session.run({ image }),
  });
  await session.release();
  await engine.dispose();
  return times;
}

function ratioOf({ explain, decode, bare }: Times) {
  return perRound((all, decoding, run) => (all - decoding) / run, explain, decode, bare);
}
