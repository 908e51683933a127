import path from 'node:path';
import { t } from '@vscode/l10n';
import type { ConfigSource } from './configSource.ts';
import { guessedGeometry } from './guessedGeometry.ts';
import { guessedPixels } from './guessedPixels.ts';
import type { InputFacts } from './inputFacts.ts';
import type { FoundPreprocessing, Preprocessing, Sourced } from './preprocessing.ts';
import type { PreprocessingPatch } from './preprocessingPatch.ts';
import {
  applyPatch,
  channelCount,
  isComplete,
  SETTINGS,
  statedSettings,
} from './preprocessingPatch.ts';
import type { Sidecar } from './sidecar.ts';
import { requireChannels } from './sidecar.ts';

/**
 * The preprocessing by evidence, the strongest first; what one leaves out comes from the next:
 *
 * 1. the sidecar, which is binding;
 * 2. `sources`, what files beside the model state, then what the model's metadata states: the first that fits;
 * 3. a guess. Geometry from the input's size (see {@link guessedGeometry}), values of pixels from the input's type, from
 *    what the model does first, and from the exporter (see {@link guessedPixels}).
 *
 * @param notices gets the sources that do not fit
 * @throws CamError `sidecarInvalid` if the sidecar does not fit the model.
 */
export function findPreprocessing(
  sidecar: Sidecar | undefined,
  sources: readonly ConfigSource[],
  input: InputFacts,
  notices: string[],
): FoundPreprocessing {
  let result = guess(input);
  for (const candidate of sources.flatMap((found) => found.preprocessing ?? [])) {
    const merged = merge(result, candidate, input);
    if (fits(merged.value, input)) {
      result = merged;
      break;
    }
    notices.push(
      t("{0}: its channels do not match the model's, so it is not used.", candidate.source),
    );
  }
  if (!sidecar || statedSettings(sidecar.preprocessing).length === 0) return result;
  const { file, preprocessing: value } = sidecar;
  result = merge(result, { value, source: path.basename(file), file }, input);
  requireChannels(file, result.value, input.channels);
  return result;
}

function guess(input: InputFacts): FoundPreprocessing {
  const { resize, crop, why: whyGeometry } = guessedGeometry(input);
  const { scale, mean, std, why: whyPixels } = guessedPixels(input);
  return {
    value: {
      ...{ resize, crop, channels: input.channels === 1 ? 'gray' : 'RGB' },
      ...{ scale, mean, std, interpolation: 'bilinear' },
    },
    source: t('a guess ({0}; {1})', whyPixels, whyGeometry),
    guessed: [...SETTINGS],
  };
}

function merge(
  base: FoundPreprocessing,
  stated: Sourced<PreprocessingPatch>,
  input: InputFacts,
): FoundPreprocessing {
  const settings = statedSettings(stated.value);
  const source = isComplete(stated.value)
    ? stated.source
    : t('{0} ({1}); the rest: {2}', stated.source, settings.join(', '), base.source);
  const merged = {
    value: applyPatch(base.value, stated.value, input),
    source,
    guessed: base.guessed.filter((name) => !settings.includes(name)),
  };
  return stated.file === undefined ? merged : { ...merged, file: stated.file };
}

function fits({ channels, mean, std }: Preprocessing, input: InputFacts): boolean {
  const count = channelCount(channels);
  return mean.length === count && std.length === count && (input.channels === 3 || count === 1);
}
