import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { noticeOf, thirdPartyNotices } from '../../../scripts/packaging/notices.ts';
import { inRepository } from '../../../scripts/repository.ts';

describe('The notices of what a package contains', function () {
  this.timeout(60_000);
  const modules = inRepository('node_modules');
  const native = (name: string) =>
    /^(onnxruntime-(node|common)|sharp|detect-libc|semver|@img\/.+)$/.test(name);

  it('have the text of a licence for every package, also for those in the bundles', async () => {
    const notices = await thirdPartyNotices(modules, native);
    const parts = notices.split(`${'='.repeat(80)}\n`).slice(1);
    const names = parts.map((part) => part.split(' ')[0]);
    for (const name of ['sharp', 'onnxruntime-node', '@lezer/python', '@microsoft/fast-element']) {
      assert.ok(names.includes(name), name);
    }
    // Some packages say who has the copyright in the licence itself.
    for (const part of parts) assert.match(part, /copyright/i, part.slice(0, 80));
  });

  it('name the libraries in ONNX Runtime', () => {
    const notice = noticeOf(path.join(modules, 'onnxruntime-node'));
    assert.match(notice, /THIRD PARTY SOFTWARE NOTICES/);
    for (const library of ['Eigen', 'protobuf', 'abseil']) {
      assert.match(notice, new RegExp(library, 'i'), library);
    }
  });

  it('name the libraries in libvips with their licences, versions and the text of the LGPL', function () {
    const found = readdirSync(path.join(modules, '@img')).find((name) =>
      /^sharp-libvips-/.test(name),
    );
    if (found === undefined) return this.skip();
    const notice = noticeOf(path.join(modules, '@img', found));
    assert.match(notice, /\| libheif\s+\| LGPLv3/);
    assert.match(notice, /\| mozjpeg\s+\| \[zlib License/);
    assert.match(notice, /^vips \d+\.\d+/m);
    assert.match(notice, /GNU LESSER GENERAL PUBLIC LICENSE/);
    assert.match(notice, /GNU GENERAL PUBLIC LICENSE/);
  });

  it('are not made for a package without a licence, or without its text', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'cam-lens-notices-'));
    const put = (name: string, manifest: object) => {
      mkdirSync(path.join(folder, name));
      const text = JSON.stringify({ name, version: '1.0.0', ...manifest });
      writeFileSync(path.join(folder, name, 'package.json'), text);
      return path.join(folder, name);
    };
    assert.throws(() => noticeOf(put('unnamed', {})), /unnamed 1\.0\.0 states no licence/);
    assert.throws(() => noticeOf(put('bare', { license: 'MIT' })), /bare 1\.0\.0 has no text/);
    const lgpl = put('prebuilt', { license: 'Apache-2.0 AND LGPL-3.0-or-later' });
    writeFileSync(path.join(lgpl, 'README.md'), '# x\r\n\r\nNothing is said.\r\n');
    assert.throws(() => noticeOf(lgpl), /prebuilt does not say which libraries it holds/);
    // The package for Windows has lines of both kinds.
    writeFileSync(
      path.join(lgpl, 'README.md'),
      '# x\r\n\r\n## Licensing\r\n\r\n| glib | LGPLv3 |\n',
    );
    writeFileSync(path.join(lgpl, 'versions.json'), '{ "glib": "2.1" }');
    assert.match(noticeOf(lgpl), /\| glib \| LGPLv3 \|\n\nVersions:\nglib 2\.1\n/);
    const other = { name: 'onnxruntime-node', version: '0.0.1', license: 'MIT' };
    assert.throws(() => noticeOf(put('other', other)), /onnxruntime-0\.0\.1-notices\.txt/);
    rmSync(folder, { recursive: true });
  });
});
