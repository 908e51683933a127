import assert from 'node:assert/strict';
import { labelByFolder, labelsByFolder } from '../../../src/cam/config/labels/folderLabels.ts';
import { IMAGENET_NAMES } from '../../../src/cam/config/labels/imagenetNames.ts';

const IMAGENET = [
  'n01440764 tench, Tinca tinca',
  'n01443537 goldfish, Carassius auratus',
  'n01484850 great white shark, white shark',
  'n02012849 crane',
  'n03126707 crane',
];

describe('Classes that folders name', () => {
  it("are those whose label is the folder's name, in any case and spelling", () => {
    const labels = ['living room', 'Kitchen', 'bath-room'];
    const folders = ['Living_Room', 'living-room', 'KITCHEN', 'bath room', 'bath-room'];
    assert.deepEqual(of(folders, labels), [0, 0, 1, 2, 2]);
  });

  it('are those that the folder names in part: WordNet id, one of the names', () => {
    const folders = [
      'n01440764',
      'tench',
      'Tinca_tinca',
      'tench, Tinca tinca',
      'N01443537-goldfish',
      'n01484850_white_shark',
      'n01440764 tench, Tinca tinca',
    ];
    assert.deepEqual(of(folders, IMAGENET), [0, 0, 0, 0, 1, 2, 0]);
  });

  it('are found by the words beside a WordNet id if the labels have no ids', () => {
    const labels = ['tench, Tinca tinca', 'goldfish', 'Chihuahua'];
    assert.deepEqual(of(['n02085620-Chihuahua', 'n01440764_tench', 'goldfish'], labels), [2, 0, 1]);
    assert.deepEqual(of(['n02123045-Chihuahua', 'n09999999'], labels), [2, undefined]);
  });

  it('are found by a WordNet id of ImageNet-1k if its name is a label', () => {
    assert.deepEqual(of(['n01440764', 'n01443537'], ['goldfish', 'tench, Tinca tinca']), [1, 0]);
    assert.deepEqual(of(['n01440764', 'n02012849'], [...IMAGENET_NAMES]), [0, 134]);
    assert.deepEqual(of(['n03126707', 'n02012849'], ['background', ...IMAGENET_NAMES]), [518, 135]);
  });

  it('are none if a name means two of them', () => {
    assert.deepEqual(of(['crane', 'tench'], IMAGENET), [undefined, 0]);
    assert.deepEqual(of(['n02012849', 'n03126707-crane'], IMAGENET), [3, 4]);
    // A label of one class that is a part of another one's: the whole label is meant.
    const suits = ['maillot', 'maillot, tank suit'];
    assert.deepEqual(of(['maillot', 'tank suit'], suits), [0, 1]);
    // Only the case tells them apart.
    const cardigans = ['Cardigan', 'cardigan'];
    assert.deepEqual(of(['Cardigan', 'cardigan', 'CARDIGAN'], cardigans), [0, 1, undefined]);
  });

  it('are class numbers if all of them are', () => {
    const labels = ['cat', 'dog', 'hen'];
    assert.deepEqual(of(['0', '2', '00001', 'other'], labels), [0, 2, 1, undefined]);
    assert.deepEqual(of(['0', '2', '3'], labels), [undefined, undefined, undefined]);
    assert.deepEqual(of(['1', 'cat', 'dog'], labels), [undefined, 0, 1]);
  });

  it('are no class numbers if it is not certain from where they are counted', () => {
    const labels = ['cat', 'dog', 'hen'];
    assert.deepEqual(of(['1', '2', '3'], labels), [0, 1, 2]);
    assert.deepEqual(of(['1', '2'], labels), [undefined, undefined]);
    assert.deepEqual(of(['0', '1'], ['background', 'cat', 'dog']), [undefined, undefined]);
    assert.deepEqual(of(['1', '2'], ['background', 'cat', 'dog']), [1, 2]);
    assert.deepEqual(of(['1', '1000'], [...IMAGENET_NAMES]), [undefined, undefined]);
    assert.deepEqual(of(['0', '999'], [...IMAGENET_NAMES]), [0, 999]);
  });

  it('are never numbers if labels are numbers: 5 may be the second class', () => {
    assert.deepEqual(of(['5', '1', '7'], ['1', '5', '7']), [1, 0, 2]);
    assert.deepEqual(of(['2', '5', '1'], ['1', '5', '7']), [undefined, 1, 0]);
  });

  it('are named by any folder on the way, but not by two of them', () => {
    const labels = ['cat', 'dog'];
    const paths = ['train/cat/1.png', 'dog/outside/2.png', 'dog/cat/3.png', 'cat/Cat/4.png'];
    assert.deepEqual(
      labelsByFolder(
        paths.map((path) => ({ path })),
        labels,
      ),
      [0, 1, undefined, 0],
    );
  });

  it('are none at all if fewer than half of the images have one', () => {
    const labels = ['cat', 'dog'];
    assert.deepEqual(of(['cat', 'a', 'b'], labels), [undefined, undefined, undefined]);
    assert.deepEqual(of(['cat', 'a', 'b', 'dog'], labels), [0, undefined, undefined, 1]);
    assert.deepEqual(labelsByFolder([{ path: 'cat.png' }], ['c', 'cat.png']), [undefined]);
    assert.deepEqual(labelsByFolder([], labels), []);
  });

  it('are known for a single image, but not by a number, which may be anything', () => {
    assert.equal(labelByFolder('val/n01443537/a.jpg', IMAGENET), 1);
    assert.equal(labelByFolder('tench/2/a.jpg', IMAGENET), undefined);
    assert.equal(labelByFolder('3/a.jpg', ['c0', 'c1', 'c2', 'c3']), undefined);
    assert.equal(labelByFolder('a.jpg', IMAGENET), undefined);
    const cifar = ['apple', 'train'];
    assert.equal(labelByFolder('/data/train/a.png', cifar), undefined);
    assert.equal(labelByFolder('/data/train/apple/a.png', cifar), 0);
    assert.equal(labelByFolder('C:\\data\\Apple\\a.png', cifar), 0);
  });
});

/** Labels of one image in each folder. */
function of(folders: string[], labels: string[]) {
  return labelsByFolder(
    folders.map((folder, i) => ({ path: `${folder}/${i}.jpg` })),
    labels,
  );
}
