import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { encodeNpy } from '../cam/maps/files/npy.ts';
import type { EngineClient } from '../engine/client.ts';
import type { ImageFiles } from './imageFiles.ts';

/**
 * The folder of `--out`. For `cat.jpg` it gets `cat.overlay.png`, `cat.map.npy` (both of the top class) and
 * `cat.explanation.json`; with `--class`, `cat.class-281.overlay.png` and `cat.class-281.map.npy` for each; with
 * `--method saliency`, `cat.saliency.overlay.png` and so on. A second `cat` of the same run becomes `cat-2`.
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
   * @returns the paths written
   */
  async write(files: ImageFiles): Promise<string[]> {
    const { imagePath, maps, geometry, limit, interpolation, reportSuffix, report } = files;
    const stem = this.#takeStem(imagePath);
    const written: string[] = [];
    const save = async (name: string, content: Uint8Array | string): Promise<void> => {
      const file = path.join(this.#folder, `${stem}${name}`);
      await writeFile(file, content);
      written.push(file);
    };
    for (const { suffix, map } of maps) {
      const drawing = [imagePath, map, geometry, limit, interpolation] as const;
      await save(`${suffix}.overlay.png`, await this.#engine.call('overlay', [...drawing]));
      await save(`${suffix}.map.npy`, encodeNpy([map.height, map.width], map.values));
    }
    await save(`${reportSuffix}.explanation.json`, `${JSON.stringify(report)}\n`);
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
