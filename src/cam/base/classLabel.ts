/** The label of a class; `class 17` if none is known. */
export function classLabel(labels: readonly string[], classIndex: number): string {
  return labels[classIndex] ?? numberedLabel(classIndex);
}

/** What stands for the label of a class that has none. */
export function numberedLabel(classIndex: number): string {
  return `class ${classIndex}`;
}
