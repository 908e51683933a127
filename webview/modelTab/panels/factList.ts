import type { Sourced } from '../../../src/cam/config/preprocessing.ts';
import type { ModelFacts, TensorFacts } from '../../../src/cam/results/inspection.ts';
import { preprocessingTexts } from '../../shared/format/preprocessingText.ts';
import { element, isolated } from '../../shared/widgets/dom.ts';
import { icon } from '../../shared/widgets/icons.ts';
import { button } from '../../shared/widgets/toolkit.ts';
import type { Host } from '../state/host.ts';
import { formatBytes } from '../state/sizes.ts';
import type { PageState, Store } from '../state/store.ts';
import { factsOf } from '../state/store.ts';
import { strings, times } from '../state/strings.ts';

/** Number of metadata entries that are shown at first. */
const FIRST_METADATA = 6;
/** Some exporters write whole graphs into the metadata. */
const MAX_TEXT = 300;

/** Facts from the file, and facts from other sources with their source. */
export function factList(store: Store, host: Host): HTMLElement {
  const list = element('dl', { class: 'facts', 'data-testid': 'facts' });
  const metadata = { isWhole: false };
  const redraw = () => {
    const facts = factsOf(store.state);
    if (facts) list.replaceChildren(...rows(facts, store.state, host, metadata, redraw));
  };
  store.listen((state, previous) => {
    const keys = ['facts', 'inspection', 'hash', 'isTrusted'] as const;
    if (keys.some((key) => state[key] !== previous[key])) redraw();
  });
  return element(
    'section',
    { class: 'file-facts', 'aria-label': strings.facts },
    element('h2', {}, strings.facts),
    list,
  );
}

function rows(
  facts: ModelFacts,
  state: PageState,
  host: Host,
  metadata: { isWhole: boolean },
  redraw: () => void,
): Node[] {
  const { operatorSets, weightTypes, parameters, nodeCount } = facts;
  const sets = operatorSets.map(({ domain, version }) =>
    domain ? `${domain} ${version}` : version,
  );
  const count = (value: number) => value.toLocaleString('en');
  const isNote = facts.authorNote !== '';
  return [
    ...fact(strings.input, ...inputLines(facts, state, host)),
    ...fact(strings.output, ...facts.outputs.map(tensorLine)),
    ...sourcedRows(state, host),
    ...fact(strings.exporter, facts.producer || strings.exporterUnknown),
    ...fact(strings.version, strings.versions(facts.irVersion, sets.join(', '))),
    ...fact(strings.parameters, strings.parameterFacts(count(parameters), count(nodeCount))),
    ...(weightTypes.length > 0 ? fact(strings.weights, weightTypes.join(', ')) : []),
    ...fact(strings.files, ...fileLines(facts, state.fileName)),
    ...(state.isTrusted ? fact(strings.hash, hashLine(state.hash, host)) : []),
    ...(isNote ? fact(strings.authorNote, facts.authorNote) : []),
    ...metadataRows(facts.metadata, metadata, redraw),
  ];
}

function inputLines({ inputs }: ModelFacts, { inspection }: PageState, host: Host): Line[] {
  const lines: Line[] = inputs.map(tensorLine);
  const input = inspection?.input;
  if (!input) return lines;
  const size = times(input.width ?? strings.freeSize, input.height ?? strings.freeSize);
  const parts = [input.layout, strings.channelsAs[input.channels], `${size} px`];
  // The layout comes from the file; the content of the input, and its size if it is free, come from preprocessing.
  const edit = editButton('input', strings.editInput, () =>
    host.post({ type: 'edit', what: 'preprocessing' }),
  );
  const source = element('span', {}, strings.source(strings.inputSource));
  const from = element('span', { class: 'source' }, source, edit);
  return [...lines, quiet(parts.join(' · ')), from];
}

function editButton(what: string, label: string, onClick: () => void): HTMLElement {
  return button({ label, icon: icon('edit'), testId: `edit-${what}`, onClick });
}

function tensorLine({ name, elementType, dims }: TensorFacts): Line {
  return element(
    'span',
    { class: 'line' },
    element('span', { class: 'tensor-name' }, isolated(name)),
    ` ${elementType} `,
    element('span', { class: 'number' }, `[${dims.join(', ')}]`),
  );
}

function sourcedRows({ inspection, isTrusted }: PageState, host: Host): Node[] {
  if (!inspection) {
    if (isTrusted) return [];
    const line = quiet(strings.unknownUntilRun);
    return [...fact(strings.preprocessing, line), ...fact(strings.labels, line.cloneNode(true))];
  }
  const { labels, preprocessing } = inspection;
  return [
    ...(preprocessing
      ? sourced('preprocessing', preprocessing, preprocessingTexts(preprocessing.value), host)
      : []),
    ...(labels ? sourced('labels', labels, describeLabels(labels.value), host) : []),
  ];
}

function sourced(
  what: 'labels' | 'preprocessing',
  { source, file, standIn }: Sourced<unknown>,
  lines: string[],
  host: Host,
): Node[] {
  const label = what === 'labels' ? strings.editLabels : strings.editPreprocessing;
  const edit = editButton(what, label, () => host.post({ type: 'edit', what }));
  const text = element('span', { title: file }, standIn ? source : strings.source(source));
  const from = element('span', { class: 'source' }, text, edit);
  return fact(what === 'labels' ? strings.labels : strings.preprocessing, ...lines, from);
}

function describeLabels(labels: string[]): string[] {
  const some = labels.slice(0, 4).join(', ');
  return [strings.labelCount(labels.length), labels.length > 4 ? `${some}, …` : some];
}

function fileLines({ byteSize, externalFiles }: ModelFacts, fileName: string): Line[] {
  const own = fileLine(fileName, formatBytes(byteSize));
  const others = externalFiles.map(({ location, byteSize: size }) =>
    size === undefined
      ? fileLine(location, strings.missing, 'missing')
      : fileLine(location, formatBytes(size)),
  );
  return [own, ...others];
}

function fileLine(name: string, size: string, className = ''): Line {
  const text = element('span', { class: 'number' }, size);
  if (className !== '') text.prepend(icon('inexact'), ' ');
  return element('span', { class: `line file-line ${className}` }, element('span', {}, name), text);
}

function hashLine(hash: string | undefined, host: Host): Line {
  if (hash === undefined) return quiet(strings.hashPending);
  const copied = element('span', { class: 'note', role: 'status' });
  const copy = button({
    label: strings.copyHash,
    icon: icon('copy'),
    testId: 'copy-hash',
    onClick: () => {
      host.post({ type: 'copy', text: hash });
      copied.textContent = strings.copied;
    },
  });
  const code = element('code', { class: 'hash', title: hash, 'data-testid': 'hash' }, hash);
  return element('span', { class: 'line hash-line' }, code, copy, copied);
}

function metadataRows(
  entries: ModelFacts['metadata'],
  metadata: { isWhole: boolean },
  redraw: () => void,
): Node[] {
  if (entries.length === 0) return [];
  const shown = metadata.isWhole ? entries : entries.slice(0, FIRST_METADATA);
  const lines = shown.map(([key, value]) =>
    element(
      'span',
      { class: 'line', title: value.length > MAX_TEXT ? value.slice(0, 4000) : undefined },
      element('span', { class: 'metadata-key' }, key),
      ' ',
      value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}…` : value,
    ),
  );
  if (shown.length < entries.length) {
    const onClick = () => {
      metadata.isWhole = true;
      redraw();
    };
    const label = strings.more(entries.length - shown.length);
    lines.push(element('span', { class: 'line' }, button({ label, onClick })));
  }
  return fact(strings.metadata, ...lines);
}

type Line = Node | string;

function quiet(text: string): HTMLElement {
  return element('span', { class: 'line note' }, text);
}

function fact(name: string, ...lines: Line[]): Node[] {
  const spans = lines.map((line) =>
    typeof line === 'string' ? element('span', { class: 'line' }, line) : line,
  );
  return [element('dt', {}, name), element('dd', {}, ...spans)];
}
