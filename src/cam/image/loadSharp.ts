import type sharpModule from 'sharp';
import { noDecoder } from './errors.ts';

export type Sharp = typeof sharpModule;

let loading: Promise<Sharp> | undefined;

/** Loaders that may run; libvips would also read SVG, which can name other files. */
const LOADERS = ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif', 'Tiff'];

/**
 * sharp, loaded on first use: one thread per picture, no cache, only the loaders of the supported formats.
 * @throws CamError `unsupportedPlatform` if sharp has no binary for this machine.
 */
export function loadSharp(): Promise<Sharp> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Sharp> {
  let sharp: Sharp;
  try {
    sharp = (await import('sharp')).default;
  } catch (cause) {
    throw noDecoder(cause);
  }
  sharp.concurrency(1);
  sharp.cache(false);
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({ operation: LOADERS.map((loader) => `VipsForeignLoad${loader}`) });
  return sharp;
}
