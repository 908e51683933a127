import path from 'node:path';
import type { CamErrorData } from '../cam/base/errors.ts';
import { CamError } from '../cam/base/errors.ts';
import type { MethodOptions } from '../cam/engine.ts';
import type { MethodReport } from '../cam/maps/files/methodReport.ts';
import { reportMethod } from '../cam/maps/files/methodReport.ts';
import { byFirstAllowed, wayName } from '../cam/results/mapWay.ts';
import type {
  MapMethod,
  MethodDescription,
  MethodExplanation,
  MethodOffer,
} from '../cam/results/methodMap.ts';
import type { EngineArguments } from '../engine/calls.ts';
import type { SelectedClasses } from './classSelection.ts';
import { selectClasses } from './classSelection.ts';
import { ExitCode, UsageError } from './command/exitCode.ts';
import { methodFiles } from './imageFiles.ts';
import type { ShowRun } from './showImages.ts';
import { openFolder, sayNotices, showImages } from './showImages.ts';
import { methodText } from './text/methodText.ts';
import { ProgressLine } from './text/progressLine.ts';
import { modelText } from './text/showText.ts';
import { errorLine } from './text/terminal.ts';

/**
 * Shows every image with maps by a method.
 * @param methods the first one that the model allows is used
 * @param refusal why there is no class activation map, if that is why these are shown
 * @throws UsageError if a class, output or layer does not exist; CamError if the model allows none of the methods.
 */
export async function showByMethod(
  run: ShowRun,
  methods: readonly MapMethod[],
  refusal?: CamError,
): Promise<ExitCode> {
  const { command, engine, terminal, modelPath } = run;
  const model = await describe(run).catch((error) => {
    throw refusal ?? error;
  });
  const reasonOf = (method: MapMethod) =>
    model.offers.find((offer) => offer.method === method)?.reason;
  const allowed = methods.filter((method) => reasonOf(method) === undefined);
  if (allowed.length === 0) {
    const [reason] = methods.flatMap((method) => reasonOf(method) ?? []);
    terminal.err(errorLine(refusal ?? notAllowed(model, reason)));
    return ExitCode.failed;
  }
  const selected = selectClasses(model.labels.value, command);
  const folder = await openFolder(run);
  const modelHash = await engine.call('hashFile', [modelPath], run.signal);
  const choice = new MethodChoice(run, allowed, model.offers, refusal);
  let isFirst = true;
  return showImages(run, async (image) => {
    const explanation = await choice.explain(image, selected);
    const report = reportMethod(model.labels.value, modelHash, explanation);
    if (isFirst) sayModel(run, model, explanation.method);
    isFirst = false;
    sayImage(run, image, explanation, report);
    const written = await folder?.write(methodFiles(explanation, report, selected.classes));
    if (written && !command.json) terminal.out(written.map((file) => `Wrote ${file}`));
  });
}

/** Options of calls about methods: their layer is part of the query. */
function optionsOf({ options }: ShowRun): MethodOptions {
  const { featureTensor: _, inputScale: __, ...others } = options;
  return others;
}

async function describe(run: ShowRun): Promise<MethodDescription> {
  try {
    const { layer } = run.command;
    const options = { ...optionsOf(run), ...(layer === undefined ? {} : { layer }) };
    return await run.engine.call('describeMethods', [run.modelPath, options], run.signal);
  } catch (error) {
    const { code, message, nextAction } = CamError.toData(error);
    const isAskedFor = code === 'outputNotFound' && run.options.output !== undefined;
    throw isAskedFor ? new UsageError(message, nextAction) : error;
  }
}

function notAllowed(
  { offers }: MethodDescription,
  reason = '',
): Pick<CamErrorData, 'message' | 'nextAction'> {
  const possible = offers.filter((offer) => offer.reason === undefined);
  const list = possible.map(({ method }) => method).join(', ');
  return { message: reason, nextAction: `Possible for this model: ${list}.` };
}

/** The method of a run: the first one that is possible, also with the first image. */
class MethodChoice {
  readonly #run: ShowRun;
  readonly #methods: readonly MapMethod[];
  readonly #offers: readonly MethodOffer[];
  /** Why another kind of map is not shown, until it is said. */
  #refusal: CamError | undefined;

  constructor(
    run: ShowRun,
    methods: readonly MapMethod[],
    offers: readonly MethodOffer[],
    refusal: CamError | undefined,
  ) {
    this.#run = run;
    this.#methods = methods;
    this.#offers = offers;
    this.#refusal = refusal;
  }

  async explain(image: string, selected: SelectedClasses): Promise<MethodExplanation> {
    const explain = (method: MapMethod, refusal = this.#refusal) => {
      this.#refusal = undefined;
      const notices = refusal ? [`${refusal.message} Shown: ${wayName(method)}.`] : [];
      sayNotices(notices, this.#run.terminal);
      return this.#explainBy(method, image, selected);
    };
    const explanation = await byFirstAllowed(this.#methods, this.#offers, explain);
    if (CamError.is(explanation)) throw explanation;
    if (!explanation) throw new Error('a run has a method');
    return explanation;
  }

  async #explainBy(
    method: MapMethod,
    image: string,
    { classes, against }: SelectedClasses,
  ): Promise<MethodExplanation> {
    const { command, engine, terminal, modelPath, signal } = this.#run;
    const { layer } = command;
    const query = {
      method,
      classes: [...new Set(classes)],
      ...(against === undefined ? {} : { against }),
      ...(layer === undefined ? {} : { layer }),
    };
    const line = new ProgressLine(terminal);
    const name = wayName(method);
    const args: EngineArguments<'explainByMethod'> = [
      modelPath,
      path.resolve(image),
      query,
      optionsOf(this.#run),
    ];
    try {
      return await engine.call('explainByMethod', args, signal, ({ done, all }) =>
        line.tell(`${image}: ${name}, ${done} of ${all}`),
      );
    } catch (error) {
      const { code, message, nextAction } = CamError.toData(error);
      throw code === 'tensorNotFound' ? new UsageError(message, nextAction) : error;
    } finally {
      line.end();
    }
  }
}

function sayModel(
  { command, terminal }: ShowRun,
  model: MethodDescription,
  method: MapMethod,
): void {
  if (command.json) sayNotices(model.notices, terminal);
  else terminal.out(modelText(model, wayName(method)));
}

function sayImage(
  { command, terminal }: ShowRun,
  image: string,
  { notices }: MethodExplanation,
  report: MethodReport,
): void {
  if (!command.json) {
    terminal.out(methodText(image, notices, report));
    return;
  }
  const { standing, text } = report.claim;
  const warnings = standing === 'mismatch' ? [text] : [];
  sayNotices(
    [...warnings, ...notices].map((notice) => `${image}: ${notice}`),
    terminal,
  );
  terminal.out([JSON.stringify(report)]);
}
