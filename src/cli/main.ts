import packageJson from '../../package.json' with { type: 'json' };
import { CamError } from '../cam/base/errors.ts';
import type { Command } from './commandLine.ts';
import { parseCommandLine } from './commandLine.ts';
import { ExitCode, UsageError } from './exitCode.ts';
import type { Streams } from './text/terminal.ts';
import { errorLine, Terminal } from './text/terminal.ts';

/** Runs `cam-lens` with the arguments after the program's name. Never throws. */
export async function main(args: readonly string[], streams: Streams): Promise<ExitCode> {
  const terminal = new Terminal(streams);
  try {
    return await run(parseCommandLine(args), terminal);
  } catch (error) {
    if (error instanceof UsageError) {
      terminal.err(errorLine(error));
      return ExitCode.wrongUsage;
    }
    terminal.err(errorLine(CamError.toData(error)));
    return ExitCode.failed;
  }
}

async function run(command: Command, terminal: Terminal): Promise<ExitCode> {
  switch (command.kind) {
    case 'help':
      terminal.out(command.text.trimEnd().split('\n'));
      return ExitCode.ok;
    case 'version':
      terminal.out([packageJson.version]);
      return ExitCode.ok;
    case 'show': {
      // Loaded here, so that help and usage errors are shown at once.
      const { show } = await import('./show.ts');
      return show(command, terminal);
    }
    case 'model': {
      const { model } = await import('./model.ts');
      return model(command, terminal);
    }
    case 'units': {
      const { units } = await import('./units.ts');
      return units(command, terminal);
    }
  }
}
