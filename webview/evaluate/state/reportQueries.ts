import type {
  LocalizationQuery,
  RowSource,
} from '../../../src/cam/results/evaluation/localization.ts';
import type { ReportKind, ReportRequests } from '../../../src/protocol/evaluate.ts';
import type { PageState } from './store.ts';

/** Of all samples and intervals, so that figures are the same each time. */
const SEED = 0;

/** Largest number of clusters of a class. */
const CLUSTERS = 4;

/** Images of the sample of *Trust*: each takes hundreds of runs of the model. */
const TRUST_IMAGES = 20;

/** How many images *Trust* will look at: labelled ones, if there are any. */
export function sampleSize({ overview }: Pick<PageState, 'overview'>): number {
  const labelled = overview?.classification?.top1.of ?? 0;
  return Math.min(TRUST_IMAGES, labelled > 0 ? labelled : (overview?.pictures ?? TRUST_IMAGES));
}

/** As `BASELINES` of the contract; the page holds no values of the library's results. */
const BASELINES = [
  'centreGaussian',
  'wholePicture',
  'centreBox',
  'random',
  'meanActivation',
  'otherClass',
] as const;

type AnyQuery = { [Kind in ReportKind]: ReportRequests[Kind]['request'] }[ReportKind];

/** The question for a report; undefined if something is still to be chosen for it. */
export function reportQuery(kind: ReportKind, state: PageState): { query: AnyQuery } | undefined {
  switch (kind) {
    case 'localization':
      return state.overview?.annotations ? { query: localizationQuery(state) } : undefined;
    case 'evidence':
      return { query: { seed: SEED, clusters: CLUSTERS } };
    case 'trust':
      return { query: { seed: SEED, sample: TRUST_IMAGES, rows: rowsOf(state) } };
    case 'preprocessing':
      return state.overview?.labels ? { query: undefined } : undefined;
    case 'parity':
      return state.view.before && { query: { before: state.view.before.path } };
  }
}

/** The rows of the localization's table: the model's own map, and the baselines that it is held against. */
export function localizationQuery({ view }: PageState): LocalizationQuery {
  const { boxRule, threshold, hasGeometry, methods, hasTenCrops, mapFolders } = view;
  const rows: RowSource[] = [
    OWN,
    ...(hasTenCrops ? [{ kind: 'method' as const, method: 'cam', crops: 10 as const }] : []),
    ...methods.map((method): RowSource => ({ kind: 'method', method, crops: 1 })),
    ...mapFolders.map((folder): RowSource => ({ kind: 'folder', folder })),
    ...baselineRows(BASELINES),
  ];
  return { rows, boxRule, threshold, hasGeometry, seed: SEED };
}

const OWN: RowSource = { kind: 'method', method: 'cam', crops: 1 };

function baselineRows(baselines: readonly (typeof BASELINES)[number][]): RowSource[] {
  return baselines.map((baseline) => ({ kind: 'baseline', baseline }));
}

function rowsOf({ model }: PageState): RowSource[] {
  const methods = (model?.methods ?? []).filter(({ method }) => QUICK.includes(method));
  return [
    OWN,
    ...methods.map(({ method }): RowSource => ({ kind: 'method', method, crops: 1 })),
    // A map that is the same everywhere gives pixels no order.
    ...baselineRows(BASELINES.filter((baseline) => baseline !== 'wholePicture')),
  ];
}

/** Methods of few runs; the others would take minutes for each image. */
const QUICK: readonly string[] = [
  'grad-cam',
  'hires-cam',
  'layer-cam',
  'saliency',
  'gradient-input',
];
