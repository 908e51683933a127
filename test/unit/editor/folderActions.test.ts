import assert from 'node:assert/strict';
import type { CamErrorCode } from '../../../src/cam/base/errors.ts';
import { actionsAbout } from '../../../src/editor/folder/folderActions.ts';

describe('actionsAbout', () => {
  const chosen = { labels: '/photos/labels.csv', annotations: '/photos/boxes.json' };
  const actionsOf = (code: CamErrorCode, file: string) =>
    actionsAbout({ code, message: '', nextAction: '', file }, '/photos', chosen);

  it('offers others where chosen labels or annotations are damaged or gone', () => {
    assert.deepEqual(actionsOf('labelsUnreadable', chosen.labels), ['chooseLabels', 'retry']);
    assert.deepEqual(actionsOf('annotationsInvalid', chosen.annotations), [
      'chooseAnnotations',
      'retry',
    ]);
  });

  it('offers the settings where the labels of the model are damaged, and another folder for one that is gone', () => {
    assert.deepEqual(actionsOf('labelsUnreadable', '/models/labels.txt'), [
      'editPreprocessing',
      'retry',
    ]);
    assert.deepEqual(actionsOf('fileNotFound', '/photos'), ['chooseFolder', 'retry']);
  });
});
