import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { belongsInPackage } from '../../../scripts/packaging/contents.ts';
import { targetNamed } from '../../../scripts/packaging/targets.ts';
import { inRepository } from '../../../scripts/repository.ts';

const texts: Record<string, string> = JSON.parse(
  readFileSync(inRepository('package.nls.json'), 'utf8'),
);
const { contributes } = JSON.parse(readFileSync(inRepository('package.json'), 'utf8'));

describe('The walkthrough', () => {
  for (const { id, description, media } of contributes.walkthroughs[0].steps) {
    it(`has one button and one picture for the step “${id}”`, () => {
      const text = texts[description.replaceAll('%', '')] ?? '';
      const commands = [...text.matchAll(/\]\(command:([\w.]+)\)/g)].map(([, command]) => command);
      const known = contributes.commands.map(({ command }: { command: string }) => command);
      assert.equal(commands.length, 1);
      assert.ok(known.includes(commands[0]), commands[0]);
      assert.ok(readFileSync(inRepository(media.image)).length > 0);
      assert.ok(belongsInPackage(media.image, targetNamed('linux-x64')), media.image);
    });
  }
});
