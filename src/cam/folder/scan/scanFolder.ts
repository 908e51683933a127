import { stat } from 'node:fs/promises';
import { t } from '@vscode/l10n';
import { CamError } from '../../base/errors.ts';
import type { PowerPooling } from '../../maps/featureMap.ts';
import { indexOfLargest, logSumExp } from '../../maps/scores.ts';
import type { Turn } from '../../maps/turn.ts';
import { turnFeature, turnMap } from '../../maps/turn.ts';
import type { ScanProgress, UnreadableImage } from '../../results/units.ts';
import type { IndexedImage } from '../folderIndex.ts';
import { IndexLock } from '../index/files/lock.ts';
import type { IndexHeader } from '../index/header.ts';
import { BLOCK_IMAGES, IndexWriter } from '../index/indexWriter.ts';
import { readValues } from '../index/readBlock.ts';
import type { IndexRow } from '../index/rows.ts';
import { blockOf } from '../index/rows.ts';
import { writeScanState } from '../index/scanState.ts';
import { StrongestImages } from '../index/strongest.ts';
import { ArrayPool } from './arrayPool.ts';
import { classMapsOf } from './classMaps.ts';
import type { KeptClasses, LabelsOf } from './folderLabels.ts';
import { FolderLabels } from './folderLabels.ts';
import type { PictureRunner, ScannedMaps, ScannedRun } from './pictureRunner.ts';
import type { Preparation, PreparedImage } from './prepareAhead.ts';
import { prepareAhead } from './prepareAhead.ts';
import { ProgressMeter } from './progressMeter.ts';
import { reduceMap } from './reduceMap.ts';
import type { FoundImage } from './walkFolder.ts';
import { walkFolder } from './walkFolder.ts';
import { WorkList } from './workList.ts';

/** Results are written at least this often, so a killed scan loses no more than this. */
const WRITE_MS = 1000;

/** A folder to scan, and where its index is kept. */
export interface Scan {
  runner: PictureRunner;
  /** Exponents of a head that pools by a generalised mean. */
  power: PowerPooling | undefined;
  /** Which picture is of which class, and what is kept for it; undefined if nothing depends on it. */
  labels: { of: LabelsOf; keeps: KeptClasses } | undefined;
  header: IndexHeader;
  indexFolder: string;
  preparation: Preparation;
}

/**
 * Brings the index of a folder up to date: new and changed pictures are run through the model, removed ones are
 * dropped. It can be ended at any moment; written results stay, and the next scan continues from there.
 * @throws CamError `fileNotFound`, `indexInUse`, `notWritable`, or about the model.
 */
export async function scanFolder(
  scan: Scan,
  onProgress: (progress: ScanProgress) => void,
): Promise<void> {
  await requireFolder(scan.preparation.folder);
  const lock = IndexLock.take(scan.indexFolder, scan.preparation.folder);
  try {
    const writer = await IndexWriter.open(scan.indexFolder, scan.header);
    await new FolderScan(scan, lock, writer, new ProgressMeter(onProgress)).run();
  } finally {
    lock.release();
  }
}

class FolderScan {
  readonly #scan: Scan;
  readonly #lock: IndexLock;
  readonly #progress: ProgressMeter;
  readonly #writer: IndexWriter;
  readonly #arrays = new ArrayPool();
  readonly #unreadable: UnreadableImage[] = [];
  #masks = 0;
  #labels: FolderLabels | undefined;
  #strongest: StrongestImages | undefined;
  #rows: IndexRow[] = [];
  #written = Date.now();

  constructor(scan: Scan, lock: IndexLock, writer: IndexWriter, progress: ProgressMeter) {
    this.#scan = scan;
    this.#lock = lock;
    this.#progress = progress;
    this.#writer = writer;
  }

  async run(): Promise<void> {
    this.#writeState(false);
    this.#writer.mergeSmallBlocks();
    const list = new WorkList<FoundImage>();
    const walk = this.#walk(list);
    walk.catch(() => undefined);
    // From an existing index, removed and changed pictures are dropped first, so no picture is in it twice.
    // Which class a picture is of depends on the other folders.
    if (this.#writer.images.length > 0 || this.#scan.labels) await walk;
    await this.#work(list);
    await walk;
    this.#write();
    this.#writer.mergeSmallBlocks();
    this.#writeState(true);
    this.#progress.tellNow();
  }

  /** Lists the pictures that are missing in the index or have changed. */
  async #walk(list: WorkList<FoundImage>): Promise<void> {
    const outdated = new Map(this.#writer.images.map((image) => [image.path, image]));
    const isFresh = outdated.size === 0;
    const decide = (found: FoundImage) => {
      const image = outdated.get(found.path);
      if (image && isUnchanged(image, found) && (this.#labels?.isComplete(image) ?? true)) {
        outdated.delete(found.path);
        this.#progress.indexed++;
      } else {
        list.push(found);
      }
    };
    try {
      const { labels, preparation } = this.#scan;
      const all: FoundImage[] = [];
      for await (const found of walkFolder(preparation.folder, (image) =>
        this.#addUnreadable(image),
      )) {
        this.#progress.found++;
        if (labels) all.push(found);
        else decide(found);
        this.#progress.tell();
      }
      const known = labels && (await FolderLabels.of(all, labels.of, labels.keeps));
      this.#labels = known;
      const pictures = all.filter(({ path }) => known?.isPicture(path) ?? true);
      this.#masks = all.length - pictures.length;
      this.#progress.found -= this.#masks;
      for (const found of pictures) decide(found);
      if (!isFresh) this.#writer.removeImages(({ path }) => !outdated.has(path));
    } finally {
      this.#progress.walking = false;
      list.close();
    }
  }

  async #work(list: WorkList<FoundImage>): Promise<void> {
    const prepared = prepareAhead(list, this.#scan.preparation, this.#arrays);
    let batch: PreparedImage[] = [];
    let next = prepared.next();
    for (;;) {
      const step = await beforeDeadline(next, this.#written + WRITE_MS);
      if (step === 'late') {
        // Pictures arrive slowly, so the available ones do not wait for more.
        await this.#runBatch(batch);
        batch = [];
        this.#write();
        continue;
      }
      if (step.done) break;
      next = prepared.next();
      next.catch(() => undefined);
      if ('reason' in step.value) {
        this.#addUnreadable({ path: step.value.found.path, reason: step.value.reason });
        continue;
      }
      const [first] = batch;
      if (first && (first.width !== step.value.width || first.height !== step.value.height)) {
        await this.#runBatch(batch);
        batch = [];
      }
      batch.push(step.value);
      if (batch.length >= this.#scan.runner.batchSize(step.value)) {
        await this.#runBatch(batch);
        batch = [];
      }
      const isDue = Date.now() - this.#written >= WRITE_MS;
      if (isDue || this.#rows.length >= BLOCK_IMAGES) this.#write();
    }
    await this.#runBatch(batch);
  }

  async #runBatch(batch: readonly PreparedImage[]): Promise<void> {
    if (batch.length === 0) return;
    const labels = this.#labels;
    const pictures = labels
      ? batch.map((image) => ({ ...image, classes: labels.of(image.found.path) }))
      : batch;
    const runs = await this.#scan.runner.run(pictures);
    for (const { values } of batch) this.#arrays.give(values);
    for (const [i, run] of runs.entries()) {
      const image = batch[i];
      if (image) this.#addRow(image, run);
    }
    this.#progress.tell();
  }

  #addRow({ found, photo, orientation }: PreparedImage, run: ScannedRun): void {
    const { feature: made, logits, scores, gradientClasses, gradientActivations = [] } = run;
    const { model } = this.#scan.header;
    const { turn } = model.placement;
    const feature = turnFeature(made, turn);
    const { width, height } = feature;
    this.#requireShape(feature, logits);
    const reduced = reduceMap(feature, this.#scan.power);
    const mapped = classMapsOf(model, this.#scan.power, {
      ...{ path: found.path, feature, logits },
      labels: this.#labels?.of(found.path).labels ?? [],
      byGradient: run.maps && turnMaps(run.maps, turn),
    });
    const numbers = [reduced.means, logits, mapped.maps, ...gradientActivations];
    if (!numbers.every((values) => values.every(Number.isFinite))) {
      const reason = t('the model gives NaN or infinite values for it');
      this.#addUnreadable({ path: found.path, reason });
      return;
    }
    const strongest = this.#strongestFor({ width, height });
    const { grid } = this.#writer.shape;
    const isUsual = grid.width === width && grid.height === height;
    const row = this.#rows.length;
    strongest.add(row, found.path, reduced, isUsual ? feature.values : undefined);
    const image: IndexedImage = {
      ...found,
      photo,
      ...(orientation === 1 ? {} : { orientation }),
      grid: { width, height },
      predicted: indexOfLargest(logits),
      ...(gradientClasses ? { gradientClasses } : {}),
      mapClasses: mapped.classes,
      ...(scores.length > logits.length ? { logSum: logSumExp(scores) } : {}),
    };
    this.#rows.push({ image, ...reduced, logits, gradientActivations, maps: mapped.maps });
    this.#progress.indexed++;
    this.#progress.scanned++;
  }

  /** A model may compute shapes that differ from the stated ones, which were used to read its head. */
  #requireShape({ channels, width, height }: ScannedRun['feature'], logits: Float32Array): void {
    const { classes, classWeights, featureTensor } = this.#scan.header.model;
    const positions = classWeights?.positions ?? 1;
    const isStated = channels === this.#writer.shape.channels && logits.length === classes;
    if (isStated && (positions === 1 || positions === width * height)) return;
    throw new CamError({
      code: 'modelRefused',
      message: t(
        'The model makes a map "{0}" of {1} channels × {2}×{3} and {4} logits, which is not what it states.',
        featureTensor,
        channels,
        width,
        height,
        logits.length,
      ),
      nextAction: t('Check the shapes with onnx.checker.check_model, then export it again.'),
    });
  }

  /** The strongest images of each channel, including those of an existing index. */
  #strongestFor(grid: { width: number; height: number }): StrongestImages {
    if (this.#strongest) return this.#strongest;
    this.#writer.setGrid(grid);
    const { shape, blocks } = this.#writer;
    const strongest = new StrongestImages(shape);
    for (const block of blocks) {
      const count = block.images.length * shape.channels;
      const read = (file: 'maxima' | 'means') =>
        new Float32Array(readValues(block, file, 0, count).buffer);
      const paths = block.images.map(({ path }) => path);
      strongest.addWritten(paths, { maxima: read('maxima'), means: read('means') });
    }
    this.#strongest = strongest;
    return strongest;
  }

  #addUnreadable(image: UnreadableImage): void {
    this.#unreadable.push(image);
    this.#progress.unreadable++;
    this.#progress.tell();
  }

  /** Writes the available rows, and reports that this process is alive. */
  #write(): void {
    this.#lock.refresh(this.#scan.preparation.folder);
    this.#written = Date.now();
    if (this.#rows.length > 0 && this.#strongest) {
      this.#writer.append(blockOf(this.#rows, this.#strongest.take(), this.#writer.shape));
      this.#rows = [];
    }
    this.#writeState(false);
    this.#progress.tell();
  }

  #writeState(complete: boolean): void {
    writeScanState(this.#scan.indexFolder, {
      complete,
      unreadable: this.#unreadable,
      ...(this.#masks > 0 ? { masks: this.#masks } : {}),
    });
  }
}

function turnMaps({ classes, maps }: ScannedMaps, turn: Turn): ScannedMaps {
  return { classes, maps: maps.map((map) => turnMap(map, turn)) };
}

function isUnchanged(image: IndexedImage, found: FoundImage): boolean {
  return image.size === found.size && image.modified === found.modified;
}

/** The value, or `late` if it does not arrive in time; a value that is already there always counts. */
async function beforeDeadline<T>(value: Promise<T>, time: number): Promise<T | 'late'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), Math.max(0, time - Date.now()));
  });
  try {
    return await Promise.race([value, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function requireFolder(folder: string): Promise<void> {
  const stats = await stat(folder).catch(() => undefined);
  if (stats?.isDirectory()) return;
  throw new CamError({
    code: 'fileNotFound',
    message: stats ? t('{0} is not a folder.', folder) : t('{0} does not exist.', folder),
    nextAction: t('Choose the folder of your pictures.'),
    file: folder,
  });
}
