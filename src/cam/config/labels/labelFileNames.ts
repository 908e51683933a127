/** Endings of files of labels that have the model's name, and their usual names, the surest first. */
const ENDINGS = [
  '.labels.txt',
  '.labels.json',
  '.labels.csv',
  '.classes',
  '.names',
  '.labels',
  '.txt',
];
const NAMES = [
  'labels.txt',
  'labels.json',
  'labels.csv',
  'classes.txt',
  'classes.json',
  'classes.csv',
  'class_names.txt',
  'class_names.json',
  'class_indices.json',
  'class_to_idx.json',
  'idx_to_class.json',
  'id2label.json',
  'imagenet_classes.txt',
  'imagenet_class_index.json',
  'labelmap.txt',
  'label_map.txt',
  'label_map.pbtxt',
  'labels.pbtxt',
  'labels.yaml',
  'labels.yml',
  'classes.yaml',
  'classes.yml',
  'labels.tsv',
  'names.txt',
  'synset.txt',
  'synset_words.txt',
];

/**
 * Names of the files beside a model that hold labels by their name, the surest first.
 * @param stem of the model's own name
 */
export function labelFileNames(stem: string): string[] {
  return [...ENDINGS.map((ending) => stem + ending), ...NAMES];
}
