import assert from 'node:assert/strict';
import { UsageError } from '../../../src/cli/command/exitCode.ts';
import { parseCommandLine } from '../../../src/cli/commandLine.ts';

describe('command line', () => {
  it('reads everything that show takes', () => {
    const args =
      'show a.png b.png --model m.onnx --method cam --class 3 -c sofa --against 5 --out o --json --config c.json --colour-profile --output logits --layer relu --input-scale 1.5';
    assert.deepEqual(parseCommandLine(args.split(' ')), {
      kind: 'show',
      images: ['a.png', 'b.png'],
      model: 'm.onnx',
      method: 'cam',
      classes: ['3', 'sofa'],
      against: '5',
      out: 'o',
      json: true,
      config: 'c.json',
      colourProfile: true,
      output: 'logits',
      layer: 'relu',
      inputScale: 1.5,
    });
  });

  it('leaves the rest to the defaults', () => {
    assert.deepEqual(parseCommandLine(['show', '-m', 'm.onnx', 'a.png']), {
      kind: 'show',
      images: ['a.png'],
      model: 'm.onnx',
      method: undefined,
      classes: [],
      against: undefined,
      out: undefined,
      json: false,
      config: undefined,
      colourProfile: false,
      output: undefined,
      layer: undefined,
      inputScale: 1,
    });
  });

  it('reads everything that model takes', () => {
    const args = 'model m.onnx --json --layers --output logits --config c.json';
    assert.deepEqual(parseCommandLine(args.split(' ')), {
      kind: 'model',
      model: 'm.onnx',
      json: true,
      layers: true,
      output: 'logits',
      config: 'c.json',
    });
  });

  it('takes arguments after -- as images, whatever they look like', () => {
    const command = parseCommandLine(['show', '-m', 'm.onnx', '--', '-strange.png']);
    assert.equal(command.kind === 'show' && command.images[0], '-strange.png');
  });

  for (const [args, message, nextAction] of [
    [[], /No command/, /--help/],
    [['draw'], /`draw`/, /--help/],
    [['show', 'a.png'], /No model/, /--model/],
    [['show', '-m', 'm.onnx'], /No image/, /image file/],
    [['show', '--colour'], /'--colour'/, /show --help/],
    [['show', '--model'], /--model/, /show --help/],
    [['show', '-m', 'm.onnx', 'a.png', '--input-scale', '0'], /`0`/, /1, 1\.5 or 2/],
    [['show', '-m', 'm.onnx', 'a.png', '--input-scale', 'big'], /`big`/, /1, 1\.5 or 2/],
    [['show', '-m', 'm.onnx', 'a.png', '--method', 'cams'], /`cams`/, /cam, grad-cam, hires-cam/],
    [
      ['show', '-m', 'm.onnx', 'a.png', '--method', 'saliency', '--layer', 'relu'],
      /`--method saliency` is not about a layer/,
      /cam, grad-cam, hires-cam, layer-cam\./,
    ],
    [
      ['show', '-m', 'm.onnx', 'a.png', '--method', 'grad-cam', '--input-scale', '2'],
      /only for class activation maps/,
      /--method cam/,
    ],
    [['model'], /No model/, /one ONNX file.*model --help/],
    [['model', 'a.onnx', 'b.onnx'], /Several models/, /one ONNX file/],
    [['model', 'a.onnx', '--class', '3'], /'--class'/, /model --help/],
  ] as const) {
    it(`refuses \`cam-lens ${args.join(' ')}\` and says what to type`, () => {
      assert.throws(
        () => parseCommandLine(args),
        (error) =>
          error instanceof UsageError &&
          message.test(error.message) &&
          nextAction.test(error.nextAction),
      );
    });
  }
});
