// Makes cam-lens-TARGET-VERSION.vsix for this platform, or for the one named: `npm run package -- win32-x64`.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createVSIX, listFiles } from '@vscode/vsce';
import { buildAll } from './bundles.ts';
import { withCleanup } from './cleanup.ts';
import { Problem, runMain } from './command.ts';
import { belongsInPackage, problemsOfContents } from './packaging/contents.ts';
import { problemsOfReadme } from './packaging/readme.ts';
import { stageExtension } from './packaging/stage.ts';
import type { Target } from './packaging/targets.ts';
import { targetNamed } from './packaging/targets.ts';
import { inRepository, readManifest } from './repository.ts';

await runMain(async () => {
  const target = targetNamed(process.argv[2] ?? `${process.platform}-${process.arch}`);
  const { name, version } = readManifest();
  const vsixFile = inRepository(`${name}-${target.name}-${version}.vsix`);
  await buildAll({ production: true });
  await withCleanup(async (onEnd) => {
    const stage = mkdtempSync(path.join(tmpdir(), 'cam-lens-package-'));
    onEnd(() => rmSync(stage, { recursive: true, force: true }));
    await stageExtension(stage, target);
    selectFiles(stage, target);
    const files = (await listFiles({ cwd: stage })).map((file) => file.replaceAll('\\', '/'));
    const readme = readFileSync(path.join(stage, 'README.md'), 'utf8');
    const problems = [...problemsOfContents(files, target), ...problemsOfReadme(readme)];
    if (problems.length > 0) {
      throw new Problem(`The package was not made:\n  ${problems.join('\n  ')}`);
    }
    await createVSIX({
      cwd: stage,
      packagePath: vsixFile,
      target: target.name,
      allowMissingRepository: true,
      rewriteRelativeLinks: false,
    });
    const megabytes = (statSync(vsixFile).size / 1e6).toFixed(1);
    console.log(`${path.basename(vsixFile)}: ${megabytes} MB, ${files.length} files`);
  });
});

/** Tells vsce exactly which files to take: everything else is ignored. */
function selectFiles(stage: string, target: Target): void {
  const selected = readdirSync(stage, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(stage, path.join(entry.parentPath, entry.name)))
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => belongsInPackage(file, target));
  const lines = ['**', ...selected.map((file) => `!${file}`)];
  writeFileSync(path.join(stage, '.vscodeignore'), `${lines.join('\n')}\n`);
}
