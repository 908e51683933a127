// Checks which source files and packages really end up in each bundle: the architecture as the bundler sees it.
import { isBuiltin } from 'node:module';
import type { Bundle } from './bundles.ts';
import { bundles, metafileOf } from './bundles.ts';

/** Returns one sentence for each file or package that the bundle must not contain. */
async function violationsOf(bundle: Bundle): Promise<string[]> {
  const metafile = await metafileOf(bundle);
  const violations: string[] = [];
  for (const [file, input] of Object.entries(metafile.inputs)) {
    if (!bundle.mayContain.some((pattern) => pattern.test(file))) {
      const importers = Object.entries(metafile.inputs)
        .filter(([, other]) => other.imports.some((imported) => imported.path === file))
        .map(([importer]) => importer);
      violations.push(
        `${bundle.outfile} must not contain ${file} (imported by ${importers.join(', ')})`,
      );
    }
    for (const imported of input.imports) {
      const isAllowed = isBuiltin(imported.path) || bundle.mayLoad.includes(imported.path);
      if (imported.external && !isAllowed) {
        violations.push(`${bundle.outfile} must not load ${imported.path} (imported by ${file})`);
      }
    }
  }
  return violations;
}

const violations = [...new Set((await Promise.all(bundles.map(violationsOf))).flat())];
for (const violation of violations) console.error(violation);
if (violations.length > 0) process.exitCode = 1;
