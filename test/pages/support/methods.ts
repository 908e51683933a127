import path from 'node:path';
import type { Explanation } from '../../../src/cam/results/explanation.ts';
import type { MapMethod, MethodOffer } from '../../../src/cam/results/methodMap.ts';
import type { MethodMap, MethodRequests, ShownModel } from '../../../src/protocol/mapMethods.ts';
import type { RequestMessage } from '../../../src/protocol/requests.ts';
import type {
  Explained,
  FromShowCam,
  ImageList,
  ModelChange,
  Side,
  ToShowCam,
} from '../../../src/protocol/showCam.ts';
import { counting, countingExplanation, countingModel } from './explanation.ts';
import type { Panel } from './panel.ts';
import { greyPng } from './panel.ts';

const NAMES: Record<MapMethod, string> = {
  'grad-cam': 'Grad-CAM',
  'hires-cam': 'HiResCAM',
  'layer-cam': 'LayerCAM',
  saliency: 'Saliency (back-propagation)',
  'gradient-input': 'Gradient × input',
  'integrated-gradients': 'Integrated gradients',
  'smooth-grad': 'SmoothGrad',
  occlusion: 'Occlusion',
};

/** All methods. @param reasons why some cannot be chosen */
export function methodOffers(reasons: Partial<Record<MapMethod, string>> = {}): MethodOffer[] {
  return Object.entries(NAMES).map(([method, name]) => {
    const reason = reasons[method as MapMethod];
    return { method: method as MapMethod, name, ...(reason === undefined ? {} : { reason }) };
  });
}

/** Grad-CAM of the counting model, over the photo as its CAM: (class + 1) · f_0. */
export function layerMap(classIndex = 0, change: Partial<MethodMap> = {}): MethodMap {
  const { geometry, place } = countingExplanation(countingModel(), new Uint8Array());
  const values = Float32Array.from({ length: 12 }, (_, i) => i * (classIndex + 1));
  return {
    ...{ method: 'grad-cam', layer: 'features', class: classIndex, geometry, place },
    map: { ...counting.map, values },
    claim: { standing: 'approximate', text: 'Grad-CAM · gradient checked: 2e-4' },
    ...change,
  };
}

/** A value for each of the 40×30 pixels of the counting model's input: 0 to 1199, row by row. */
export function pixelMap(
  method: MapMethod = 'saliency',
  change: Partial<MethodMap> = {},
): MethodMap {
  const { layer: _, ...rest } = layerMap();
  return {
    ...rest,
    method,
    map: { width: 40, height: 30, values: Float32Array.from({ length: 1200 }, (_, i) => i) },
    claim: { standing: 'approximate', text: `${NAMES[method]} · gradient checked: 2e-4` },
    ...change,
  };
}

/** The counting model if it had no CAM. */
export function plainModel(): ShownModel {
  const model = countingModel('/models/token.onnx');
  return {
    ...model,
    ...{ mapKind: 'none', poolings: [], classWeights: undefined },
    summary: '/models/token.onnx has no class activation map: its head reads a class token.',
  };
}

const ONE_IMAGE: ImageList = { names: ['grey.png'], index: 0 };

/** Opens the page with a model without a CAM, which shows a Grad-CAM. */
export async function showPlain(panel: Panel, view = {}, first = layerMap()): Promise<void> {
  const state = { imageUris: ['grey.png'], index: 0, modelPath: plainModel().path, view };
  await panel.send({ type: 'start', images: ONE_IMAGE, state });
  await explainPlain(panel, 'main', first);
  await panel.hasSent('drawn');
}

/** Sends the result of a model without a CAM. */
export async function explainPlain(
  panel: Panel,
  side: Side,
  first = layerMap(),
  { images = ONE_IMAGE, change }: { images?: ImageList; change?: ModelChange } = {},
): Promise<void> {
  const { model, explanation, variant } = plainResult(await greyPng(), first);
  await panel.send({
    ...{ type: 'model', side, model, fileName: path.basename(model.path) },
    methods: { offers: methodOffers({ 'layer-cam': 'It has no layer.' }), first: first.method },
  });
  await panel.send({
    ...{ type: 'explanation', side, images, explanation, variant, methodMap: first },
    ...(change ? { change } : {}),
  });
}

/** What a model without a CAM says of the photo. */
export function plainResult(png: Uint8Array, { map, geometry, claim }: MethodMap): Explained {
  const model = plainModel();
  const explanation: Explanation = {
    ...countingExplanation(countingModel(), png),
    ...{ modelVersion: model.version, geometry, claim },
    featureMap: { ...map, channels: 0, values: new Float32Array() },
  };
  return { model, explanation, variant: {} };
}

/** Chooses a method from the list, and answers which there are if the page asks. */
export async function chooseMethod(
  panel: Panel,
  method: MapMethod | 'cam',
  reasons: Parameters<typeof methodOffers>[0] = {},
): Promise<void> {
  await openMethods(panel, reasons);
  await panel.byTestId(`method-${method}`).click();
  await panel.nextFrame();
}

export async function openMethods(
  panel: Panel,
  reasons: Parameters<typeof methodOffers>[0] = {},
): Promise<void> {
  await panel.byTestId('method-button').click();
  await panel.byTestId('methods').waitFor();
  const list = panel.byTestId('method-cam');
  for (let tries = 0; tries < TRIES && !(await list.isVisible()); tries++) {
    for (const side of ['main', 'other'] as const) {
      const asked = await openRequest(panel, 'methods', side);
      if (asked) await answer(panel, asked.id, 'methods', methodOffers(reasons));
    }
    await panel.nextFrame();
  }
  await list.waitFor();
}

/** Answers which methods a model has; the page asks for them. */
export async function answerOffers(panel: Panel, side: Side): Promise<void> {
  const { id } = await untilAsked(panel, 'methods', side);
  await answer(panel, id, 'methods', methodOffers());
}

/** The map of a model that the page asks for. */
export function askedMap(panel: Panel, side: Side = 'main'): Promise<MapRequest> {
  return untilAsked(panel, 'methodMap', side);
}

/** Answers the map that the page asks for. */
export async function answerMap(
  panel: Panel,
  result: MethodMap,
  side: Side = 'main',
): Promise<void> {
  const { id } = await askedMap(panel, side);
  await answer(panel, id, 'methodMap', result);
}

const TRIES = 300;

async function untilAsked(
  panel: Panel,
  kind: keyof MethodRequests,
  side: Side,
): Promise<MapRequest> {
  for (let tries = 0; tries < TRIES; tries++) {
    const asked = await openRequest(panel, kind, side);
    if (asked) return asked;
    await panel.nextFrame();
  }
  throw new Error(`no ${kind} is asked for`);
}

async function answer<K extends keyof MethodRequests>(
  panel: Panel,
  id: number,
  kind: K,
  result: MethodRequests[K]['result'],
): Promise<void> {
  await panel.page.evaluate((answered) => {
    const page = window as AnsweringWindow;
    page.answered = [...(page.answered ?? []), answered];
  }, id);
  await panel.send({ type: 'result', id, kind, result } as ToShowCam);
  await panel.nextFrame();
}

type MapRequest = RequestMessage<Pick<MethodRequests, 'methodMap'>>;

/** Kept in the page: another page begins its numbers anew. */
interface AnsweringWindow extends Window {
  /** Requests that were answered. */
  answered?: number[];
}

/** The newest request of a kind, unless it was cancelled or answered. */
async function openRequest(
  panel: Panel,
  kind: keyof MethodRequests,
  side: Side,
): Promise<MapRequest | undefined> {
  const sent: FromShowCam[] = await panel.sent();
  const asked = sent.findLast(
    (message) =>
      message.type === 'request' &&
      message.kind === kind &&
      'side' in message.request &&
      message.request.side === side,
  );
  const request = asked as MapRequest | undefined;
  const answered = await panel.page.evaluate(() => (window as AnsweringWindow).answered ?? []);
  const isOver =
    answered.includes(request?.id ?? -1) ||
    sent.some((message) => message.type === 'cancel' && message.id === request?.id);
  return isOver ? undefined : request;
}
