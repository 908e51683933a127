import type { Size } from '../../../src/cam/base/geometry.ts';
import { besideWays } from '../state/beside.ts';
import type { Store } from '../state/store.ts';

/** In CSS pixels, as in the styles: what is above and below all pictures, and what belongs to each row of them. */
const AROUND = 172;
const GAP = 16;
const ROW_GAP = 12;
/** Narrower pictures have texts of two lines. */
const NARROW = 320;
const ROW = { wide: 92, narrow: 128 };
/** The shorter side of pictures that are not too small. */
const LEAST_SIDE = 150;
/** Of pictures that do not fit without scrolling. */
const SCROLLED_HEIGHT = 220;
/** One more row must be worth it. */
const WORTH = 1.1;

/** How pictures of equal size are arranged. */
interface Arrangement {
  columns: number;
  /** Of one picture, in CSS pixels. */
  height: number;
}

/**
 * The arrangement with the largest pictures of those that need no scrolling, if those are not too small.
 * @param room the width for all, and the height of the panel
 * @param photo of which all are pictures
 */
function arrange(count: number, room: Size, photo: Size): Arrangement {
  const aspect = photo.width / photo.height;
  const options = Array.from({ length: count }, (_, i) => {
    const columns = count - i;
    const rows = Math.ceil(count / columns);
    const width = (room.width - (columns - 1) * GAP) / columns;
    const texts = width < NARROW ? ROW.narrow : ROW.wide;
    const left = (room.height - AROUND - (rows - 1) * ROW_GAP) / rows - texts;
    // A square at least, so that there is room to zoom; a high photo may fill its column.
    const most = width / Math.min(aspect, 1);
    const shown = Math.min(width, left * aspect);
    if (shown * Math.min(1, 1 / aspect) >= LEAST_SIDE) {
      return { columns, shown, height: Math.floor(Math.min(left, most)), fits: true };
    }
    const height = Math.floor(Math.max(left, Math.min(SCROLLED_HEIGHT, width)));
    return { columns, shown: Math.min(width, height * aspect), height, fits: false };
  });
  const fitting = options.filter(({ fits }) => fits);
  const best = (fitting.length > 0 ? fitting : options).reduce((a, b) =>
    b.shown > a.shown * WORTH ? b : a,
  );
  return { columns: best.columns, height: best.height };
}

/** Arranges the pictures whenever their number, the photo or the panel changes. */
export function keepArranged(store: Store, panes: HTMLElement): void {
  let before = '';
  const update = (): void => {
    const { state } = store;
    const count = 1 + besideWays(state).length;
    const photo = state.loaded?.explanation.geometry.photo;
    if (count === 1 || !photo) return;
    const room = { width: panes.clientWidth, height: window.innerHeight };
    const { columns, height } = arrange(count, room, photo);
    const now = `${columns} ${height}`;
    if (now === before) return;
    before = now;
    panes.style.setProperty('--beside-columns', String(columns));
    panes.style.setProperty('--beside-height', `${height}px`);
  };
  store.listen(update);
  new ResizeObserver(update).observe(panes);
  window.addEventListener('resize', update);
}
