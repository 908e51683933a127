import { t } from '@vscode/l10n';
import { CamError, orRefusal } from '../base/errors.ts';
import type { Analysis } from '../classifier/analysis.ts';
import type { Preprocessing } from '../config/preprocessing.ts';
import { enlarge } from '../config/preprocessing.ts';
import type { MethodSubject } from '../methods/methodSubject.ts';
import { readSubject } from '../methods/methodSubject.ts';
import { shareNotices } from '../model/describeModel.ts';
import { hashFiles } from '../model/modelHashes.ts';
import type { ModelSettings, SettingsOptions } from '../model/modelSettings.ts';
import { modelSettings } from '../model/modelSettings.ts';
import type { OpenModel, SizedOptions } from '../model/openModel.ts';
import type { UnitsDescription } from '../results/units.ts';
import { withoutBorder } from './withoutBorder.ts';

export interface ScanSubjectOptions extends SizedOptions {
  /** Share of each side of what the model sees of a picture that is cut away, see {@link withoutBorder}; default 0. */
  border?: number;
}

/** A model whose channels are units, not loaded. */
export interface ScanSubject {
  open: OpenModel;
  options: ScanSubjectOptions;
  /** Undefined if the model has no map of its own: then the layer is the one that methods show. */
  analysis: Analysis | undefined;
  description: UnitsDescription;
  /** Enlarged by the input scale, and without the border. */
  preprocessing: Preprocessing;
  /** The model as methods read it; computed on first need for a model with a map of its own. */
  methods(): Promise<MethodSubject>;
}

/**
 * A model as Class Units read it: by its own map if it has one, otherwise as methods of a layer do.
 * @throws CamError with the reason why the model has no map, if methods cannot read it either; or if the sidecar is
 *   invalid.
 */
export async function readScanSubject(
  open: OpenModel,
  options: ScanSubjectOptions,
): Promise<ScanSubject> {
  const { border = 0 } = options;
  const analysis = await open.analysisOrRefusal();
  if (!CamError.is(analysis)) {
    const methods = () => readSubject(open, options);
    const description = await open.description();
    return {
      ...{ open, options, analysis, description, methods },
      preprocessing: withoutBorder(await open.preprocessing(), border),
    };
  }
  const subject = await orRefusal(() => readSubject(open, options));
  if (CamError.is(subject)) throw subject.code === 'sidecarInvalid' ? subject : analysis;
  return {
    ...{ open, options, analysis: undefined },
    description: describe(open, subject, options),
    preprocessing: withoutBorder(
      enlarge(subject.config.preprocessing.value, options.inputScale ?? 1),
      border,
    ),
    methods: async () => subject,
  };
}

/** @throws CamError as {@link readScanSubject}. */
export async function describeUnits(
  open: OpenModel,
  options: SizedOptions,
): Promise<UnitsDescription> {
  return (await readScanSubject(open, options)).description;
}

function describe(
  { graph }: OpenModel,
  { scores, config }: MethodSubject,
  { featureTensor }: SizedOptions,
): UnitsDescription {
  const { labels, preprocessing, unitNames } = config;
  return {
    path: graph.file,
    labels,
    preprocessing,
    // The names belong to the layer that is shown if none is chosen.
    unitNames: featureTensor === undefined ? unitNames : {},
    summary: t(
      'No class activation map: the units are the channels of the layer that Grad-CAM shows, ranked by gradient × activation',
    ),
    notices: [
      ...graph.model.notices,
      ...config.notices,
      ...shareNotices(scores.logits),
      ...(scores.changes.length > 0
        ? [t('The model is computed in float32, so its logits may differ a little.')]
        : []),
    ],
  };
}

/** Everything that affects the numbers of units. @throws CamError if a file of weights cannot be read. */
export async function settingsOf(
  subject: ScanSubject,
  options: SettingsOptions,
): Promise<ModelSettings> {
  const { open, analysis } = subject;
  const { border = 0 } = subject.options;
  if (analysis) {
    const settings = await modelSettings(open, options);
    return { ...settings, preprocessing: withoutBorder(settings.preprocessing, border) };
  }
  const { graph } = open;
  const { scores, config } = await subject.methods();
  return {
    hashes: await hashFiles(options.cacheFolder, [graph.file, ...(await graph.externalFiles())]),
    output: scores.output,
    // The layer that methods show follows from the file.
    featureTensor: subject.options.featureTensor ?? '',
    preprocessing: withoutBorder(config.preprocessing.value, border),
    inputScale: options.inputScale ?? 1,
    useColourProfile: options.useColourProfile ?? false,
  };
}
