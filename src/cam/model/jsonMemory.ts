import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isObject } from '../base/jsonShape.ts';
import { replaceFile } from '../base/replaceFile.ts';

/**
 * Values by key, kept in a file of a cache folder; the latest ones only. A file that cannot be read is empty, one that
 * cannot be written forgets: everything in it can be found out again.
 */
export class JsonMemory<T> {
  readonly #file: string;
  readonly #most: number;
  readonly #isValid: (value: unknown) => value is T;

  /** @param isValid whether what the file holds for a key can be used */
  constructor(file: string, most: number, isValid: (value: unknown) => value is T) {
    this.#file = file;
    this.#most = most;
    this.#isValid = isValid;
  }

  get(key: string): T | undefined {
    return this.#read().get(key);
  }

  set(key: string, value: T): void {
    const all = this.#read();
    all.delete(key);
    all.set(key, value);
    const latest = [...all].slice(-this.#most);
    try {
      mkdirSync(path.dirname(this.#file), { recursive: true });
      replaceFile(this.#file, JSON.stringify(Object.fromEntries(latest)));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    }
  }

  #read(): Map<string, T> {
    let stored: unknown;
    try {
      stored = JSON.parse(readFileSync(this.#file, 'utf8'));
    } catch {
      return new Map();
    }
    if (!isObject(stored)) return new Map();
    return new Map(
      Object.entries(stored).filter((entry): entry is [string, T] => this.#isValid(entry[1])),
    );
  }
}
