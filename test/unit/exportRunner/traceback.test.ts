import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseTraceback } from '../../../src/exportRunner/traceback/parseTraceback.ts';
import type { PythonFailure } from '../../../src/exportRunner/traceback/problems.ts';
import { readFailure } from '../../../src/exportRunner/traceback/problems.ts';
import type {
  PythonException,
  PythonFrame,
} from '../../../src/exportRunner/traceback/pythonException.ts';
import { shortType } from '../../../src/exportRunner/traceback/pythonException.ts';

const fixtures = path.resolve('test/fixtures/tracebacks');

/** Python's own data about an error, written by `make.py`. */
interface FrameFact {
  file: string;
  line: number;
  name: string;
  columns?: [number, number];
}
interface ExceptionFact {
  type: string;
  message: string;
  frames: FrameFact[];
  follows?: 'cause' | 'context';
  place?: { file: string; line: number };
  members?: ExceptionFact[][];
}
const facts: Record<string, ExceptionFact[]> = JSON.parse(
  readFileSync(path.join(fixtures, 'facts.json'), 'utf8'),
);

function recorded(name: string, folder = 'recorded'): string {
  return readFileSync(path.join(fixtures, folder, `${name}.txt`), 'utf8');
}

function failureOf(name: string, folder?: string): PythonFailure {
  return readFailure(recorded(name, folder), (file) =>
    file.startsWith('/project/') ? file : undefined,
  );
}

/** `file:line message` of each problem. */
function problemsOf(name: string, folder?: string): string[] {
  return failureOf(name, folder).problems.map(
    ({ file, line, message }) => `${file.replace('/project/', '')}:${line} ${message}`,
  );
}

function lineOfCase(file: string, line: number): string {
  return (
    readFileSync(file.replace('/project', path.join(fixtures, 'cases')), 'utf8').split('\n')[
      line - 1
    ] ?? ''
  );
}

/** For Python, the error of another process is only text: here the chain has one more part. */
const WORKERS = ['data_loader', 'worker'];

describe('A traceback as Python prints it', () => {
  for (const name of Object.keys(facts).filter((each) => !WORKERS.includes(each))) {
    it(`has the chain, messages and frames that Python knows: ${name}`, () => {
      const expected = (facts[name] ?? []).flatMap((fact) => [fact, ...membersOf(fact)]);
      const chain = parseTraceback(recorded(name));
      assert.deepEqual(
        chain.map(shortType),
        expected.map(({ type }) => type),
      );
      for (const [index, fact] of expected.entries()) {
        const exception = chain[index];
        assert.ok(exception);
        assertAgrees(exception, fact);
      }
    });
  }

  for (const name of readdirSync(path.join(fixtures, 'newer')).map((f) => path.parse(f).name)) {
    it(`is read in the form and colours of Python 3.13: ${name}`, () => {
      const withoutColumns = (chain: PythonException[]) =>
        chain.map(({ frames, ...rest }) => ({
          ...rest,
          frames: frames.map(({ columns: _, ...frame }) => frame),
        }));
      assert.deepEqual(
        withoutColumns(parseTraceback(recorded(name, 'newer'))),
        withoutColumns(parseTraceback(recorded(name))),
      );
      assert.deepEqual(problemsOf(name, 'newer'), problemsOf(name));
    });
  }

  it('is read in the form of IPython', () => {
    const [exception] = parseTraceback(recorded('plain', 'ipython'));
    const [python] = parseTraceback(recorded('plain'));
    assert.deepEqual(exception?.message, python?.message);
    const places = (frames: readonly PythonFrame[] = []) =>
      frames.map(({ file, line, functionName, source }) => [file, line, functionName, source]);
    assert.deepEqual(places(exception?.frames), places(python?.frames));
    assert.deepEqual(problemsOf('plain', 'ipython'), ['helper.py:6 ValueError: 5 is odd']);
  });

  it('is read in the form of a notebook that was run by a command', () => {
    const [exception, ...others] = parseTraceback(recorded('notebook', 'ipython'));
    assert.deepEqual(others, []);
    assert.deepEqual(
      exception?.frames.map(({ file, line }) => [file, line]),
      [
        ['In[2]', 2],
        ['In[1]', 5],
        ['/project/helper.py', 6],
      ],
    );
    const [problem] = failureOf('notebook', 'ipython').problems;
    assert.equal(problem?.line, 6);
    assert.match(problem?.message ?? '', /^ValueError: 15 is odd/);
  });

  it('is the last one if several were printed', () => {
    assert.deepEqual(problemsOf('logged_before'), ['helper.py:6 ValueError: 11 is odd']);
  });

  it('has the columns of the part that failed', () => {
    const [problem] = failureOf('columns').problems;
    assert.equal(
      problem?.source?.slice(...(problem.columns ?? [])),
      'sizes["width"] / sizes["height"]',
    );
  });
});

describe('The problem of a failed export', () => {
  const cases: [name: string, problems: string[]][] = [
    ['plain', ['helper.py:6 ValueError: 5 is odd']],
    ['library', ['library.py:5 JSONDecodeError: Expecting value: line 1 column 18 (char 17)']],
    ['broken_syntax', ["broken_syntax.py:2 SyntaxError: '(' was never closed"]],
    ['imports_broken', ["broken_syntax.py:2 SyntaxError: '(' was never closed"]],
    ['broken_indentation', ['broken_indentation.py:3 IndentationError: unexpected indent']],
    ['string_code', ['string_code.py:1 ZeroDivisionError: division by zero']],
    ['no_message', ['no_message.py:2 AssertionError']],
    ['many_lines', ['many_lines.py:1 RuntimeError: the model has']],
    ['notes', ['helper.py:6 ValueError: 7 is odd\nwhile the head was made\nof model small']],
    ['progress', ['helper.py:6 ValueError: 9 is odd']],
    ['recursion', ['recursion.py:2 RecursionError: maximum recursion depth exceeded']],
    // Raised on purpose by the user's own code: its message counts, whatever led to it.
    ['context', ['context.py:8 NotConfigured: no weights under w']],
    ['cause', ['cause.py:8 NotConfigured: no weights under w']],
    ['three_links', ["three_links.py:18 KeyError: 'third'"]],
    [
      'group',
      [
        'helper.py:6 ValueError: 1 is odd',
        'helper.py:6 ValueError: 3 is odd',
        'group.py:10 TypeError: never raised',
      ],
    ],
    // Raised by a library because of another error: that one counts.
    ['worker', ['helper.py:6 ValueError: 13 is odd']],
  ];
  for (const [name, problems] of cases) {
    it(`is at the innermost line of the project: ${name}`, () => {
      assert.deepEqual(problemsOf(name), problems);
    });
  }

  it('mentions callers, libraries and the other exceptions', () => {
    const [library] = failureOf('library').problems;
    assert.deepEqual(
      library?.related.map(({ file, message }) => [path.posix.basename(file), message]),
      [
        ['library.py', '<module>: read(\'{"labels": [1, 2,\')'],
        [
          'decoder.py',
          'raw_decode: raise JSONDecodeError("Expecting value", s, err.value) from None',
        ],
        ['decoder.py', 'decode: obj, end = self.raw_decode(s, idx=_w(s, 0).end())'],
        ['__init__.py', 'loads: return _default_decoder.decode(s)'],
      ],
    );
    const [cause] = failureOf('cause').problems;
    assert.deepEqual(
      cause?.related.map(({ line, message }) => [line, message]),
      [
        [11, '<module>: weights({})'],
        [11, "KeyError: 'w'"],
      ],
    );
  });

  it('is none if all frames are in libraries; the error is known in one line', () => {
    const nobody = readFailure(recorded('library'), () => undefined);
    assert.deepEqual(nobody.problems, []);
    assert.equal(nobody.summary, 'JSONDecodeError: Expecting value: line 1 column 18 (char 17)');
  });

  it('is none if nothing went wrong, or no traceback was printed', () => {
    for (const output of ['', 'sh: 1: pyhton: not found\n', 'epoch 1\rTraceback is a word\n']) {
      assert.deepEqual(
        readFailure(output, (file) => file),
        { problems: [], summary: undefined },
      );
    }
  });

  it('is found with line ends and paths of Windows', () => {
    const output = recorded('library')
      .replaceAll('/project/', 'C:\\project\\')
      .replaceAll('\n', '\r\n');
    const { problems } = readFailure(output, (file) =>
      file.startsWith('C:\\project\\') ? file : undefined,
    );
    assert.equal(problems[0]?.file, 'C:\\project\\library.py');
    assert.equal(problems[0]?.line, 5);
  });
});

describe("The problem of PyTorch's exporters", () => {
  const wrongHead = 'torch/networks.py:13';
  const branch = 'torch/networks.py:18';
  const cases: [name: string, place: string, message: RegExp][] = [
    ['wrong_head_dynamo', wrongHead, /^RuntimeError: a and b must have same reduction dim/],
    ['wrong_head_torchscript', wrongHead, /^RuntimeError: mat1 and mat2 shapes cannot be multi/],
    ['branching_dynamo', branch, /^GuardOnDataDependentSymNode: Could not guard on data-dep/],
    ['branching_strict', branch, /^Unsupported: Data-dependent branching\n {2}Explanation/],
    ['unsupported_torchscript', 'torch/networks.py:26', /^UnsupportedOperatorError: Exporting the/],
    // This exporter says nowhere which line it is.
    [
      'unsupported_dynamo',
      'torch/unsupported_dynamo.py:4',
      /^DispatchError: No ONNX function .*matrix_exp/,
    ],
    ['data_loader', 'torch/data_loader.py:9', /^IndexError: list index out of range/],
    [
      'state_dict',
      'torch/state_dict.py:3',
      /^RuntimeError: Error\(s\) in .*\n\tMissing key\(s\) in /,
    ],
  ];
  for (const [name, place, message] of cases) {
    it(`is at the line of the network where one is known: ${name}`, () => {
      const [problem, ...others] = problemsOf(name);
      assert.deepEqual(others, []);
      assert.equal(problem?.split(' ')[0], place);
      assert.match(problem?.slice(place.length + 1) ?? '', message);
    });
  }

  it("has the exporter's own error, with the line of the export", () => {
    const [problem] = failureOf('wrong_head_dynamo').problems;
    assert.match(
      problem?.message ?? '',
      /\nTorchExportError: Failed to export the model with torch/,
    );
    const caller = problem?.related.find(({ file }) => file.endsWith('wrong_head_dynamo.py'));
    assert.equal(caller?.line, 4);
  });
});

function membersOf({ members = [] }: ExceptionFact): ExceptionFact[] {
  return members.flat().flatMap((fact) => [fact, ...membersOf(fact)]);
}

function assertAgrees(exception: PythonException, fact: ExceptionFact): void {
  // Colours of terminals are in torch's messages; they are not in ours.
  const message = fact.message.replaceAll('\u001b[96m', '').replaceAll('\u001b[0m', '');
  assert.ok(exception.message.startsWith(message.trimEnd()), exception.message);
  if (exception.follows !== 'group') assert.equal(exception.follows, fact.follows);
  const own = exception.frames.filter(({ file }) => file.startsWith('/project/'));
  const printed = own.filter(({ functionName }) => functionName !== undefined);
  for (const [index, frame] of printed.slice(-fact.frames.length).entries()) {
    const { file, line, name, columns } = fact.frames[index] ?? assert.fail('a frame too many');
    assert.deepEqual([frame.file, frame.line, frame.functionName], [file, line, name]);
    const code = lineOfCase(file, line);
    assert.equal(frame.source, code.trim());
    // Python underlines nothing if the whole line failed.
    const indentation = code.length - code.trimStart().length;
    if (frame.columns && columns) {
      assert.deepEqual(
        frame.columns.map((column) => column + indentation),
        columns,
      );
    }
  }
  assert.equal(printed.length >= fact.frames.length, true);
  if (fact.place) {
    const place = own.at(-1);
    assert.deepEqual([place?.file, place?.line], [fact.place.file, fact.place.line]);
  }
}
