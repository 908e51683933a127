import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ModelReport } from '../../../src/cli/text/modelReport.ts';
import type { Message } from '../../support/protobufTree.ts';
import { decodeMessage, encodeMessage, textField } from '../../support/protobufTree.ts';
import { fixtures, runCommand, runProgram, useProgram } from './cliProcess.ts';

/** Clears the screen, writes to the clipboard, turns the direction of writing, and adds a line. */
const EVIL =
  'a\u001b[2J\u001b]52;c;eA==\u0007\u202eb\u2066c\u009b1m\r\ncam-lens: all is well\u2028d';
const SHOWN =
  'a\\u001b[2J\\u001b]52;c;eA==\\u0007\\u202eb\\u2066c\\u009b1m\\r\\ncam-lens: all is well\\u2028d';

/** Characters that a terminal obeys; line breaks end the program's own lines. */
const OBEYED = /[^\P{Cc}\n]|[\p{Zl}\p{Zp}\p{Bidi_Control}]/u;

describe('names made to deceive a terminal', function () {
  this.timeout(60_000);
  let folder = '';
  let model = '';
  useProgram();

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'cam-lens-names-'));
    model = path.join(folder, 'evil.onnx');
    const tree = decodeMessage(readFileSync(path.join(fixtures, 'tiny.onnx')), 'Model');
    rename(tree, 'features', EVIL);
    tree.fields.push(textField(2, EVIL), textField(6, `One line,\n${EVIL}`));
    writeFileSync(model, encodeMessage(tree));
    const sidecar = path.join(fixtures, 'tiny.cam.json');
    const labels = [EVIL, 'green room', 'blue garden', 'grey street'];
    const config = { ...JSON.parse(readFileSync(sidecar, 'utf8')), labels };
    writeFileSync(path.join(folder, 'evil.cam.json'), JSON.stringify(config));
    copyFileSync(path.join(fixtures, 'picture.png'), path.join(folder, 'picture.png'));
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  it('are shown by `model`: of tensors, exporter and author', async () => {
    const { status, stdout, stderr } = await runProgram(['model', model, '--layers']);
    assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
    assert.doesNotMatch(stdout, OBEYED);
    const lines = stdout.split('\n');
    assert.ok(lines.includes(`Exporter       ${SHOWN}`), stdout);
    assert.ok(lines.includes('Author         One line,'), stdout);
    assert.ok(
      lines.some((line) => line.includes(`${SHOWN}  Relu`)),
      stdout,
    );
    assert.ok(!lines.some((line) => line.startsWith('cam-lens:')), stdout);
  });

  it('are shown by `show`: of classes', async () => {
    const { status, stdout } = await runCommand(['show', 'picture.png', '-m', model], folder);
    assert.equal(status, 0);
    assert.doesNotMatch(stdout, OBEYED);
    assert.ok(stdout.includes(`Channels that add most to ${SHOWN}\n`), stdout);
  });

  it('are shown in errors: of files and classes', async () => {
    const missing = await runProgram(['show', 'picture.png', `${EVIL}.png`, '-m', model], folder);
    assert.equal(missing.status, 1);
    assert.match(missing.stderr, /^cam-lens: [^\n]+\n$/);
    assert.ok(missing.stderr.includes(`${SHOWN}.png`), missing.stderr);
    assert.doesNotMatch(missing.stderr, OBEYED);
    const none = await runCommand(['show', 'picture.png', '-m', model, '-c', EVIL + EVIL], folder);
    assert.equal(none.status, 2);
    assert.match(none.stderr, /^cam-lens: [^\n]+\n$/);
    assert.doesNotMatch(none.stderr, OBEYED);
  });

  it('are harmless in JSON, which has the same values', async () => {
    const { stdout } = await runCommand(['model', model, '--json', '--layers']);
    assert.doesNotMatch(stdout, OBEYED);
    const report = JSON.parse(stdout) as ModelReport;
    assert.equal(report.producer, EVIL);
    assert.equal(report.map?.featureTensor, EVIL);
    assert.equal(report.labels?.values[0], EVIL);
  });
});

/** Gives a tensor another name wherever it is named. */
function rename(message: Message, from: string, to: string): void {
  for (const field of message.fields) {
    const { value } = field;
    if (typeof value === 'bigint') continue;
    if ('fields' in value) rename(value, from, to);
    else if (Buffer.from(value).toString() === from) field.value = Buffer.from(to);
  }
}
