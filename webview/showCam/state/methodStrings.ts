import { t } from '@vscode/l10n';

/** Texts about maps by methods. */
export const methodStrings = {
  method: t('Method'),
  methodHint: (name: string) => t('Made by {0}: choose another method', name),
  madeBy: (name: string) => t('made by {0}', name),
  loading: t('Looking which methods this model allows…'),
  noCam: (reason: string) => t('No CAM: {0}', reason),
  hasNoCam: t('no CAM'),
  onlyCam: t('Channels, class units and how the map adds up belong to CAM.'),
  compareByCam: t('Compare with another model, by CAM…'),
  noCompare: t('Models are compared by CAM, and this one has none.'),
  beforeByCam: t('before | after is shown by CAM'),
  showBeside: (name: string) => t('Show {0} beside it', name),
  mostBeside: t('At most four pictures are shown.'),
  closeBeside: (name: string) => t('Close {0}', name),
  checkFailed: t('check failed'),
  ownScales: t('Each picture has its own scale, in its own unit.'),
  valueHere: t('Value at the place under the pointer'),
  saveJsonOf: (name: string) => t('Save {0} as JSON', name),
  spokenValue: (name: string, value: string) => t('{0} {1}', name, value),
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
