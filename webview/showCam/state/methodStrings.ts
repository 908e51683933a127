import { t } from '@vscode/l10n';

/** Texts about maps by methods. */
export const methodStrings = {
  method: t('Method'),
  methodHint: (name: string) => t('Made by {0}: choose another method', name),
  madeBy: (name: string) => t('made by {0}', name),
  loading: t('Looking which methods this model allows…'),
  noCam: (reason: string) => t('No CAM: {0}', reason),
  hasNoCam: t('no CAM'),
  onlyCam: t('Channels and how the map adds up belong to CAM.'),
  showBeside: (name: string) => t('Show {0} beside it', name),
  mostBeside: t('At most four pictures are shown.'),
  closeBeside: (name: string) => t('Close {0}', name),
  checkFailed: t('check failed'),
  ownScales: t('Each picture has its own scale, in its own unit.'),
  valueHere: t('Value at the place under the pointer'),
  saveJsonOf: (name: string) => t('Save {0} as JSON', name),
  spokenValue: (name: string, value: string) => t('{0} {1}', name, value),
  instead: (way: string, chosen: string, reason: string) =>
    t('{0} in place of {1}: {2}', way, chosen, reason),
  ofSide: (side: string, text: string) => `${side}: ${text}`,
  otherMethods: {
    models: (a: string, b: string) =>
      t(
        'No difference to show: A is shown by {0} and B by {1}, and their values mean different things.',
        a,
        b,
      ),
    beforeAfter: (after: string, before: string) =>
      t(
        'No difference to show: before is shown by {1} and after by {0}, and their values mean different things.',
        after,
        before,
      ),
  },
  otherPixels: t(
    'No difference to show: by this method each value is for one part of the input, and the parts of the two models cover areas of different sizes in the photo.',
  ),
  otherUnits: t(
    'No difference to show: by this method values are per unit of the model’s input, and the two models scale their input differently.',
  ),
  notDrawnBefore: (method: string, label: string) =>
    t(
      'Before the change, no map of {1} by {0} was drawn. It will be there from the next export on.',
      method,
      label,
    ),
  noCommonScale: t(
    'The values of the two maps are of different kinds, so each map has its own scale.',
  ),
  comparedScaleHints: {
    both: t('Both maps share one scale, set by the stronger one.'),
    model: t('Each map has its own scale. Colours cannot be compared between the two.'),
  },
  differenceTexts: {
    models: t('Red where the value of model A is larger, blue where that of model B is.'),
    beforeAfter: t('Red where the value has become larger, blue where it has become smaller.'),
  },
  differenceDescription: (title: string, a: string, b: string, min: string, max: string) =>
    t(
      'Difference of the maps of {0}: {1} minus {2}. Values from {3} to {4}.',
      title,
      a,
      b,
      min,
      max,
    ),
  readingOf: (side: string, value: string) => t('{0}: {1}.', side, value),
  working: (method: string, title: string) => t('{0} of {1}', method, title),
  progress: t('Part of the map that is done'),
  stop: t('Stop'),
  stopped: (title: string) => t('{0} was stopped.', title),
  stopBeside: t('Stop this map'),
  retry: t('Try again'),
  goBack: t('Back to the map on show'),
  clip: t('Clip at'),
  clipHint: (percent: string) =>
    t('{0} of the pixels are weaker than the end of the colours', percent),
  noClip: t('The colours end at the strongest pixel'),
  clipped: (percent: string) => t('clipped at {0}', percent),
  notClipped: t('not clipped'),
  ownScale: t('scale of this map'),
  units: {
    layer: t('their mean is in logit units'),
    sensitivity: t('logit per unit of the input'),
    parts: t('what each pixel adds to the logit'),
    fall: t('fall of the logit when covered'),
  },
  value: (value: string) => t('value {0}', value),
  description: (method: string, title: string, image: string, min: string, max: string) =>
    t('{0} of {1} over {2}. Values from {3} to {4}.', method, title, image, min, max),
  mapFacts: (name: string, width: number, height: number) =>
    t('{0} · {1}\u202f×\u202f{2}', name, width, height),
  mapFactsAt: (name: string, width: number, height: number, tensor: string) =>
    t('{0} · {1}\u202f×\u202f{2} at “{3}”', name, width, height, tensor),
  neverSmooth: t('A map of pixels is always drawn pixel by pixel.'),
  tooLarge: t('A map of pixels is too large for a table. Save it as .npy instead.'),
} as const;
