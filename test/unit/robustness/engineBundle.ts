import { bundleProduct } from '../bundleOnce.ts';

/** Builds the engine's process as it ships, apart from `dist`. @returns absolute path of the bundle */
export function buildEngine(_root?: string): Promise<string> {
  return bundleProduct('src/engine/process.ts');
}
