/** Text columns are aligned left, number columns right; the header does not matter. */
export function table(header: string[], rows: string[][]): string[] {
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const isText = header.map((_, column) =>
    rows.some((row) => Number.isNaN(Number.parseFloat(row[column] ?? ''))),
  );
  return [header, ...rows].map((row) => {
    const cells = row.map((cell, column) => {
      const width = widths[column] ?? 0;
      return isText[column] ? cell.padEnd(width) : cell.padStart(width);
    });
    return `  ${cells.join('  ')}`.trimEnd();
  });
}
