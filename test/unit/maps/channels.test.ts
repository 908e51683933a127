import assert from 'node:assert/strict';
import { rankChannelsByContribution, topChannelsAt } from '../../../src/cam/maps/channels.ts';
import { assertClose, classWeights, featureMap, goldenMap, goldenMaps } from './golden.ts';

const { cam } = goldenMaps;

describe('channels', () => {
  it('are ranked by w F, the parts of the logit', () => {
    const rows = rankChannelsByContribution(featureMap, classWeights, 2, cam.channels);
    assert.deepEqual(
      rows.map((row) => row.channel),
      cam.byContribution_2,
    );
    for (const row of rows) {
      assertClose([row.contribution], [cam.contribution_2[row.channel] ?? 0], 1e-12);
      assertClose([(row.weight ?? Number.NaN) * row.mean], [row.contribution], 1e-12);
    }
    const total = rows.reduce((sum, row) => sum + row.contribution, 0);
    assertClose([total + (classWeights.bias[2] ?? 0)], [cam.logitsMean[2] ?? 0], 1e-9);
  });

  it('add up to the map at one cell', () => {
    const rows = topChannelsAt(featureMap, classWeights, 2, 3, 1, cam.channels);
    assert.deepEqual(
      rows.map((row) => row.channel),
      cam.at_x3_y1_2,
    );
    for (const row of rows) {
      assertClose([row.contribution], [cam.contributionAt_2[row.channel] ?? 0], 1e-12);
    }
    const total = rows.reduce((sum, row) => sum + row.contribution, 0);
    assertClose([total], [goldenMap(2)[1 * cam.width + 3] ?? 0], 1e-9);
  });

  it('refuse a cell outside the map', () => {
    assert.throws(
      () => topChannelsAt(featureMap, classWeights, 2, 5, 0, 5),
      /\(5, 0\) is outside the 5×4 map/,
    );
  });
});
