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

  it('have weights of each position if the head has them', () => {
    const map = { channels: 2, width: 2, height: 1, values: Float32Array.of(1, 2, 3, 4) };
    const weights = {
      ...{ classes: 2, channels: 2, positions: 2 },
      weights: Float32Array.of(9, 9, 9, 9, 2, 4, 6, 8),
      bias: Float32Array.of(0, 0),
    };
    assert.deepEqual(topChannelsAt(map, weights, 1, 1, 0, 2), [
      { channel: 1, weight: 8, activation: 4, contribution: 32 },
      { channel: 0, weight: 4, activation: 2, contribution: 8 },
    ]);
    // (6·3 + 8·4)/2 and (2·1 + 4·2)/2
    assert.deepEqual(rankChannelsByContribution(map, weights, 1, 2), [
      { channel: 1, weight: undefined, mean: 3.5, contribution: 25 },
      { channel: 0, weight: undefined, mean: 1.5, contribution: 5 },
    ]);
  });

  it('refuse a cell outside the map', () => {
    assert.throws(
      () => topChannelsAt(featureMap, classWeights, 2, 5, 0, 5),
      /\(5, 0\) is outside the 5×4 map/,
    );
  });
});
