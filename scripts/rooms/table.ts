import type { Room } from './rooms.ts';

const START = '<!-- rooms: made from scripts/rooms/rooms.ts -->';
const END = '<!-- /rooms -->';

/** The text with a new table of rooms between its two marks. Throws if the marks are missing. */
export function withRoomTable(text: string, rooms: readonly Room[]): string {
  const [start, end] = [text.indexOf(START), text.indexOf(END)];
  if (start < 0 || end < start) throw new Error(`ARCHITECTURE.md has no ${START} … ${END}.`);
  return `${text.slice(0, start + START.length)}\n\n${tableOf(rooms)}\n\n${text.slice(end)}`;
}

function tableOf(rooms: readonly Room[]): string {
  const lines = rooms.map(({ folder, holds, mayImport }) => {
    const allowed = mayImport.map((pattern) => `\`${pattern}\``).join(', ') || '–';
    return `| \`${folder}\` | ${holds} | ${allowed} |`;
  });
  return ['| room | holds | may import values of |', '|---|---|---|', ...lines].join('\n');
}
