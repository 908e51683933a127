import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CodeLocator } from '../../../src/cam/code/locate/locate.ts';
import { readOrigins } from '../../../src/cam/code/origins/origins.ts';
import type { CodeLink, SourceLine } from '../../../src/cam/code/python/codeLink.ts';
import { Graph } from '../../../src/cam/onnx/file/graph.ts';
import { readOnnxModel } from '../../../src/cam/onnx/readModel.ts';
import { fixtureSources } from './folderSources.ts';
import type { Outcome } from './linkTable.ts';
import { codeLinkTable } from './linkTable.ts';

const folder = path.resolve('test/fixtures/code');
const workspace = path.join(folder, 'workspace');

/** A line of the answers, which PyTorch gave when it ran the project; see `make.py`. */
interface TrueLine {
  file: string;
  cell?: number;
  line: number;
}

interface TrueNode {
  node: string;
  output: string;
  module: string;
  functional: boolean;
  call: TrueLine | null;
  callers: TrueLine[];
  gone?: boolean;
}

interface Answers {
  networks: Record<string, { modules: Record<string, { definitions: TrueLine[] }> }>;
  models: { file: string; network: string; setting: string; nodes: TrueNode[] }[];
}

const answers: Answers = JSON.parse(readFileSync(path.join(folder, 'expected.json'), 'utf8'));

describe('the Python lines of a model’s nodes', () => {
  const sources = fixtureSources(workspace);
  const outcomes: Outcome[] = [];

  for (const model of answers.models) {
    it(model.file, async () => {
      const origins = readOrigins(new Graph(await readOnnxModel(path.join(workspace, model.file))));
      const locator = new CodeLocator(origins, sources);
      assert.ok(model.nodes.length > 0);
      for (const node of model.nodes) {
        const origin = origins.find(({ outputs }) => outputs.includes(node.output));
        assert.ok(origin, `${node.node} is in the file`);
        const link = await locator.locate(origin);
        const definitions = node.functional
          ? []
          : (answers.networks[model.network]?.modules[node.module]?.definitions ?? []);
        outcomes.push({
          setting: model.setting,
          definition: checkDefinition(link, definitions, node),
          call: checkCall(link, node),
        });
      }
    });
  }

  it('docs/accuracy.md shows this table', function () {
    if (outcomes.length < answers.models.flatMap(({ nodes }) => nodes).length) return this.skip();
    const page = readFileSync('docs/accuracy.md', 'utf8');
    const [, shown] =
      /<!-- code link table -->\n(.*?)\n<!-- end of code link table -->/s.exec(page) ?? [];
    const table = codeLinkTable(outcomes);
    assert.equal(shown, table, `the table of docs/accuracy.md should be\n\n${table}\n`);
  });
});

/** A missing definition is better than a wrong one. */
function checkDefinition(
  link: CodeLink | undefined,
  right: readonly TrueLine[],
  { node }: TrueNode,
): Outcome['definition'] {
  const found = link?.definition;
  if (!found) return right.length === 0 ? 'none' : 'notFound';
  const names = right.map(nameOf);
  if (names.includes(shownName(found))) return 'right';
  const others = link.otherDefinitions.map(shownName);
  assert.ok(
    others.some((other) => names.includes(other)),
    `${node} is defined at ${names.join(' or ')}, not at ${shownName(found)}`,
  );
  return 'oneOfSeveral';
}

/** A line that is called exact must be the right one; any other must at least lead there. */
function checkCall(link: CodeLink | undefined, node: TrueNode): Outcome['call'] {
  const found = link?.call && shownName(link.call);
  if (found === undefined) return node.gone ? 'none' : 'notFound';
  if (node.call && found === nameOf(node.call)) return 'right';
  const callers = node.callers.map(nameOf);
  assert.ok(callers.includes(found), `${node.node} is called at ${found}: ${callers.join(', ')}`);
  assert.equal(link?.certainty, 'callingLine', `${node.node} at ${found}`);
  return 'leadsThere';
}

function nameOf({ file, cell, line }: TrueLine): string {
  return cell === undefined ? `${file}:${line}` : `${file}#${cell}:${line}`;
}

function shownName({ file, line }: SourceLine): string {
  return `${path.relative(workspace, file).replaceAll('\\', '/')}:${line}`;
}
