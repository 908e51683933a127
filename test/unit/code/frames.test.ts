import assert from 'node:assert/strict';
import {
  framesFromDocString,
  framesFromStackTrace,
  isPyTorchInternal,
} from '../../../src/cam/code/origins/frames.ts';

describe('traces that exporters record', () => {
  it('of the default exporter, outermost first, with the text of each line', () => {
    const trace = `File "/home/you/gapnet.py", line 28, in forward
    x = self.last(x)
  File "/home/you/gapnet.py", line 14, in forward
    y = self.bn(y)`;
    assert.deepEqual(framesFromStackTrace(trace), [
      { file: '/home/you/gapnet.py', line: 28, function: 'forward', text: 'x = self.last(x)' },
      { file: '/home/you/gapnet.py', line: 14, function: 'forward', text: 'y = self.bn(y)' },
    ]);
  });

  it('of its strict mode, without the lines of carets', () => {
    const trace = `  File "C:\\proj\\net.py", line 18, in forward
    x = torch.relu(self.stem(x))
                   ^^^^^^^^^^^^^
`;
    assert.deepEqual(framesFromStackTrace(trace), [
      {
        file: 'C:\\proj\\net.py',
        line: 18,
        function: 'forward',
        text: 'x = torch.relu(self.stem(x))',
      },
    ]);
  });

  it('of the TorchScript exporter, which writes the innermost first, without the script', () => {
    const text = `/site-packages/torch/nn/modules/conv.py(560): _conv_forward
/home/you/my (old)/gapnet.py(13): forward
/site-packages/torch/nn/modules/module.py(1768): _slow_forward
/site-packages/torch/onnx/utils.py(501): export
/home/you/export.py(4): <module>
`;
    assert.deepEqual(
      framesFromDocString(text).map((frame) => [frame.file, frame.line, frame.function]),
      [
        ['/site-packages/torch/onnx/utils.py', 501, 'export'],
        ['/site-packages/torch/nn/modules/module.py', 1768, '_slow_forward'],
        ['/home/you/my (old)/gapnet.py', 13, 'forward'],
        ['/site-packages/torch/nn/modules/conv.py', 560, '_conv_forward'],
      ],
    );
  });

  it('are none in other texts', () => {
    assert.deepEqual(framesFromStackTrace('made by hand'), []);
    assert.deepEqual(framesFromDocString('A convolution.\nSee (Zhou et al.): 2016'), []);
  });

  it('pass through PyTorch, which is distinguished from code beside it', () => {
    assert.ok(isPyTorchInternal('/v/site-packages/torch/nn/modules/conv.py'));
    assert.ok(isPyTorchInternal('C:\\v\\Lib\\site-packages\\torch\\_dynamo\\functional_export.py'));
    assert.ok(!isPyTorchInternal('/v/site-packages/torchvision/models/resnet.py'));
    assert.ok(!isPyTorchInternal('/home/you/torch/gapnet.py'));
  });
});
