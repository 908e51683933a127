import path from 'node:path';
import * as vscode from 'vscode';
import type { FoundReports } from '../../cam/results/evaluation/report.ts';
import type {
  EvaluateRequests,
  EvaluationForm,
  ReportKind,
  ReportRequests,
  SavedMaps,
} from '../../protocol/evaluate.ts';
import { saveBytes } from '../files/saveFile.ts';
import type { ScanSubject } from '../folder/folderScan.ts';
import type { FolderServices } from '../folder/folderServices.ts';
import { folderThumbnails } from '../folder/folderThumbnails.ts';
import { NewestQueue } from '../folder/newestQueue.ts';
import type { Asked, RequestHandlers } from '../panels/requestHandler.ts';
import type { EvaluationEngine } from './engine.ts';
import type { ReportJobs } from './reportJobs.ts';

/** What the answers of a panel depend on. */
export interface Answering {
  engine: EvaluationEngine;
  reports: ReportJobs<ReportRequests>;
  services: FolderServices;
  subject: () => ScanSubject;
  /** Of the folder's index, labels and annotations. */
  version: () => string | undefined;
  /** The sidecar was written. */
  onNewSettings: () => void;
}

/** How the panel answers the requests of its page. */
export function requestHandlers(answering: Answering): RequestHandlers<EvaluateRequests> {
  const { engine, reports, services, subject, onNewSettings } = answering;
  const quick = new NewestQueue();
  const report = <Kind extends ReportKind>(
    kind: Kind,
    request: ReportRequests[Kind]['request'],
    asked: Asked,
    make: (of: ScanSubject, asked: Asked) => Promise<ReportRequests[Kind]['result']>,
  ): Promise<ReportRequests[Kind]['result']> => {
    const of = subject();
    const question = { about: stateOf(answering), request };
    return reports.get(kind, question, asked, (job) => make(of, job));
  };
  return {
    pictures: (query, { signal }) =>
      quick.run('pictures', signal, () => engine.pictures(subject(), query)),
    localizedPictures: (query, { signal }) =>
      quick.run('localizedPictures', signal, () => engine.localizedPictures(subject(), query)),
    localization: (query, asked) =>
      report('localization', query, asked, (of, job) => engine.localization(of, query, job)),
    evidence: (query, asked) =>
      report('evidence', query, asked, (of, job) => engine.evidence(of, query, job)),
    trust: (query, asked) =>
      report('trust', query, asked, (of, job) => engine.trust(of, query, job)),
    preprocessing: (_, asked) =>
      report('preprocessing', undefined, asked, (of, job) => engine.examinePreprocessing(of, job)),
    parity: (query, asked) =>
      report('parity', query, asked, (of, job) => engine.compare(of, query.before, job)),
    thumbnails: ({ paths }) => folderThumbnails(services.engine, subject().folder, paths),
    save: ({ form }, asked) => save(answering, form, asked),
    saveMaps: (_, asked) => saveMaps(answering, asked),
    useVariant: async (change) => {
      const sidecar = await engine.useVariant(subject().model, change);
      onNewSettings();
      return sidecar;
    },
  };
}

/** What the panel is about, and its state, as text. */
export function stateOf({ subject, version }: Pick<Answering, 'subject' | 'version'>): string {
  return JSON.stringify([subject(), version()]);
}

/** The reports that the page has shown, for a file. */
function foundReports(answering: Answering): FoundReports {
  const { localization, evidence, trust, preprocessing, parity } = answering.reports.made(
    stateOf(answering),
  );
  return {
    ...(localization ? { localization: localization.request } : {}),
    ...(evidence ? { evidence: evidence.result } : {}),
    ...(trust ? { trust: trust.result } : {}),
    ...(preprocessing ? { doctor: preprocessing.result } : {}),
    ...(parity ? { parity: parity.result } : {}),
  };
}

async function save(
  answering: Answering,
  form: EvaluationForm,
  asked: Asked,
): Promise<string | undefined> {
  const { engine, subject, services } = answering;
  const of = subject();
  const bytes = await engine.exported(of, { form, found: foundReports(answering) }, asked);
  if (asked.signal.aborted) return undefined;
  const stem = path.basename(of.model, path.extname(of.model));
  const suggestedName = `${stem}-${path.basename(of.folder)}.evaluation.${form}`;
  return saveBytes({ bytes, suggestedName, filter: form }, of.folder, services.context);
}

async function saveMaps(
  { engine, subject }: Answering,
  asked: Asked,
): Promise<SavedMaps | undefined> {
  const of = subject();
  const [chosen] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Folder that gets a .npy file for each image'),
      openLabel: vscode.l10n.t('Write Maps'),
      defaultUri: vscode.Uri.file(path.dirname(of.model)),
      canSelectFiles: false,
      canSelectFolders: true,
    })) ?? [];
  if (!chosen || asked.signal.aborted) return undefined;
  const { written, without } = await engine.writeMaps(of, chosen.fsPath, asked);
  return { folder: chosen.fsPath, written, without: without.length };
}
