import { InferenceSession, Tensor } from 'onnxruntime-node';
import { Engine } from '../../src/cam/engine.ts';
import { decodeImage } from '../../src/cam/image/decode.ts';
import type { PictureInput } from '../../src/cam/image/prepareInput.ts';
import { prepareInput } from '../../src/cam/image/prepareInput.ts';
import { sessionOptions } from '../../src/cam/runtime/session.ts';
import type { Row } from '../measure.ts';
import { interleave, perRound, spreadOf } from '../measure.ts';
import type { Workload } from '../workload.ts';

const INPUT: PictureInput = { layout: 'NCHW', channels: 3, width: 224, height: 224 };

/**
 * Explaining a picture, everything that the panel needs, against the run of a bare session on the
 * same input under the same options. Decoding and preprocessing are taken off and shown apart.
 */
export async function measureExplaining({ modelPath, imagePath }: Workload): Promise<Row[]> {
  const engine = new Engine();
  const { preprocessing } = await engine.openModel(modelPath);
  const decode = async () => prepareInput(await decodeImage(imagePath), preprocessing.value, INPUT);
  const session = await InferenceSession.create(modelPath, sessionOptions({ optimization: 'all' }));
  const image = new Tensor('float32', (await decode()).tensor, [1, 3, 224, 224]);

  const times = await interleave(25, 5, {
    explain: () => engine.explain(modelPath, imagePath),
    decode,
    bare: () => session.run({ image }),
  });
  await session.release();
  await engine.dispose();
  return [
    {
      name: 'explain a picture, decoding apart ÷ session.run',
      values: perRound(
        (explain, decoding, bare) => (explain - decoding) / bare,
        times.explain,
        times.decode,
        times.bare,
      ),
      unit: 'ratio',
      aim: 1.1,
    },
    { name: '  explain a picture, decoding and all', values: spreadOf(times.explain), unit: 'ms' },
    { name: '  decode, resize, normalise', values: spreadOf(times.decode), unit: 'ms' },
    { name: '  session.run', values: spreadOf(times.bare), unit: 'ms' },
  ];
}
