import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { OutputTail } from '../../../src/exportRunner/outputTail.ts';
import { heading, remark, TerminalText } from '../../../src/exportRunner/terminalText.ts';

function observedText() {
  const written: string[] = [];
  const text = new TerminalText(
    (part) => written.push(part),
    (characters) => `${characters} not shown`,
  );
  return { text, written };
}

describe("The extension's own lines in a terminal", () => {
  it('show what a file name would do to the terminal', () => {
    const name = 'a\x1b[2J\u202e.py\n> rm';
    const shown = 'a\\u001b[2J\\u202e.py\\n> rm';
    assert.ok(heading(`python ${name}`, '10:00').includes(`> python ${shown}\x1b[0m`));
    assert.ok(remark(`No ${name}.`).includes(`No ${shown}.`));
    for (const text of [heading(name, '10:00'), remark(name)]) {
      assert.equal(text.split('\n').length, 2);
    }
  });
});

describe('Text on its way to a terminal', () => {
  it('is collected, with the line ends of terminals and the colours of the program', async () => {
    const { text, written } = observedText();
    text.add('\x1b[31mone\n');
    text.add('50 %\r100 %\r\n');
    assert.deepEqual(written, []);
    await delay(80);
    assert.deepEqual(written, ['\x1b[31mone\r\n50 %\r100 %\r\n']);
  });

  it('loses its middle if it is too much, and says how much', () => {
    const { text, written } = observedText();
    const line = `${'x'.repeat(99)}\n`;
    for (let count = 0; count < 10_000; count++) text.add(line);
    text.add('the last line\n');
    text.flush();
    const all = written.join('');
    assert.ok(all.length < 100_000, `${all.length} characters`);
    assert.ok(all.endsWith('\r\nthe last line\r\n'));
    const shown = all.replaceAll('\r\n', '\n').split('not shown')[1]?.replace(/^.*\n/, '') ?? '';
    const [, omitted] = /(\d+) not shown/.exec(all) ?? [];
    assert.equal(Number(omitted) + shown.length, 10_000 * 100 + 'the last line\n'.length);
  });

  it('loses the beginning of an endless line', () => {
    const { text, written } = observedText();
    for (let count = 0; count < 100; count++) text.add('x'.repeat(10_000));
    text.flush();
    assert.ok(written.join('').length < 100_000);
  });
});

describe('The kept end of an output', () => {
  it('is exact for any chunks', () => {
    const tail = new OutputTail(1000);
    let all = '';
    for (let count = 0; count < 5000; count++) {
      const chunk = `${count},`;
      tail.add(chunk);
      all += chunk;
    }
    assert.equal(tail.text(), all.slice(-1000));
    tail.add('y'.repeat(100_000));
    assert.equal(tail.text(), 'y'.repeat(1000));
  });
});
