/**
 * Prints what the strongest channels of each class of the sample model respond to:
 *
 *     npx tsx scripts/unitNames.ts [--write] [MODEL.onnx FOLDER]
 *
 * Channels by weight, with the suggested name, IoU and purity (see `src/cam/units/names/networkDissection.ts`). A name
 * is typical of a class if its `supercategory` in the folder's COCO annotation is the class. `--write` writes the names
 * with a large IoU into the model's sidecar, in place of those that it has.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { withoutValue } from '../src/cam/base/jsonText.ts';
import { sidecarPath } from '../src/cam/config/sidecarFile.ts';
import { Engine } from '../src/cam/engine.ts';
import type { NameSuggestion } from '../src/cam/results/units.ts';
import { withUnitName } from '../src/cam/units/names/sidecarText.ts';

const TOP = 3;

/** Smallest IoU of a name that is written; the limit of Network Dissection, 0.04, admits names by chance. */
const WRITTEN_FROM = 0.1;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { write: { type: 'boolean', default: false } },
});
const [model = 'samples/scenes-gap.onnx', folder = 'samples/pictures'] = positionals;

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
  if (values.write) writeNames(sidecarPath(modelPath), found.suggestions);
}

function writeNames(sidecar: string, suggestions: readonly NameSuggestion[]): void {
  let text = withoutValue(readFileSync(sidecar, 'utf8'), ['units'], 'go');
  const named = suggestions.filter(({ iou }) => iou >= WRITTEN_FROM);
  for (const { unit, name } of named) text = withUnitName(text, unit.channel, name);
  writeFileSync(sidecar, text);
  console.log(`${named.length} names written into ${path.relative('', sidecar)}`);
}

void main();
