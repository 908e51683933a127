/**
 * Prints what the strongest channels of each class of the sample model respond to:
 *
 *     npx tsx scripts/unitNames.ts [MODEL.onnx FOLDER]
 *
 * Channels by weight, with the suggested name, IoU and purity (see `src/cam/units/names/networkDissection.ts`). A name
 * is typical of a class if its `supercategory` in the folder's COCO annotation is the class.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Engine } from '../src/cam/engine.ts';

const TOP = 3;

const [model = 'samples/scenes-gap.onnx', folder = 'samples/pictures'] = process.argv
  .slice(2)
  .map((argument) => path.resolve(argument));

async function main(): Promise<void> {
  const engine = new Engine();
  const modelPath = path.resolve(model);
  const { labels, classWeights } = await engine.openModel(modelPath);
  if (!classWeights) throw new Error('the model has no class weights of its own');
  const found = await engine.suggestNames(modelPath, path.resolve(folder), {}, () => undefined);
  await engine.dispose();
  const { categories } = JSON.parse(readFileSync(found.annotations, 'utf8')) as {
    categories: { name: string; supercategory: string }[];
  };
  const classOf = new Map(categories.map(({ name, supercategory }) => [name, supercategory]));
  const byChannel = new Map(found.suggestions.map((each) => [each.unit.channel, each]));
  let [typical, all, purities, ious] = [0, 0, 0, 0];
  for (const [index, label] of labels.value.entries()) {
    const { channels, weights } = classWeights;
    const row = weights.subarray(index * channels, (index + 1) * channels);
    const top = [...row.keys()].sort((a, b) => (row[b] ?? 0) - (row[a] ?? 0)).slice(0, TOP);
    const texts = top.map((channel) => {
      const { name = '–', iou = 0, purity = 0 } = byChannel.get(channel) ?? {};
      const isTypical = classOf.get(name) === label;
      all++;
      typical += isTypical ? 1 : 0;
      purities += purity;
      ious += iou;
      const mark = isTypical ? '*' : '';
      return `${channel} ${name}${mark} (IoU ${iou.toFixed(3)}, purity ${purity.toFixed(2)})`;
    });
    console.log(`${label}: ${texts.join(', ')}`);
  }
  console.log(`${found.annotatedImages} annotated pictures; * typical of the class`);
  console.log(`typical: ${typical} of ${all}`);
  console.log(`mean IoU ${(ious / all).toFixed(3)}, mean purity ${(purities / all).toFixed(3)}`);
  const detectors = found.suggestions.filter(({ iou }) => iou >= found.detectedFrom).length;
  console.log(
    `channels with IoU ${found.detectedFrom} or more: ${detectors} of ${classWeights.channels}`,
  );
  const undetected = found.undetected.map(({ name }) => name).join(', ');
  console.log(`undetected: ${undetected || 'none'}`);
}

void main();
