// Makes small mistakes in the core, one at a time in a copy, and reports those that no unit test of their room notices.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Random } from '../../test/support/random.ts';
import { withCleanup } from '../cleanup.ts';
import { Problem, runMain } from '../command.ts';
import type { Mutant } from '../mutation/mutants.ts';
import { findMutants } from '../mutation/mutants.ts';
import { Workplace } from '../mutation/workplace.ts';
import { filesIn, inRepository } from '../repository.ts';

interface Room {
  readonly name: string;
  readonly sources: string;
  /** Folder of the tests that must notice a mistake in it. */
  readonly tests: string;
}

const rooms: readonly Room[] = [
  { name: 'maps', sources: 'src/cam/maps', tests: 'test/unit/maps' },
  { name: 'layers', sources: 'src/cam/layers', tests: 'test/unit/layers' },
  { name: 'image', sources: 'src/cam/image', tests: 'test/unit/image' },
  { name: 'classifier', sources: 'src/cam/classifier', tests: 'test/unit/classifier' },
  { name: 'config', sources: 'src/cam/config', tests: 'test/unit/config' },
  { name: 'views', sources: 'src/cam/units/views', tests: 'test/unit/units/views' },
];

/** A mutant with the same behaviour as the source, so that no test can notice it. */
type Equivalent = Pick<Mutant, 'file' | 'before' | 'after'> & { reason: string };

interface Trial extends Mutant {
  readonly room: Room;
  result: 'waiting' | 'caught' | 'survived' | 'equivalent';
}

const JOBS = 2;

await runMain(() =>
  withCleanup(async (onEnd) => {
    const { seed, count, chosen } = readArguments();
    const trials = chooseTrials(chosen, count, seed);
    console.log(`${trials.length} mutants are tried.`);
    const places = Array.from({ length: JOBS }, () => new Workplace());
    onEnd(() => {
      for (const { folder } of places) rmSync(folder, { recursive: true, force: true });
    });
    const limits = await measureRooms(places, new Set(trials.map(({ room }) => room)));
    const waiting = trials.filter(({ result }) => result === 'waiting');
    const queue = waiting.values();
    await Promise.all(
      places.map(async (place) => {
        for (const trial of queue) {
          trial.result = await tryOut(place, trial, limits.get(trial.room) ?? 0);
          if (trial.result === 'survived') console.log(`\n${describe(trial)}`);
          else process.stdout.write('.');
        }
      }),
    );
    report(seed, trials);
  }),
);

function readArguments(): { seed: number; count: number; chosen: readonly Room[] } {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      count: { type: 'string', default: '200' },
      room: { type: 'string' },
    },
  });
  const { room } = values;
  const chosen = rooms.filter(({ name }) => room === undefined || name === room);
  if (chosen.length === 0) {
    throw new Problem(`Choose --room of ${rooms.map(({ name }) => name).join(', ')}.`);
  }
  return { seed: Number(values.seed), count: Number(values.count), chosen };
}

/** A sample from each room in proportion to its mutants; the same for the same seed and sources. */
function chooseTrials(chosen: readonly Room[], count: number, seed: number): Trial[] {
  const equivalents: Equivalent[] = JSON.parse(
    readFileSync(inRepository('scripts/mutation/equivalent.json'), 'utf8'),
  );
  const isSame = (mutant: Mutant, { file, before, after }: Equivalent) =>
    file === mutant.file && before === mutant.before && after === mutant.after;
  const candidates = chosen.map((room) => ({
    room,
    mutants: findMutants(filesIn(room.sources, /\.ts$/)),
  }));
  for (const each of equivalents) {
    const room = candidates.find(({ room: { sources } }) => each.file.startsWith(`${sources}/`));
    if (room && !room.mutants.some((mutant) => isSame(mutant, each))) {
      console.log(`Known as equivalent, but no mutant any more: ${each.file}: ${each.after}`);
    }
  }
  const total = candidates.reduce((sum, { mutants }) => sum + mutants.length, 0);
  return candidates.flatMap(({ room, mutants }) => {
    const random = new Random(seed);
    const order = new Map(mutants.map((mutant) => [mutant, random.next()]));
    return mutants
      .toSorted((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0))
      .slice(0, Math.round((count * mutants.length) / total))
      .map((mutant) => ({
        ...mutant,
        room,
        result: equivalents.some((each) => isSame(mutant, each)) ? 'equivalent' : 'waiting',
      }));
  });
}

/** Time limit for the tests of a room with a mistake, which may cause an endless loop. */
async function measureRooms(
  [place]: readonly Workplace[],
  used: ReadonlySet<Room>,
): Promise<Map<Room, number>> {
  const limits = new Map<Room, number>();
  for (const room of used) {
    const startMs = Date.now();
    const found = await place?.runTests(testsOf(room), 600_000);
    if (!found?.hasPassed) {
      throw new Problem(`${found?.output}\n${room.tests} fails without any mistake.`);
    }
    const tookMs = Date.now() - startMs;
    console.log(`${room.name}: the tests take ${(tookMs / 1000).toFixed(1)} s.`);
    limits.set(room, 20_000 + 3 * tookMs);
  }
  return limits;
}

/** The tests named after the file run first, in a separate process: most mistakes are found there. */
function tryOut(place: Workplace, { room, file, content }: Trial, limitMs: number) {
  const tests = testsOf(room);
  const own = tests.filter(
    (test) => path.basename(test, '.test.ts') === path.basename(file, '.ts'),
  );
  const others = tests.filter((test) => !own.includes(test));
  return place.with(file, content, async () => {
    for (const part of [own, others]) {
      if (part.length > 0 && !(await place.runTests(part, limitMs)).hasPassed) return 'caught';
    }
    return 'survived';
  });
}

function testsOf({ tests }: Room): string[] {
  return filesIn(tests, /\.test\.ts$/);
}

function describe({ file, line, before, after }: Mutant): string {
  return `${file}:${line}\n  - ${before}\n  + ${after}`;
}

function report(seed: number, trials: readonly Trial[]): void {
  const summary = [...new Set(trials.map(({ room }) => room.name)), 'all'].map((name) => {
    const some = trials.filter(({ room }) => name === 'all' || room.name === name);
    const number = (result: Trial['result']) =>
      some.filter((each) => each.result === result).length;
    const equivalent = number('equivalent');
    return { room: name, caught: number('caught'), total: some.length - equivalent, equivalent };
  });
  const survivors = trials
    .filter(({ result }) => result === 'survived')
    .map(({ room, file, line, before, after }) => ({ room: room.name, file, line, before, after }));
  console.log('\n');
  for (const { room, caught, total, equivalent } of summary) {
    console.log(`${room}: ${caught} of ${total} caught, ${equivalent} known as equivalent`);
  }
  const file = inRepository('test-results', 'mutation.json');
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ seed, rooms: summary, survivors }, undefined, 2)}\n`);
}
