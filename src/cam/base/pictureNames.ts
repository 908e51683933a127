/** File endings of the pictures that are read; the menus in `package.json` name the same ones. */
export const PICTURE_ENDINGS: readonly string[] = [
  ...['avif', 'bmp', 'gif', 'jpeg', 'jpg'],
  ...['png', 'tif', 'tiff', 'webp'],
];

/** Whether a file is named like a picture that is read. */
export function isPictureName(name: string): boolean {
  const dot = name.lastIndexOf('.');
  return dot >= 0 && PICTURE_ENDINGS.includes(name.slice(dot + 1).toLowerCase());
}
