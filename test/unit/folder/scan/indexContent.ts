import assert from 'node:assert/strict';
import type { FolderIndex } from '../../../../src/cam/folder/folderIndex.ts';

/** The complete content of an index for each image, by its path. */
export async function contentOf(index: FolderIndex): Promise<Map<string, number[]>> {
  const { channels, classes } = index.model;
  const rows = index.images.map(({ size, modified, photo, predicted, gradientClasses = [] }) => [
    ...[size, modified, photo.width, photo.height, predicted, ...gradientClasses],
  ]);
  for (let k = 0; k < channels; k++) {
    const columns = [await index.means(k), await index.maxima(k), await index.positions(k)];
    for (const column of columns) for (const [i, value] of column.entries()) rows[i]?.push(value);
    const { images, values } = await index.gradientColumn(k);
    for (const [i, value] of values.entries()) rows[images[i] ?? -1]?.push(value);
  }
  for await (const { first, count, logits } of index.logitBlocks()) {
    for (let i = 0; i < count; i++) {
      rows[first + i]?.push(...logits.subarray(i * classes, (i + 1) * classes));
    }
  }
  for (const [i, row] of rows.entries()) {
    const maps = await index.maps(i);
    if (!maps) continue;
    row.push(...maps.meanActivation);
    for (const [classIndex, values] of maps.ofClasses) row.push(classIndex, ...values);
  }
  const content = new Map(index.images.map(({ path }, i) => [path, rows[i] ?? []]));
  assert.equal(content.size, index.images.length, 'an image is in the index twice');
  return content;
}

/** Kept maps must belong to the image: their maximum is the channel's, at its position. */
export async function assertActivationsBelong(index: FolderIndex): Promise<number> {
  let kept = 0;
  for (let k = 0; k < index.model.channels; k++) {
    const maxima = await index.maxima(k);
    const positions = await index.positions(k);
    for (const i of index.images.keys()) {
      const map = await index.activation(i, k);
      if (!map) continue;
      kept++;
      assert.equal(Math.max(...map.values), maxima[i]);
      assert.equal(map.values[positions[i] ?? -1], maxima[i]);
    }
  }
  return kept;
}
