/**
 * CMYK (0 = no ink) to RGB as PIL does, without a colour profile: with n = 255 − K, R = n − round(C·n/255), and so on.
 *
 * @param channels bytes per pixel; those after the fourth (alpha) are ignored.
 */
export function cmykToRgb(cmyk: Uint8Array, channels: number): Uint8Array {
  const pixels = new Uint8Array((cmyk.length / channels) * 3);
  for (let from = 0, to = 0; to < pixels.length; from += channels, to += 3) {
    const light = 255 - (cmyk[from + 3] as number);
    for (let ink = 0; ink < 3; ink++) {
      pixels[to + ink] = light - divideBy255((cmyk[from + ink] as number) * light);
    }
  }
  return pixels;
}

/** round(x / 255) for x in 0 … 255². */
function divideBy255(x: number): number {
  const shifted = x + 128;
  return ((shifted >> 8) + shifted) >> 8;
}
