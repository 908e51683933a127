/** Formats that are decoded. */
export type ReadableFormat = 'JPEG' | 'PNG' | 'WebP' | 'GIF' | 'AVIF' | 'TIFF' | 'BMP';

/** The format of a file by its first bytes, whatever its name. */
export type ImageFormat =
  | ReadableFormat
  | 'HEIC'
  | 'SVG'
  | 'JPEG 2000'
  | 'JPEG XL'
  | 'Photoshop'
  | 'icon'
  | 'unknown';

const READABLE: ReadonlySet<string> = new Set([
  'JPEG',
  'PNG',
  'WebP',
  'GIF',
  'AVIF',
  'TIFF',
  'BMP',
]);

/** Beginnings of files, as Latin-1. */
const BEGINNINGS: [ImageFormat, string[]][] = [
  ['JPEG', ['\xff\xd8\xff']],
  ['PNG', ['\x89PNG\r\n\x1a\n']],
  ['GIF', ['GIF87a', 'GIF89a']],
  ['TIFF', ['II*\0', 'MM\0*', 'II+\0', 'MM\0+']],
  ['BMP', ['BM']],
  ['JPEG 2000', ['\0\0\0\x0cjP  ', '\xff\x4f\xff\x51']],
  ['JPEG XL', ['\xff\x0a', '\0\0\0\x0cJXL ']],
  ['Photoshop', ['8BPS']],
  ['icon', ['\0\0\x01\0']],
];

/** Brands of the ISO media container (first the main brand, then the compatible ones). */
const AVIF_BRANDS = ['avif', 'avis'];
const HEIC_BRANDS = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1'];

/** The format by content. */
export function imageFormat(bytes: Uint8Array): ImageFormat {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 64));
  const text = head.toString('latin1');
  const known = BEGINNINGS.find(([, beginnings]) => beginnings.some((b) => text.startsWith(b)));
  if (known) return known[0];
  if (text.startsWith('RIFF') && text.startsWith('WEBP', 8)) return 'WebP';
  if (text.startsWith('ftyp', 4)) return containerFormat(text);
  return /^\W{0,8}<(\?xml|!--|!DOCTYPE svg|svg)/.test(text) ? 'SVG' : 'unknown';
}

function containerFormat(text: string): ImageFormat {
  const brands = text.slice(8, text.charCodeAt(3)).match(/.{4}/gs) ?? [];
  if (brands.some((brand) => AVIF_BRANDS.includes(brand))) return 'AVIF';
  return brands.some((brand) => HEIC_BRANDS.includes(brand)) ? 'HEIC' : 'unknown';
}

export function isReadable(format: ImageFormat): format is ReadableFormat {
  return READABLE.has(format);
}
