import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { classMap, rangeOf } from '../cam/maps/cam.ts';
import { classWeightsOf } from '../cam/maps/classWeightsOf.ts';
import { encodeNpy } from '../cam/maps/files/npy.ts';
import type { ExplanationReport } from '../cam/maps/files/report.ts';
import { isPointLike } from '../cam/maps/pixels/pointLike.ts';
import type { Explanation, ModelDescription } from '../cam/results/explanation.ts';
import type { EngineClient } from '../engine/client.ts';

/**
 * The folder of `--out`. For `cat.jpg` it gets `cat.overlay.png`, `cat.map.npy` (both of the top class) and
 * `cat.explanation.json`; with `--class`, `cat.class-281.overlay.png` and `cat.class-281.map.npy` for each. A second
 * `cat` of the same run becomes `cat-2`.
 */
export class OutputFolder {
  readonly #folder: string;
  readonly #engine: EngineClient;
  readonly #stems = new Set<string>();

  private constructor(folder: string, engine: EngineClient) {
    this.#folder = folder;
    this.#engine = engine;
  }

  /** Creates the folder if it does not exist. */
  static async create(folder: string, engine: EngineClient): Promise<OutputFolder> {
    await mkdir(folder, { recursive: true });
    return new OutputFolder(folder, engine);
  }

  /**
   * Writes one image; files of the same name are replaced.
   * @param classes requested class indices; empty for the top class
   * @returns the paths written
   */
  async write(
    model: ModelDescription,
    explanation: Explanation,
    report: ExplanationReport,
    classes: readonly number[],
  ): Promise<string[]> {
    const stem = this.#takeStem(explanation.imagePath);
    const topClass = explanation.ranking[0] ?? 0;
    const { featureMap, geometry, imagePath } = explanation;
    const classWeights = classWeightsOf(model, explanation);
    const { scale } = rangeOf(classMap(featureMap, classWeights, topClass));
    const interpolation = isPointLike(model.poolings) ? 'cells' : 'bilinear';
    const drawn = new Set(classes.length > 0 ? classes : [topClass]);
    const written: string[] = [];
    const save = async (name: string, content: Uint8Array | string): Promise<void> => {
      const file = path.join(this.#folder, name);
      await writeFile(file, content);
      written.push(file);
    };
    for (const index of drawn) {
      const map = classMap(featureMap, classWeights, index);
      const name = classes.length > 0 ? `${stem}.class-${index}` : stem;
      const overlay = await this.#engine.call('overlay', [
        imagePath,
        map,
        geometry,
        scale,
        interpolation,
      ]);
      await save(`${name}.overlay.png`, overlay);
      await save(`${name}.map.npy`, encodeNpy([map.height, map.width], map.values));
    }
    await save(`${stem}.explanation.json`, `${JSON.stringify(report)}\n`);
    return written;
  }

  #takeStem(imagePath: string): string {
    const { name } = path.parse(imagePath);
    let stem = name;
    // Compared in lower case: on many disks `Cat` and `cat` are the same file.
    for (let n = 2; this.#stems.has(stem.toLowerCase()); n++) stem = `${name}-${n}`;
    this.#stems.add(stem.toLowerCase());
    return stem;
  }
}
