import assert from 'node:assert/strict';
import { belongsInPackage, problemsOfContents } from '../../../scripts/packaging/contents.ts';
import { targetNamed } from '../../../scripts/packaging/targets.ts';

const linux = targetNamed('linux-x64');

const complete = [
  'CHANGELOG.md',
  'LICENSE',
  'README.md',
  'ThirdPartyNotices.txt',
  'dist/engine.cjs',
  'dist/engineWatch.cjs',
  'dist/exportRun.cjs',
  'dist/extension.cjs',
  'dist/webview/modelTab.css',
  'dist/webview/modelTab.js',
  'dist/webview/showCam.css',
  'dist/webview/showCam.js',
  'l10n/bundle.l10n.de.json',
  'media/fonts/LICENSE.txt',
  'media/fonts/camLensSans.ttf',
  'node_modules/@img/sharp-libvips-linux-x64/lib/libvips-cpp.so.8.18.7',
  'node_modules/@img/sharp-linux-x64/lib/sharp-linux-x64-0.35.5.node',
  'node_modules/onnxruntime-node/bin/napi-v6/linux/x64/libonnxruntime.so.1',
  'node_modules/onnxruntime-node/bin/napi-v6/linux/x64/onnxruntime_binding.node',
  'node_modules/sharp/dist/index.mjs',
  'package.json',
  'package.nls.json',
  'samples/scenes-gap.onnx',
];

describe('The list of files of a package', () => {
  it('is accepted when it is complete', () => {
    assert.deepEqual(problemsOfContents(complete, linux), []);
    assert.deepEqual(
      complete.filter((file) => !belongsInPackage(file, linux)),
      [],
    );
  });

  for (const file of complete.filter((name) => !/^(CHANGELOG|l10n)/.test(name))) {
    it(`is refused without ${file}`, () => {
      const rest = complete.filter((other) => other !== file);
      assert.equal(problemsOfContents(rest, linux).length, 1);
    });
  }

  for (const file of [
    'dist/extension.cjs.map',
    'node_modules/@img/sharp-darwin-arm64/lib/sharp-darwin-arm64-0.35.5.node',
    'node_modules/@img/sharp-libvips-linuxmusl-x64/lib/libvips-cpp.so.8.18.7',
    'node_modules/esbuild/lib/main.js',
    'node_modules/onnxruntime-node/bin/napi-v6/linux/arm64/libonnxruntime.so.1',
    'node_modules/onnxruntime-node/bin/napi-v6/win32/x64/DirectML.dll',
    'node_modules/sharp/dist/index.d.cts.map',
    'src/extension.ts',
    'test/unit/packaging/contents.test.ts',
    '.npmrc',
  ]) {
    it(`is refused with ${file}, which is not selected either`, () => {
      assert.equal(problemsOfContents([...complete, file], linux).length > 0, true);
      assert.equal(belongsInPackage(file, linux), false);
    });
  }

  it('has no packages that only installation scripts use', () => {
    assert.equal(belongsInPackage('node_modules/adm-zip/package.json', linux), false);
    assert.equal(belongsInPackage('node_modules/onnxruntime-node/script/install.js', linux), false);
  });
});

describe('targetNamed', () => {
  it('names the possible targets when there is no such package', () => {
    assert.throws(() => targetNamed('darwin-x64'), /darwin-x64.*linux-x64.*darwin-arm64/);
  });
});
