import packageJson from '../../package.json' with { type: 'json' };
import { CamError } from '../cam/base/errors.ts';
import type { EngineClient } from '../engine/client.ts';
import { ExitCode, Interrupted, UsageError } from './command/exitCode.ts';
import type { Command } from './commandLine.ts';
import { parseCommandLine } from './commandLine.ts';
import { evaluate } from './evaluate/evaluate.ts';
import { model } from './model.ts';
import { show } from './show.ts';
import type { Streams } from './text/terminal.ts';
import { errorLine, Terminal } from './text/terminal.ts';
import { train } from './train/train.ts';
import { units } from './units.ts';

/**
 * Runs `cam-lens` with the arguments after the program's name. Never throws.
 * @param engine its process starts with the first call; ending it is left to the caller
 */
export async function main(
  args: readonly string[],
  streams: Streams,
  engine: EngineClient,
): Promise<ExitCode> {
  const terminal = new Terminal(streams);
  try {
    return await run(parseCommandLine(args), engine, terminal);
  } catch (error) {
    if (error instanceof UsageError) {
      terminal.err(errorLine(error));
      return ExitCode.wrongUsage;
    }
    if (error instanceof Interrupted) {
      terminal.err(error.message);
      return ExitCode.interrupted;
    }
    terminal.err(errorLine(CamError.toData(error)));
    return ExitCode.failed;
  }
}

async function run(command: Command, engine: EngineClient, terminal: Terminal): Promise<ExitCode> {
  switch (command.kind) {
    case 'help':
      terminal.out(command.text.trimEnd().split('\n'));
      return ExitCode.ok;
    case 'version':
      terminal.out([packageJson.version]);
      return ExitCode.ok;
    case 'show':
      return show(command, engine, terminal);
    case 'model':
      return model(command, engine, terminal);
    case 'units':
      return units(command, engine, terminal);
    case 'evaluate':
      return evaluate(command, engine, terminal);
    case 'train':
      return train(command, engine, terminal);
  }
}
