/** Of the models that a line is about: the one to show, and the others. */
export interface ShownModel<Model> {
  shown: Model | undefined;
  others: Model[];
}

/**
 * The model in use if it is among them, else the newest.
 * @param models the newest first; each file counts once
 * @param current absolute path of the model in use
 */
export function shownModel<Model extends { path: string }>(
  models: readonly Model[],
  current: string | undefined,
): ShownModel<Model> {
  const distinct = [...new Map(models.map((model) => [model.path, model] as const)).values()];
  const shown = distinct.find(({ path }) => path === current) ?? distinct[0];
  return { shown, others: distinct.filter((model) => model !== shown) };
}
