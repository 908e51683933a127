/** The TorchScript exporter counts the calls of a module: the second one of `down` is `down_1`. */
export function withoutCounts(module: string): string {
  return module.replaceAll(/_\d+(?=\.|$)/g, '');
}
