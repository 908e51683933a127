import type { ParityReport } from '../../../src/cam/results/evaluation/parity.ts';
import { TileGrid } from '../../shared/grid/tileGrid.ts';
import { element, setText } from '../../shared/widgets/dom.ts';
import { button } from '../../shared/widgets/toolkit.ts';
import { ReportFrame } from '../panels/reportFrame.ts';
import type { Figure } from '../panels/scoreTable.ts';
import { scoreTable } from '../panels/scoreTable.ts';
import type { PageParts } from '../state/page.ts';
import { reportStrings as strings } from '../state/reportStrings.ts';
import { absolutePath } from '../state/store.ts';
import { formatPercentOf } from '../state/strings.ts';
import { ParityTile } from './parityTile.ts';

const TILE_PX = 190;
const CAPTION_PX = 42;

/** The same folder under another model: what an export or a quantisation changed. */
export function parityView(parts: PageParts): HTMLElement {
  const { host } = parts;
  const headline = element('p', { class: 'answer-right number', 'data-testid': 'parity-headline' });
  const details = element('p', { class: 'number', 'data-testid': 'parity-details' });
  const table = element('div', { class: 'score-place' });
  let shown: ParityReport | undefined;
  const grid = new TileGrid({
    ...{
      label: strings.worstPictures,
      testId: 'differing',
      tilePx: TILE_PX,
      captionPx: CAPTION_PX,
    },
    makeTile: () => new ParityTile(parts, (index) => shown?.worst[index]),
    onOpen: (index) => {
      const picture = shown?.worst[index];
      if (!picture) return;
      const { after, before } = picture;
      const path = absolutePath(parts.store.state, picture.path);
      const contrastClass = after === before ? undefined : before;
      host.post({ type: 'showCam', path, classIndex: after, contrastClass });
    },
  });
  const other = button({
    label: strings.chooseOther,
    testId: 'choose-other',
    onClick: () => host.post({ type: 'chooseBefore' }),
  });
  const list = element(
    'section',
    { class: 'localized' },
    element('h2', {}, strings.worstPictures),
    grid.element,
  );
  const frame = new ReportFrame(parts, {
    kind: 'parity',
    text: strings.comparing,
    head: element(
      'div',
      { class: 'parity-head' },
      headline,
      element('span', { class: 'spacer' }),
      other,
    ),
    content: element('div', { class: 'report-body' }, details, table, list),
    fill: (report: ParityReport) => {
      shown = report;
      const { before, after, accuracyChange } = report;
      setText(headline, headlineOf(after.accuracy.value, accuracyChange));
      setText(details, detailsOf(report));
      table.replaceChildren(figures(report, before.name, after.name));
      grid.update(report.worst.length);
    },
    missing: ({ view }) => (view.before ? undefined : chooseFirst(parts)),
  });
  return frame.element;
}

/** Without a baseline there is nothing to compare. */
function chooseFirst({ host }: PageParts): HTMLElement {
  return element(
    'div',
    { class: 'report-stopped' },
    element('p', { class: 'empty-note' }, strings.needsBefore),
    button({
      label: strings.chooseBefore,
      appearance: 'primary',
      testId: 'choose-before',
      onClick: () => host.post({ type: 'chooseBefore' }),
    }),
  );
}

function headlineOf(accuracy: number, change: number): string {
  const points = change.toFixed(1).replace('-', '\u2212');
  if (Number(change.toFixed(1)) === 0) return strings.accuracyAsBefore(accuracy);
  return strings.accuracyChange(accuracy, change > 0 ? `+${points}` : points);
}

function detailsOf({ mended, broken, changed, pictures, mcNemar }: ParityReport): string {
  const p = mcNemar.pValue < 0.001 ? 'p < 0.001' : `p = ${mcNemar.pValue.toFixed(3)}`;
  return [
    strings.broken(broken),
    strings.mended(mended),
    strings.changed(changed, pictures),
    strings.mcNemar(p),
  ].join(' · ');
}

interface FigureRow {
  name: string;
  before: Figure | undefined;
  after: Figure | undefined;
  /** How alike both are. */
  likeness: Figure | undefined;
  format: (value: number) => string;
}

function figures(
  { before, after, boxIou, mapCorrelation }: ParityReport,
  beforeName: string,
  afterName: string,
): HTMLElement {
  const none = { before: undefined, after: undefined };
  const decimal = (value: number) => value.toFixed(3).replace('-', '\u2212');
  const rows: FigureRow[] = [
    {
      name: strings.accuracy,
      before: before.accuracy,
      after: after.accuracy,
      likeness: undefined,
      format: formatPercentOf,
    },
    { name: strings.boxIou, ...none, likeness: boxIou, format: decimal },
    { name: strings.mapCorrelation, ...none, likeness: mapCorrelation, format: decimal },
  ];
  const format = (value: number, row: FigureRow) => row.format(value);
  return scoreTable<FigureRow>(
    {
      label: strings.parityFigures,
      testId: 'parity-table',
      nameTitle: strings.parityColumns.what,
      nameHint: strings.parityFigures,
      nameOf: ({ name }) => name,
      isQuiet: () => false,
      columns: [
        {
          title: strings.parityColumns.before,
          note: beforeName,
          hint: beforeName,
          figureOf: (figure) => figure.before,
          format,
        },
        {
          title: strings.parityColumns.after,
          note: afterName,
          hint: afterName,
          figureOf: (figure) => figure.after,
          format,
        },
        {
          title: strings.parityColumns.likeness,
          note: strings.parityHints.likeness,
          hint: strings.parityHints.likeness,
          figureOf: (figure) => figure.likeness,
          format,
        },
      ],
    },
    rows,
  );
}
