import { parse as parseYaml } from 'yaml';
import { parseJson } from '../../base/jsonShape.ts';
import { readLabelLines } from './labelLines.ts';
import { isLabelMap, readLabelMap } from './labelMap.ts';
import type { LabelReading } from './labelReading.ts';
import { readLabelTable } from './labelTable.ts';
import { LABEL_KEYS, labelsOfValue } from './labelValue.ts';
import { parsePythonLiteral } from './pythonLiteral.ts';

/** A key of labels at the beginning of a line of YAML. */
const YAML_KEY = new RegExp(`^(${LABEL_KEYS.join('|')}):[ \\t]*([[{].*)?\\r?$`, 'm');

/**
 * Labels from a text in any form that people keep them in: JSON, a Python literal, YAML, a label map of TensorFlow, a
 * table, or lines.
 * @param classes how many the model has, if it is known; it decides where two readings are possible
 * @returns undefined if the text has a form that holds no labels
 */
export function readLabelText(text: string, classes?: number): LabelReading | undefined {
  const content = text.trim();
  if (content === '') return undefined;
  // A Python file may give the literal a name.
  const literal = content.replace(/^\w+\s*=\s*(?=[[{(])/, '');
  if (/^[[{(]/.test(literal))
    return labelsOfValue(parseJson(literal) ?? parsePythonLiteral(literal));
  // The inside of a dict, or of an object of JSON.
  const inside = /^(["']?)\d+\1\s*:\s*["']/.test(content) && parsePythonLiteral(`{${content}}`);
  if (inside) return labelsOfValue(inside);
  if (isLabelMap(content)) return readLabelMap(content);
  if (isYaml(content)) return labelsOfValue(parseYamlText(content));
  return readLabelTable(content) ?? readLabelLines(content, classes);
}

function isYaml(text: string): boolean {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return YAML_KEY.test(text) || lines.every((line) => line.startsWith('- '));
}

function parseYamlText(text: string): unknown {
  try {
    return parseYaml(text);
  } catch {
    return undefined;
  }
}
