import type { Random } from '../../../support/random.ts';
import { mutateBytes } from './bytes.ts';

const VALUES: unknown[] = [
  ...[null, true, 0, -1, 1, 1e9, 1e308, -0.5, Number.MAX_SAFE_INTEGER, 3, 30_000],
  ...['', 'RGB', 'BGR', 'gray', 'shorter-side', 'stretch', 'bilinear', 'bicubic', 'nul\0byte'],
  ...[
    'letterbox',
    'nearest',
    'lanczos',
    'down',
    { width: 48, height: 20 },
    { width: 1e15, height: 9 },
  ],
  ...['../labels.txt', '/dev/zero', '/etc/passwd', '.', 'a'.repeat(5000)],
  ...[[], {}, [1], [1, 2], [0, 0, 0], [1e-40, 1, 1], [1e38, 1e38, 1e38], ['a', 'b'], [[]]],
];

const KEYS = [
  'resize',
  'crop',
  'channels',
  'scale',
  'mean',
  'std',
  'interpolation',
  'labels',
  'x',
  'fill',
];

/** One random change of a sidecar: of its text, or of a setting. */
export function mutateSidecar(text: string, random: Random): string {
  if (random.chance(0.3)) return Buffer.from(mutateBytes(Buffer.from(text), random)).toString();
  const sidecar = JSON.parse(text) as { preprocessing: Record<string, unknown>; labels?: unknown };
  const { preprocessing } = sidecar;
  if (random.chance(0.15)) sidecar.labels = random.pick(VALUES);
  else if (random.chance(0.3)) {
    preprocessing.resize = {
      mode: random.pick(VALUES),
      size: random.pick(VALUES),
      multipleOf: random.pick(VALUES),
    };
  } else preprocessing[random.pick(KEYS)] = random.pick(VALUES);
  return JSON.stringify(sidecar);
}
