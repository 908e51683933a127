import { t } from '@vscode/l10n';
import type { PinSummary } from '../../src/cam/pins/compare.ts';
import type { PinBaseline } from '../../src/protocol/pins.ts';

/** The parts of the list, the worst first. */
export type PinGroup = 'flipped' | 'moved' | 'weaker' | 'waiting' | 'new' | 'steady' | 'failed';

/** Every text of the page of pinned images. */
export const strings = {
  // In place of the list
  untrusted: t('Pinned images are run through the model, so this needs a trusted workspace.'),
  manageTrust: t('Manage Workspace Trust'),
  needsFolder: t('Pinned images are kept in the workspace. Open a folder to pin some.'),
  openFolder: t('Open Folder'),
  needsModel: t('Choose the model whose predictions you want to watch.'),
  chooseModel: t('Choose Model'),
  noPins: (model: string) => t('No image is pinned for {0}.', model),
  howToPin: t(
    'Pin the images that matter. After each export you see which predictions flipped and which boxes moved, the worst first. Right-click images in the explorer and choose Pin Image, or use the pin in the title bar of Show CAM.',
  ),
  pinImages: t('Pin Images…'),
  kept: t('The list is kept in .vscode/cam-lens.pins.json and can be committed.'),
  reading: t('Reading …'),
  actions: {
    retry: t('Try Again'),
    chooseModel: t('Choose Model'),
    editPreprocessing: t('Edit Preprocessing'),
    openPinsFile: t('Open File'),
  },

  // What goes on
  running: (done: number, all: number) => t('Computing {0} of {1} …', done + 1, all),
  progress: t('Images computed'),
  stop: t('Stop'),
  stopped: (done: number, all: number) => t('Stopped: {0} of {1} computed.', done, all),
  goOn: t('Resume'),
  waiting: (model: string) =>
    t('Waiting for {0}, which is still being written. Showing the previous results.', model),

  // Summary
  pinned: (count: number) => (count === 1 ? t('1 image pinned') : t('{0} images pinned', count)),
  flipped: ({ flipped, compared }: PinSummary) => t('{0} of {1} flipped', flipped, compared),
  medianOverlap: (value: string) => t('median box overlap {0}', value),
  accuracy: ({ right, judged, rightBefore, judgedBefore }: PinSummary) => {
    const now = t('accuracy {0}/{1}', right, judged);
    const isSame = right === rightBefore && judged === judgedBefore;
    return isSame || judgedBefore === 0
      ? now
      : t('{0} (was {1}/{2})', now, rightBefore, judgedBefore);
  },
  failed: (count: number) => t('{0} failed', count),
  comparedWith: (model: string, baseline: PinBaseline, when: string) =>
    ({
      none: t('{0}: the next export is compared with this one.', model),
      accepted: t('{0}: this export is the baseline.', model),
      export: t('{0}: compared with the export from {1}.', model, when),
    })[baseline.kind],
  mapsBy: (method: string) => t('Maps by {0}', method),
  mapsHint: t('Choose how the maps are made'),
  otherMaps: (method: string) =>
    t(
      'The maps before were made by {0}: only scores are compared until you accept this export as the baseline.',
      method,
    ),
  accept: t('Accept as Baseline'),
  acceptHint: t('Compare all later exports with this one'),

  // Parts of the list
  groups: {
    flipped: t('Flipped'),
    moved: t('Box moved'),
    weaker: t('Less sure'),
    waiting: t('Not computed yet'),
    new: t('Nothing to compare with'),
    steady: t('Unchanged'),
    failed: t('Could not be computed'),
  } satisfies Record<PinGroup, string>,

  // Row
  changed: (before: string, after: string) => t('{0} became {1}', before, after),
  expected: (label: string) => t('expected {0}', label),
  isExpected: t('as expected'),
  unknownClass: (label: string) => t('the model has no class “{0}”', label),
  boxOverlap: (value: string) => t('box overlap {0}', value),
  boxOverlapHint: t(
    'How much the box overlaps the previous one (dashed), as intersection over union: 1 is the same box, 0 is no overlap.',
  ),
  boxGone: t('no box now'),
  boxNew: t('no box before'),
  logit: (before: string, now: string) => t('logit {0} \u2192 {1}', before, now),
  itsLogit: (before: string, now: string) => t('its logit {0} \u2192 {1}', before, now),
  probability: (before: string, now: string) => `${before} \u2192 ${now}`,
  nowOnly: (label: string, now: string) => t('{0} now {1}', label, now),
  beforeOnly: (label: string, before: string) => t('{0} before {1}', label, before),
  showCam: t('Show CAM'),
  setExpected: t('Set expected class… (F2)'),
  unpin: t('Unpin (Delete)'),
  listName: t('Pinned images, worst first'),
} as const;
