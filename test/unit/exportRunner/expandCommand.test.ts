// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the variables of commands look like this.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ExpandedCommand } from '../../../src/exportRunner/expandCommand.ts';
import {
  expandCommand,
  UnsafeValue,
  variablesOf,
} from '../../../src/exportRunner/expandCommand.ts';

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
function wordsOf({ command, environment }: ExpandedCommand): string[] {
  const print = 'for word in "$@"; do printf "%s\\0" "$word"; done';
  const env = { ...process.env, ...environment };
  const text = execFileSync('sh', ['-c', `set -- ${command}; ${print}`], { encoding: 'utf8', env });
  return text.split('\0').slice(0, -1);
}

/** The line of a shell script that runs a command in a shell of its own. */
function inShell({ command, environment }: ExpandedCommand): string {
  const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
  const variables = Object.entries(environment).map(([name, value]) => `${name}=${quoted(value)}`);
  return ['env', ...variables, 'sh', '-c', quoted(command), '</dev/null'].join(' ');
}

/** Undefined if it is refused. */
function expandedOr(
  command: string,
  values: ReadonlyMap<string, string>,
): ExpandedCommand | undefined {
  try {
    return expandCommand(command, values, 'sh');
  } catch (error) {
    assert.ok(error instanceof UnsafeValue);
    return undefined;
  }
}

/** File names that would create the file PWN if a shell ran a part of them. */
const HOSTILE = [
  'a$(touch PWN).py',
  'a;touch PWN;.py',
  "a';touch PWN;'.py",
  'a`touch PWN`.py',
  'a"; touch PWN; ".py',
  'a\ntouch PWN\n.py',
  'a\\$(touch PWN).py',
  '$(touch PWN)',
  'a&touch PWN&.py',
  'a|touch PWN',
];

/** Commands as people write them, and as they get them wrong. */
const COMMANDS = [
  'echo ${file}',
  'echo "${file}"',
  "echo '${file}'",
  'echo "$(basename ${file})"',
  'echo "$(basename "${file}")"',
  'cd "$(dirname "${file}")"; true',
  'echo $(basename ${file})',
  'echo `basename ${file}`',
  'echo "`basename ${file}`"',
  "sh -c 'echo ${file}'",
  'sh -c "echo ${file}"',
  "bash -c 'echo ${relativeFile}'",
  "bash -ec 'echo ${file}'",
  'sh -c "sh -c \\"echo ${file}\\""',
  'echo "a\\" ${file}"',
  "echo it\\'s ${file}",
  "# don't\necho ${file}",
  'cat <<EOF\n${file}\nEOF',
  'X=${file}; echo $X',
  'eval echo ${file}',
  'eval "echo ${file}"',
  'echo "${X:-${file}}"',
  "echo $'it\\'s' ${file}",
  'printf "%s\\n" "a ${file} b"',
  'echo ${file}x',
  'case ${file} in *) ;; esac',
  'echo $((1)) ${file}',
  "echo ${file} | xargs -I{} sh -c 'echo {}'",
];

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

  for (const command of COMMANDS) {
    it(`are never run by sh: ${command}`, function () {
      if (process.platform === 'win32') this.skip();
      const folder = mkdtempSync(path.join(tmpdir(), 'cam-lens-expand-'));
      try {
        const expanded = HOSTILE.map((name) =>
          expandedOr(
            command,
            new Map([
              ['file', path.join(folder, name)],
              ['relativeFile', name],
            ]),
          ),
        ).filter((one) => one !== undefined);
        // One shell starts all of them: starting ten from here takes ten times as long.
        const scripts = expanded.map(inShell).join('\n');
        spawnSync('sh', ['-c', scripts], { cwd: folder });
        const commands = expanded.map((one) => one.command).join('\n');
        assert.ok(!existsSync(path.join(folder, 'PWN')), commands);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  }

  it('are one word also in commands inside quotes', function () {
    if (process.platform === 'win32') this.skip();
    for (const name of ['with space.py', "it's.py", '$HOME.py']) {
      const values = new Map([['file', `/models/${name}`]]);
      const words = (command: string) => wordsOf(expandCommand(command, values, 'sh'));
      assert.deepEqual(
        words('"$(basename "${file}")" "$(basename ${file})" "`basename ${file}`"'),
        [...[name, name, name]],
      );
      assert.deepEqual(words('$(sh -c \'echo "${file}"\')').join(' '), `/models/${name}`);
    }
  });

  it('are refused if another shell of another shell could run them', () => {
    const command = `sh -c "sh -c 'echo \${file}'"`;
    const expand = (name: string) => expandCommand(command, new Map([['file', name]]), 'sh');
    assert.throws(() => expand('$(x).py'), UnsafeValue);
    assert.equal(expand('a b.py').command, `sh -c "sh -c 'echo a b.py'"`);
  });

  it('are quoted for cmd where they must be, and never run by it', () => {
    const expand = (command: string, file: string) =>
      expandCommand(command, new Map([['file', file]]), 'cmd');
    assert.equal(
      expand('python ${file} "${file}"', 'C:\\my models\\a.py').command,
      'python "C:\\my models\\a.py" "C:\\my models\\a.py"',
    );
    assert.equal(expand('py ${file}', 'C:\\models\\a.py').command, 'py C:\\models\\a.py');
    assert.deepEqual(expand('py ${file} "${file}"', 'C:\\a&calc%PATH%.py'), {
      command: 'py "%CAM_LENS_FILE%" "%CAM_LENS_FILE%"',
      environment: { CAM_LENS_FILE: 'C:\\a&calc%PATH%.py' },
    });
    assert.throws(() => expand('cmd /c "py ${file}"', 'C:\\a&calc.py'), UnsafeValue);
  });

  it('are left to the shell if they have no value', () => {
    const command = '${HOME}/bin/x ${file}';
    assert.deepEqual(expandCommand(command, new Map(), 'sh'), { command, environment: {} });
    assert.deepEqual(
      [...variablesOf('${command:python.interpreterPath} ${file} ${file}')],
      ['command:python.interpreterPath', 'file'],
    );
  });
});
