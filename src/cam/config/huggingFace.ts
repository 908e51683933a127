import path from 'node:path';
import { t } from '@vscode/l10n';
import { CamError } from '../base/errors.ts';
import { isObject } from '../base/jsonShape.ts';
import { readJson } from '../base/smallFile.ts';
import type { ConfigSource } from './configSource.ts';
import { labelsOfValue } from './labels/labelValue.ts';
import { processorPatch } from './processors/imageProcessor.ts';
import { timmPatch } from './processors/timmConfig.ts';

/**
 * Reads `preprocessor_config.json` (Hugging Face image processors) and `config.json` (`id2label`, or timm's
 * `pretrained_cfg` and `label_names`) beside the model, or one folder up from a folder named `onnx`.
 *
 * @throws CamError `sidecarInvalid` if `preprocessor_config.json` is not valid JSON.
 */
export async function readHuggingFace(modelPath: string): Promise<ConfigSource> {
  const folder = path.dirname(modelPath);
  const folders = path.basename(folder) === 'onnx' ? [folder, path.dirname(folder)] : [folder];
  const found: ConfigSource = { notices: [] };
  for (const place of folders) {
    const processorFile = path.join(place, 'preprocessor_config.json');
    const processor = await readJson(processorFile, 'sidecarInvalid');
    if (isObject(processor)) {
      const source = path.basename(processorFile);
      const value = processorPatch(processor, source, found.notices);
      if (value) found.preprocessing ??= { value, source, file: processorFile };
    }
    await addModelConfig(path.join(place, 'config.json'), found);
  }
  return found;
}

/** `config.json` is a common name: a broken file or one of another kind is skipped. */
async function addModelConfig(file: string, found: ConfigSource): Promise<void> {
  let config: unknown;
  try {
    config = await readJson(file, 'sidecarInvalid');
  } catch (error) {
    if (!CamError.is(error)) throw error;
    found.notices.push(t('{0} It is not used.', error.message));
  }
  if (!isObject(config)) return;
  const source = path.basename(file);
  const labels = labelsOfValue(config.id2label) ?? labelsOfValue(config.label_names);
  if (labels) found.labels ??= { value: labels, source, file };
  if (isObject(config.pretrained_cfg)) {
    const value = timmPatch(config.pretrained_cfg, source, found.notices);
    found.preprocessing ??= { value, source, file };
  }
}
