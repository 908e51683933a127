import { t } from '@vscode/l10n';
import { fromHalfPrecision } from '../../onnx/file/halfPrecision.ts';
import type { ScalarMap } from '../featureMap.ts';

/** `\x93NUMPY` */
const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** More values than any picture has pixels. */
const MAX_VALUES = 1 << 28;

/** Why a file is not the `.npy` file of a map: one sentence for the user. */
export class NotAMap extends Error {}

/**
 * A map from the bytes of a NumPy `.npy` file: two axes, height and width, of float16, float32 or float64 in any byte
 * order, in C or Fortran order. Format versions 1 to 3.
 * @throws NotAMap
 */
export function decodeNpyMap(bytes: Uint8Array): ScalarMap {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { header, dataStart } = headerOf(bytes, view);
  const type = /'descr'\s*:\s*'([<>=|]?)(f[248])'/.exec(header);
  if (!type) throw new NotAMap(t('its values are no floating-point numbers'));
  const shape = /'shape'\s*:\s*\(\s*(\d{1,9})\s*,\s*(\d{1,9})\s*,?\s*\)/.exec(header);
  if (!shape) throw new NotAMap(t('it does not have two axes'));
  const [height, width] = [Number(shape[1]), Number(shape[2])];
  const count = width * height;
  const size = Number(type[2]?.slice(1));
  if (count === 0 || count > MAX_VALUES || bytes.byteLength - dataStart !== count * size) {
    throw new NotAMap(t('its size does not fit its header'));
  }
  const stored = valuesOf(view, dataStart, count, size, type[1] !== '>');
  const isFortran = /'fortran_order'\s*:\s*True/.test(header);
  if (!isFortran) return { width, height, values: stored };
  const inRows = stored.map((_, i) => {
    return stored[(i % width) * height + Math.floor(i / width)] as number;
  });
  return { width, height, values: inRows };
}

function headerOf(bytes: Uint8Array, view: DataView): { header: string; dataStart: number } {
  const version = bytes[6] ?? 0;
  const start = version === 1 ? 10 : 12;
  if (!MAGIC.every((byte, i) => bytes[i] === byte) || version < 1 || version > 3) {
    throw new NotAMap(t('it is no .npy file'));
  }
  if (bytes.length < start) throw new NotAMap(t('its size does not fit its header'));
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const dataStart = start + length;
  if (dataStart > bytes.length) throw new NotAMap(t('its size does not fit its header'));
  return { header: new TextDecoder('latin1').decode(bytes.subarray(start, dataStart)), dataStart };
}

function valuesOf(
  view: DataView,
  start: number,
  count: number,
  size: number,
  isLittle: boolean,
): Float32Array {
  const places = { length: count };
  if (size === 8)
    return Float32Array.from(places, (_, i) => view.getFloat64(start + 8 * i, isLittle));
  if (size === 4)
    return Float32Array.from(places, (_, i) => view.getFloat32(start + 4 * i, isLittle));
  const halves = Uint16Array.from(places, (_, i) => view.getUint16(start + 2 * i, isLittle));
  return fromHalfPrecision(halves);
}
