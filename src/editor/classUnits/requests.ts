import path from 'node:path';
import type { ClassUnitsRequests, SavedForm } from '../../protocol/classUnits.ts';
import { saveBytes } from '../files/saveFile.ts';
import type { ScanSubject } from '../folder/folderScan.ts';
import type { FolderServices } from '../folder/folderServices.ts';
import { folderThumbnails } from '../folder/folderThumbnails.ts';
import { NewestQueue } from '../folder/newestQueue.ts';
import type { Asked, RequestHandlers } from '../panels/requestHandler.ts';
import type { ClassUnitsEngine } from './engine.ts';

/** What the answers of a panel depend on. */
export interface Answering {
  engine: ClassUnitsEngine;
  services: FolderServices;
  subject: () => ScanSubject;
  /** Of the model's classes, as far as they are known. */
  labels: () => readonly string[];
}

/** How the panel answers the requests of its page. Work of minutes has its own queue, so nothing else waits for it. */
export function requestHandlers(answering: Answering): RequestHandlers<ClassUnitsRequests> {
  const { engine, services, subject } = answering;
  const [quick, slow] = [new NewestQueue(), new NewestQueue()];
  return {
    classUnits: ({ query }, { signal }) =>
      quick.run('classUnits', signal, () => engine.classUnits(subject(), query)),
    unitReport: ({ pooledChannel }, { signal }) =>
      quick.run('unitReport', signal, () => engine.unitReport(subject(), pooledChannel)),
    ablation: ({ pooledChannels }, { signal }) =>
      quick.run('ablation', signal, () => engine.ablate(subject(), pooledChannels)),
    empiricalFields: ({ channel, paths }, asked) =>
      slow.run('empiricalFields', asked.signal, () =>
        engine.empiricalFields(subject().model, paths, channel, asked),
      ),
    fieldsByGradient: ({ channel, places }, asked) =>
      slow.run('fieldsByGradient', asked.signal, () =>
        engine.fieldsByGradient(subject().model, places, channel, asked),
      ),
    suggestNames: (_, asked) =>
      slow.run('suggestNames', asked.signal, () => engine.suggestNames(subject(), asked)),
    thumbnails: ({ paths }) => folderThumbnails(services.engine, subject().folder, paths),
    save: (request) => save(answering, request),
    saveAll: (query, asked) => saveAll(answering, query, asked),
  };
}

async function save(
  answering: Answering,
  request: ClassUnitsRequests['save']['request'],
): Promise<string | undefined> {
  const { engine, subject, labels } = answering;
  const { form, query } = request;
  const bytes = await engine.exported(subject(), request);
  const label = labels()[query.classIndex] ?? `class-${query.classIndex}`;
  const words = label.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-');
  return saveUnits(answering, bytes, words.slice(0, 60), form);
}

async function saveAll(
  answering: Answering,
  query: ClassUnitsRequests['saveAll']['request'],
  asked: Asked,
): Promise<string | undefined> {
  const { engine, subject } = answering;
  const bytes = await engine.allClasses(subject(), query, asked);
  return asked.signal.aborted ? undefined : saveUnits(answering, bytes, 'all-classes', 'html');
}

function saveUnits(
  { services, subject }: Answering,
  bytes: Uint8Array,
  name: string,
  form: SavedForm,
): Promise<string | undefined> {
  const { model, folder } = subject();
  const stem = path.basename(model, path.extname(model));
  const suggestedName = `${stem}-${name}.units.${form}`;
  return saveBytes({ bytes, suggestedName, filter: form }, folder, services.context);
}
