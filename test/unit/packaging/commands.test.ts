import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { inRepository } from '../../../scripts/repository.ts';

const texts: Record<string, string> = JSON.parse(
  readFileSync(inRepository('package.nls.json'), 'utf8'),
);
const { contributes } = JSON.parse(readFileSync(inRepository('package.json'), 'utf8'));

interface Command {
  command: string;
  title: string;
}

const textOf = (text: string): string =>
  text.replace(/^%(.+)%$/, (_, key: string) => texts[key] ?? '');
const commands: Command[] = contributes.commands;
const hidden = new Set(
  contributes.menus.commandPalette
    .filter(({ when }: { when: string }) => when === 'false')
    .map(({ command }: Command) => command),
);

describe('The commands', () => {
  for (const word of ['CAM', 'explain', 'heatmap', 'Grad-CAM', 'class units', 'model', 'pin']) {
    it(`are found in the palette by “${word}”`, () => {
      const found = commands.filter(
        ({ command, title }) =>
          !hidden.has(command) && textOf(title).toLowerCase().includes(word.toLowerCase()),
      );
      assert.ok(found.length > 0);
    });
  }

  it('have a title, and every button of a welcome text runs one', () => {
    for (const { command, title } of commands) assert.notEqual(textOf(title), '', command);
    const known = new Set(commands.map(({ command }) => command));
    for (const { view, contents } of contributes.viewsWelcome) {
      const run = [...textOf(contents).matchAll(/\]\(command:(camLens[\w.]+)\)/g)];
      assert.ok(run.length > 0, view);
      for (const [, command = ''] of run) assert.ok(known.has(command), command);
    }
  });

  it('begin with four buttons in the view', () => {
    const [start] = contributes.viewsWelcome;
    assert.equal(start.view, 'camLens.start');
    assert.equal(textOf(start.contents).match(/^\[.+\]\(command:camLens\.\w+\)$/gm)?.length, 4);
  });
});
