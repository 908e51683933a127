import assert from 'node:assert/strict';
import { CamError } from '../../../src/cam/base/errors.ts';
import type { ModelDescription } from '../../../src/cam/results/explanation.ts';
import type { ModelFacts, ModelInspection } from '../../../src/cam/results/inspection.ts';
import { checkError } from './checkResult.ts';

/** Checks that hold for the facts of any file. */
export function checkFacts(facts: ModelFacts, model: Uint8Array): void {
  assert.equal(facts.byteSize, model.length, 'size of the file');
  assert.ok(Number.isFinite(facts.parameters) && facts.parameters >= 0, `${facts.parameters}`);
  assert.ok(facts.nodeCount >= 1, `${facts.nodeCount} nodes`);
  for (const { shape, parameters, tensor } of facts.layers) {
    assert.ok(
      Number.isFinite(parameters) && parameters >= 0,
      `${tensor}: ${parameters} parameters`,
    );
    if (!shape) continue;
    const { channels, height, width } = shape;
    for (const size of [channels, height, width]) {
      assert.ok(Number.isSafeInteger(size) && size > 0, `${tensor}: ${JSON.stringify(shape)}`);
    }
  }
}

/** @param stem how the names of the case's files begin */
export function checkInspection({ verdict, model, facts }: ModelInspection, stem: string): void {
  const { standing, text, error } = verdict;
  assert.ok(text.length > 0, 'verdict without words');
  assert.equal(standing === 'refused', error !== undefined, 'refused, but no error');
  assert.equal(standing === 'refused', model === undefined, 'refused, but described');
  if (error) checkError(new CamError(error), stem);
  assert.ok(facts.nodeCount >= 1, 'facts');
}

/** An opened model must not have been refused, and must match the inspection. */
export function checkAgreement({ verdict, model }: ModelInspection, found: ModelDescription): void {
  assert.notEqual(verdict.standing, 'refused', `opened, but refused before: ${verdict.text}`);
  assert.equal(model?.mapKind, found.mapKind, 'kind of map');
  assert.equal(model?.classes, found.classes, 'classes');
  assert.equal(model?.featureTensor, found.featureTensor, 'feature tensor');
}
