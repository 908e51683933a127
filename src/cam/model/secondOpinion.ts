import type { Size } from '../base/geometry.ts';
import type { Classifier } from '../classifier/classifier.ts';
import { createRandom } from '../classifier/probe/probes.ts';
import { runPictures } from '../classifier/runPicture.ts';
import type { PixelWay } from '../config/pixelWays.ts';
import { pixelWays } from '../config/pixelWays.ts';
import type { Preprocessing } from '../config/preprocessing.ts';
import { OPINION_PICTURES } from '../config/preprocessing.ts';
import type { DecodedImage, DecodeOptions } from '../image/decode.ts';
import { decodeImage } from '../image/decode.ts';
import { prepareInput } from '../image/prepareInput.ts';
import { probabilitiesOf } from '../maps/scores.ts';
import type { SecondOpinion } from '../results/explanation.ts';
import type { OpenModel } from './openModel.ts';

/** A way must be this sure, and this much surer than the one in use. */
const LEAST_SURETY = 0.5;
const LEAST_GAIN = 0.3;

/** Probability above chance that the first class may keep, on average, when the pixels are shuffled. */
const MOST_IN_NOISE = 0.1;

/** A model that takes longer for one picture is left alone. */
const MOST_TIME_MS = 5000;

/**
 * Another way to make values of pixels, if the one in use is a guess and a model is far surer of the pictures with the
 * other one: on average over them the probability of the first class is at least 0.5 and 0.3 higher; it stays so when
 * the pictures are mirrored; the class is not that of shuffled pixels, and not the same for all pictures. Values that
 * are too large make a network sure of anything, which these three find out.
 *
 * @param imagePaths absolute; the first three are used
 * @returns undefined if there is none, or fewer pictures
 * @throws CamError about the model or a picture.
 */
export async function secondOpinion(
  model: OpenModel,
  imagePaths: readonly string[],
  options: DecodeOptions,
): Promise<SecondOpinion | undefined> {
  if (imagePaths.length < OPINION_PICTURES) return undefined;
  const analysis = await model.analysis();
  const { producerName } = model.graph.model;
  const { preprocessing: found } = await model.description();
  const ways = pixelWays(found, { ...analysis.input, exporter: producerName });
  if (ways.length === 0 || analysis.logits.activation !== 'softmax') return undefined;
  const classifier = await model.load();
  const preprocessing = await model.preprocessing();
  const trials: Trial[] = ways.map((way) => ({ way, tops: [], pictures: [] }));
  for (const path of imagePaths.slice(0, OPINION_PICTURES)) {
    const photo = await decodeImage(path, options);
    const start = performance.now();
    await tryWays(classifier, preprocessing, photo, trials);
    if (performance.now() - start > MOST_TIME_MS) return undefined;
  }
  return decide(classifier, trials);
}

/** One way, and what the model says with it about each picture. */
interface Trial {
  way: PixelWay;
  tops: Top[];
  pictures: Prepared[];
}

interface Top {
  index: number;
  probability: number;
}

interface Prepared extends Size {
  values: Float32Array;
}

async function tryWays(
  classifier: Classifier,
  preprocessing: Preprocessing,
  photo: DecodedImage,
  trials: Trial[],
): Promise<void> {
  const prepared = trials.map(({ way }) => {
    const settings = { ...preprocessing, ...way.settings };
    const { tensor, geometry } = prepareInput(photo, settings, classifier.input);
    const { width, height } = geometry.crop;
    return { width, height, values: tensor };
  });
  const all = await probabilities(classifier, prepared);
  for (const [i, trial] of trials.entries()) {
    const [picture, scores] = [prepared[i], all[i]];
    if (!picture || !scores) continue;
    trial.pictures.push(picture);
    trial.tops.push(topOf(scores));
  }
}

async function decide(classifier: Classifier, trials: Trial[]): Promise<SecondOpinion | undefined> {
  const [inUse, ...others] = trials;
  if (!inUse) return undefined;
  const instead = meanProbability(inUse);
  const least = Math.max(LEAST_SURETY, instead + LEAST_GAIN);
  let best: SecondOpinion | undefined;
  for (const trial of others) {
    const isVaried = new Set(trial.tops.map(({ index }) => index)).size > 1;
    if (!isVaried || meanProbability(trial) < least) continue;
    const surety = await confirmedSurety(classifier, trial);
    if (surety < Math.max(least, best?.surety ?? 0)) continue;
    best = { ...trial.way, surety, instead };
  }
  return best;
}

/** Mean probability of the first class, or of what is left of it in the mirrored picture; 0 if noise has it too. */
async function confirmedSurety(classifier: Classifier, { tops, pictures }: Trial): Promise<number> {
  let [surety, inNoise] = [0, 0];
  for (const [i, picture] of pictures.entries()) {
    const { index, probability } = tops[i] ?? { index: 0, probability: 0 };
    const changed = [mirrored(picture, classifier), shuffled(picture, classifier)];
    const [mirror, noise] = await probabilities(classifier, changed);
    surety += Math.min(probability, mirror?.[index] ?? 0) / pictures.length;
    inNoise += (noise?.[index] ?? 0) / pictures.length;
  }
  return inNoise <= MOST_IN_NOISE + 1 / classifier.classes ? surety : 0;
}

/** For each picture; as many at once as the model takes. */
async function probabilities(
  classifier: Classifier,
  pictures: Prepared[],
): Promise<Float32Array[]> {
  const found: Float32Array[] = [];
  const step = classifier.input.batch ?? pictures.length;
  for (let i = 0; i < pictures.length; i += step) {
    for (const { logits } of await runPictures(classifier, pictures.slice(i, i + step))) {
      found.push(probabilitiesOf(logits, classifier.logits.activation));
    }
  }
  return found;
}

function topOf(scores: Float32Array): Top {
  let index = 0;
  for (let c = 1; c < scores.length; c++) if ((scores[c] ?? 0) > (scores[index] ?? 0)) index = c;
  return { index, probability: scores[index] ?? 0 };
}

function meanProbability({ tops }: Trial): number {
  return tops.reduce((sum, { probability }) => sum + probability, 0) / tops.length;
}

function mirrored(picture: Prepared, classifier: Classifier): Prepared {
  const { width } = picture;
  return moved(picture, classifier, (at) => at - (at % width) + width - 1 - (at % width));
}

/** The same pixels in an order that shows nothing. */
function shuffled(picture: Prepared, classifier: Classifier): Prepared {
  const random = createRandom(3);
  const order = new Uint32Array(picture.width * picture.height).map((_, i) => i);
  for (let i = order.length - 1; i > 0; i--) {
    const other = Math.floor(random() * (i + 1));
    [order[i], order[other]] = [order[other] ?? 0, order[i] ?? 0];
  }
  return moved(picture, classifier, (at) => order[at] ?? 0);
}

/** @param from which pixel comes to a place */
function moved(
  { width, height, values }: Prepared,
  { input: { channels, layout } }: Classifier,
  from: (at: number) => number,
): Prepared {
  const area = width * height;
  const [step, plane] = layout === 'NCHW' ? [1, area] : [channels, 1];
  const result = new Float32Array(values.length);
  for (let at = 0; at < area; at++) {
    const source = from(at);
    for (let c = 0; c < channels; c++) {
      result[at * step + c * plane] = values[source * step + c * plane] ?? 0;
    }
  }
  return { width, height, values: result };
}
