/** Where a picture lies in `samples/pictures`, with `/`: `bedroom-01.png` is `bedroom/bedroom-01.png`. */
export function inClassFolder(picture: string): string {
  return `${picture.replace(/-\d+\.png$/, '')}/${picture}`;
}
