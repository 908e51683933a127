import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { decodeMessage, encodeMessage } from '../../support/protobufTree.ts';
import { Random } from '../../support/random.ts';
import { mutateBytes } from './mutate/bytes.ts';
import { mutateFields } from './mutate/fields.ts';
import { mutateGraph } from './mutate/graph.ts';
import { mutateImage } from './mutate/image.ts';
import { mutateSidecar } from './mutate/sidecar.ts';

/** Larger fixtures would only slow the cases down. */
const MAX_SEED_BYTES = 40_000;

/** Already hostile: their mutants would mostly end in the same way, some by ending the process. */
const HOSTILE = /memory_bomb|functions_(endless|recursive)|external_(?!good)/;

const MODEL_FOLDERS = ['test/fixtures', 'samples'];
const IMAGE_FOLDERS = ['test/fixtures/images', 'test/fixtures/bmp'];
const IMAGE = /\.(avif|bmp|gif|jpg|png|tif|webp)$/;

/** A valid file that mutants are made of. */
export interface Seed {
  name: string;
  bytes: Uint8Array;
}

export interface Seeds {
  models: Seed[];
  images: Seed[];
  /** Weights beside the models, by the name that they are looked up under. */
  externalWeights: Seed[];
  sidecar: string;
}

/** What a case feeds to the engine. */
export interface FuzzCase {
  index: number;
  /** What was changed: a model's bytes, its fields, its graph; a picture; a sidecar. */
  kind: 'model bytes' | 'model fields' | 'model graph' | 'picture' | 'sidecar';
  seed: string;
  model: Uint8Array;
  image: Uint8Array;
  /** With the dot; not always the one that belongs to the content. */
  imageExtension: string;
  sidecar: string;
}

/** All small models and pictures of the test fixtures, in the order of their names. */
export function readSeeds(root: string): Seeds {
  const files = MODEL_FOLDERS.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .sort()
      .map((file) => path.join(folder, file)),
  );
  const read = (file: string): Seed => ({ name: file, bytes: readFileSync(path.join(root, file)) });
  const small = ({ name, bytes }: Seed) =>
    bytes.length <= MAX_SEED_BYTES && bytes.length > 0 && !HOSTILE.test(path.basename(name));
  const images = IMAGE_FOLDERS.flatMap((folder) =>
    readdirSync(path.join(root, folder))
      .filter((file) => IMAGE.test(file) && !file.startsWith('damaged'))
      .sort()
      .map((file) => path.join(folder, file)),
  );
  return {
    models: files
      .filter((file) => file.endsWith('.onnx'))
      .map(read)
      .filter(small)
      .filter(isDecodable),
    images: images.map(read).filter(small),
    externalWeights: files
      .filter((file) => file.endsWith('.data'))
      .map(read)
      .filter(small)
      .map(({ name, bytes }) => ({ name: path.basename(name), bytes })),
    sidecar: readFileSync(path.join(root, 'test/fixtures/models/tiny.cam.json'), 'utf8'),
  };
}

/** Fixtures of damaged files are no models; what is inside them cannot be changed. */
function isDecodable({ bytes }: Seed): boolean {
  try {
    decodeMessage(bytes, 'Model');
    return true;
  } catch {
    return false;
  }
}

const KINDS: FuzzCase['kind'][] = [
  ...['model bytes' as const, 'model bytes' as const],
  ...['model fields' as const, 'model fields' as const],
  ...['model graph' as const, 'model graph' as const, 'model graph' as const],
  ...['picture' as const, 'picture' as const, 'sidecar' as const],
];

/** What case number `index` changes, whatever the seed. */
export function kindOfCase(index: number): FuzzCase['kind'] {
  return KINDS[index % KINDS.length] as FuzzCase['kind'];
}

/** Case number `index` of a seed: always the same for the same fixtures. */
export function makeCase(seeds: Seeds, seed: number, index: number): FuzzCase {
  const random = new Random(seed, index);
  const kind = kindOfCase(index);
  const model = random.pick(seeds.models);
  const image = random.pick(seeds.images);
  const isPicture = kind === 'picture';
  const isSidecar = kind === 'sidecar';
  const whole = seeds.images.find(({ name }) => name.endsWith('photo.png')) ?? image;
  const sound = seeds.models.find(({ name }) => name.endsWith('gap_linear.dynamo.onnx')) ?? model;
  const extension = path.extname((random.chance(0.9) ? image : random.pick(seeds.images)).name);
  return {
    index,
    kind,
    seed: isPicture ? image.name : model.name,
    model: isPicture ? sound.bytes : mutateModel(model.bytes, kind, random),
    image: isPicture ? mutatePicture(image.bytes, random, seeds) : whole.bytes,
    imageExtension: isPicture ? extension : path.extname(whole.name),
    sidecar: isSidecar ? mutateSidecar(seeds.sidecar, random) : seeds.sidecar,
  };
}

function mutateModel(bytes: Uint8Array, kind: FuzzCase['kind'], random: Random): Uint8Array {
  if (kind === 'sidecar') return bytes;
  const count = random.chance(0.6) ? 1 : 2 + random.below(2);
  if (kind === 'model bytes') {
    let result = bytes;
    for (let i = 0; i < count; i++) result = mutateBytes(result, random);
    return result;
  }
  const model = decodeMessage(bytes, 'Model');
  const mutate = kind === 'model fields' ? mutateFields : mutateGraph;
  for (let i = 0; i < count; i++) mutate(model, random);
  return encodeMessage(model);
}

function mutatePicture(bytes: Uint8Array, random: Random, seeds: Seeds): Uint8Array {
  const others = seeds.images.map((image) => image.bytes);
  let result = bytes;
  const count = 1 + random.below(2);
  for (let i = 0; i < count; i++) result = mutateImage(result, random, others);
  return result;
}
