// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the variables of commands look like this.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { expandCommand, variablesOf } from '../../../src/exportRunner/expandCommand.ts';

const odd = [
  'plain.py',
  'with space.py',
  "it's.py",
  'a"b.py',
  '$(touch never).py',
  '`touch never`.py',
  'a;b&c|d.py',
  '$HOME.py',
  'back\\slash.py',
  '*.py',
  'ü.py',
  '-n.py',
];

/** The words that a shell makes of a command. */
function wordsOf(command: string): string[] {
  const print = 'for word in "$@"; do printf "%s\\0" "$word"; done';
  const text = execFileSync('sh', ['-c', `set -- ${command}; ${print}`], { encoding: 'utf8' });
  return text.split('\0').slice(0, -1);
}

describe('The variables of an export command', () => {
  for (const name of odd) {
    it(`are one word in sh, whatever quotes are around them: ${name}`, function () {
      if (process.platform === 'win32') this.skip();
      const values = new Map([['file', name]]);
      const command = `\${file} "\${file}" '\${file}' --of=\${file} "in \${file} and 'x'" \\"\${file}`;
      assert.deepEqual(wordsOf(expandCommand(command, values, 'sh')), [
        ...[name, name, name, `--of=${name}`],
        ...[`in ${name} and 'x'`, `"${name}`],
      ]);
    });
  }

  it('are quoted for cmd where they must be', () => {
    const values = new Map([['file', 'C:\\my models\\a.py']]);
    assert.equal(
      expandCommand('python ${file} "${file}"', values, 'cmd'),
      'python "C:\\my models\\a.py" "C:\\my models\\a.py"',
    );
    const plain = new Map([['file', 'C:\\models\\a.py']]);
    assert.equal(expandCommand('py ${file}', plain, 'cmd'), 'py C:\\models\\a.py');
  });

  it('are left to the shell if they have no value', () => {
    assert.equal(expandCommand('${HOME}/bin/x ${file}', new Map(), 'sh'), '${HOME}/bin/x ${file}');
    assert.deepEqual(
      [...variablesOf('${command:python.interpreterPath} ${file} ${file}')],
      ['command:python.interpreterPath', 'file'],
    );
  });
});
