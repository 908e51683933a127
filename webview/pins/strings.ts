import type { PinSummary } from '../../src/cam/pins/compare.ts';
import type { PinBaseline } from '../../src/protocol/pins.ts';

/** The parts of the list, the worst first. */
export type PinGroup = 'flipped' | 'moved' | 'weaker' | 'waiting' | 'new' | 'steady' | 'failed';

/** Every text of the page of pinned images. */
export const strings = {
  // In place of the list
  untrusted: 'Pinned images are run through the model, so this needs a trusted workspace.',
  manageTrust: 'Manage Workspace Trust',
  needsFolder: 'Pinned images are kept in the workspace. Open a folder to pin some.',
  openFolder: 'Open Folder',
  needsModel: 'Choose the model whose predictions are to be watched.',
  chooseModel: 'Choose Model',
  noPins: (model: string) => `No image is pinned for ${model}.`,
  howToPin:
    'Pin the images that matter: after each export they show which predictions flipped and which boxes moved, worst first. Right-click images in the explorer and choose Pin Image, or use the pin in the title bar of Show CAM.',
  pinImages: 'Pin Images…',
  kept: 'The list is kept in .vscode/cam-lens.pins.json and can be committed.',
  reading: 'Reading …',
  actions: {
    retry: 'Try Again',
    chooseModel: 'Choose Model',
    editPreprocessing: 'Edit Preprocessing',
    openPinsFile: 'Open File',
  },

  // What goes on
  running: (done: number, all: number) => `Computing ${done + 1} of ${all} …`,
  progress: 'Images computed',
  stop: 'Stop',
  stopped: (done: number, all: number) => `Stopped: ${done} of ${all} are computed.`,
  goOn: 'Go On',
  waiting: (model: string) =>
    `Waiting for ${model}: it cannot be read yet. Below is the list of before.`,

  // Summary
  pinned: (count: number) => (count === 1 ? '1 image pinned' : `${count} images pinned`),
  flipped: ({ flipped, compared }: PinSummary) => `${flipped} of ${compared} flipped`,
  medianOverlap: (value: string) => `median box IoU ${value}`,
  accuracy: ({ right, judged, rightBefore, judgedBefore }: PinSummary) => {
    const now = `accuracy ${right}/${judged}`;
    const isSame = right === rightBefore && judged === judgedBefore;
    return isSame || judgedBefore === 0 ? now : `${now} (was ${rightBefore}/${judgedBefore})`;
  },
  failed: (count: number) => `${count} failed`,
  comparedWith: (model: string, baseline: PinBaseline, when: string) =>
    ({
      none: `${model}: the next export is compared with this one.`,
      accepted: `${model}: this export is the baseline.`,
      export: `${model}: compared with the export of ${when}.`,
    })[baseline.kind],
  accept: 'Accept as Baseline',
  acceptHint: 'Compare with this export from now on, so that the list is quiet again',

  // Parts of the list
  groups: {
    flipped: 'Flipped',
    moved: 'Box moved',
    weaker: 'Less sure',
    waiting: 'Not computed yet',
    new: 'Nothing to compare with',
    steady: 'Unchanged',
    failed: 'Cannot be computed',
  } satisfies Record<PinGroup, string>,

  // Row
  changed: (before: string, after: string) => `${before} became ${after}`,
  expected: (label: string) => `expected ${label}`,
  isExpected: 'as expected',
  unknownClass: (label: string) => `the model has no class “${label}”`,
  boxOverlap: (value: string) => `box IoU ${value}`,
  boxOverlapHint:
    'Overlap of the box with that of before (dashed): intersection over union. 1: the same box; 0: apart',
  boxGone: 'no box any more',
  boxNew: 'no box before',
  logit: (before: string, now: string) => `logit ${before} \u2192 ${now}`,
  itsLogit: (before: string, now: string) => `its logit ${before} \u2192 ${now}`,
  probability: (before: string, now: string) => `${before} \u2192 ${now}`,
  nowOnly: (label: string, now: string) => `${label} now ${now}`,
  beforeOnly: (label: string, before: string) => `${label} before ${before}`,
  showCam: 'Show CAM',
  setExpected: 'Set expected class… (F2)',
  unpin: 'Unpin (Delete)',
  listName: 'Pinned images, worst first',
} as const;
