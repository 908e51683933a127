import { upsampleBilinear, upsampleCells } from '../../../../src/cam/maps/pixels/upsample.ts';
import { assertClose, goldenMaps, scalarMap } from '../golden.ts';

describe('upsampling', () => {
  for (const resize of goldenMaps.resize) {
    const { width, height, toWidth, toHeight } = resize;
    const source = scalarMap(width, height, resize.source);
    const title = `${width}×${height} to ${toWidth}×${toHeight}`;

    it(`is bilinear with half-pixel centres as in PyTorch, ${title}`, () => {
      assertClose(upsampleBilinear(source, toWidth, toHeight).values, resize.bilinear, 3e-6);
    });

    it(`shows true cells as nearest-exact in PyTorch, ${title}`, () => {
      assertClose(
        upsampleCells(source, toWidth, toHeight).values,
        Float32Array.from(resize.cells),
        0,
      );
    });
  }
});
