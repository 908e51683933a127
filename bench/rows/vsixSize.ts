import { readdirSync, statSync } from 'node:fs';
import { inRepository, readManifest, repositoryRoot } from '../../scripts/repository.ts';
import type { Row } from '../measure.ts';

/** Sizes of this version's packages from `npm run package`. */
export function measureVsixSize(): Row[] {
  const { name, version } = readManifest();
  const packages = readdirSync(repositoryRoot).filter(
    (file) => file.startsWith(`${name}-`) && file.endsWith(`-${version}.vsix`),
  );
  if (packages.length === 0) {
    return [
      { name: 'VSIX size', values: 'no package yet: run `npm run package` first', unit: 'MB' },
    ];
  }
  return packages.map((file) => {
    const megabytes = statSync(inRepository(file)).size / 1e6;
    const values = { min: megabytes, median: megabytes, max: megabytes };
    return { name: `VSIX size, ${file}`, values, unit: 'MB' };
  });
}
