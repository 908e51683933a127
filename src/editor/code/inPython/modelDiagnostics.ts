import path from 'node:path';
import * as vscode from 'vscode';
import { compareTransforms } from '../../../cam/code/findings/compareTransforms.ts';
import type { Finding } from '../../../cam/code/findings/findings.ts';
import { findDeadChannels, findFindings } from '../../../cam/code/findings/findings.ts';
import { transformsOf } from '../../../cam/code/python/transforms.ts';
import { sidecarPath } from '../../../cam/config/sidecarFile.ts';
import type { DeadChannels } from '../../../cam/pins/activeChannels.ts';
import type { ModelInspection } from '../../../cam/results/inspection.ts';
import type { EngineClient } from '../../../engine/client.ts';
import { DisposableStore } from '../../disposableStore.ts';
import type { ModelVariants } from '../../models/modelVariant.ts';
import { fileOf, isPython } from '../found/documentFile.ts';
import type { DocumentModel, LinkedModels } from '../found/linkedModels.ts';
import type { PythonWorkspace } from '../found/pythonWorkspace.ts';

const SETTING = 'camLens.diagnostics';
const SOURCE = 'CAM Lens';
const REFRESH_AFTER_MS = 500;

/** What is known about the pinned images. */
export interface PinnedChannels {
  onDidChange: vscode.Event<void>;
  deadChannels(modelPath: string): Promise<DeadChannels | undefined>;
}

interface DiagnosticServices {
  engine: EngineClient;
  variants: ModelVariants;
  linked: LinkedModels;
  python: PythonWorkspace;
  pins: PinnedChannels;
}

/** A diagnostic, its model, and the finding. */
export class ModelDiagnostic extends vscode.Diagnostic {
  readonly modelPath: string;
  readonly inspection: ModelInspection;
  readonly finding: Finding | undefined;

  constructor(
    range: vscode.Range,
    message: string,
    severity: vscode.DiagnosticSeverity,
    about: { modelPath: string; inspection: ModelInspection; finding?: Finding },
  ) {
    super(range, message, severity);
    this.source = SOURCE;
    this.modelPath = about.modelPath;
    this.inspection = about.inspection;
    this.finding = about.finding;
    this.code = about.finding?.kind ?? 'preprocessing';
  }
}

/**
 * Findings from the exported model, at the lines of code that cause them. Only for visible documents; each model is
 * inspected once.
 */
export class ModelDiagnostics implements vscode.Disposable {
  readonly #services: DiagnosticServices;
  readonly #collection = vscode.languages.createDiagnosticCollection(SOURCE);
  readonly #parts = new DisposableStore();
  readonly #shown = new Map<string, ModelDiagnostic[]>();
  /** By model; only the newest. */
  readonly #inspections = new Map<string, { key: string; found: Promise<ModelInspection> }>();
  #round = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(services: DiagnosticServices) {
    this.#services = services;
    const refresh = () => void this.refresh();
    this.#parts.add(
      this.#collection,
      services.linked.onDidChange(refresh),
      services.variants.onDidChange(refresh),
      services.pins.onDidChange(() => this.#refreshSoon()),
      vscode.window.onDidChangeVisibleTextEditors(refresh),
      vscode.workspace.onDidGrantWorkspaceTrust(refresh),
      vscode.workspace.onDidSaveTextDocument(({ fileName }) => {
        if (fileName.endsWith('.cam.json')) this.#forgetInspections();
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(SETTING)) refresh();
      }),
    );
    refresh();
  }

  /** The diagnostics of a document on the lines of a range. */
  at(document: vscode.TextDocument, { start, end }: vscode.Range): ModelDiagnostic[] {
    const shown = this.#shown.get(document.uri.toString()) ?? [];
    return shown.filter(
      ({ range }) => range.start.line <= end.line && range.end.line >= start.line,
    );
  }

  /** Pinned images come one by one. */
  #refreshSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.refresh(), REFRESH_AFTER_MS);
  }

  async refresh(): Promise<void> {
    const round = ++this.#round;
    const documents = vscode.window.visibleTextEditors.map(({ document }) => document);
    for (const document of documents.filter(isPython)) {
      const found = await this.#diagnose(document);
      if (round !== this.#round) return;
      this.#shown.set(document.uri.toString(), found);
      this.#collection.set(document.uri, found);
    }
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#parts.dispose();
  }

  #forgetInspections(): void {
    this.#inspections.clear();
    void this.refresh();
  }

  async #diagnose(document: vscode.TextDocument): Promise<ModelDiagnostic[]> {
    const isWanted = vscode.workspace.getConfiguration(undefined, document.uri).get(SETTING, true);
    if (!isWanted || !vscode.workspace.isTrusted) return [];
    const found: ModelDiagnostic[] = [];
    for (const model of newestOfEachClass(await this.#services.linked.of(document))) {
      const inspection = await this.#inspect(model).catch(() => undefined);
      if (!inspection) continue;
      const findings = await this.#findings(model, inspection);
      found.push(...findingsIn(document, model, inspection, findings));
      found.push(...(await this.#preprocessing(document, model, inspection)));
    }
    return found;
  }

  /** Channels that never fire are known if images are pinned and their list was shown once. */
  async #findings({ code }: DocumentModel, inspection: ModelInspection): Promise<Finding[]> {
    const origins = code.nodes.map(({ origin }) => origin);
    const found = await this.#services.pins.deadChannels(code.path).catch(() => undefined);
    const feature = inspection.model?.featureTensor;
    const dead = found && feature !== undefined ? findDeadChannels(found, origins, feature) : [];
    return [...findFindings(inspection, origins), ...dead];
  }

  #inspect({ code }: DocumentModel): Promise<ModelInspection> {
    const { engine, variants } = this.#services;
    const { output, featureTensor } = variants.of(code.path);
    const key = JSON.stringify([code.writtenMs, output, featureTensor]);
    const known = this.#inspections.get(code.path);
    if (known?.key === key) return known.found;
    const options = {
      ...(output === undefined ? {} : { output }),
      ...(featureTensor === undefined ? {} : { featureTensor }),
    };
    const found = engine.call('inspectModel', [code.path, options]);
    this.#inspections.set(code.path, { key, found });
    found.catch(() => this.#inspections.delete(code.path));
    return found;
  }

  /** Only a sidecar states the user's intention; other sources are guesses. */
  async #preprocessing(
    document: vscode.TextDocument,
    { code }: DocumentModel,
    inspection: ModelInspection,
  ): Promise<ModelDiagnostic[]> {
    const used = inspection.preprocessing;
    if (
      used?.file !== sidecarPath(code.path) ||
      !/Normalize|Resize|CenterCrop/.test(document.getText())
    ) {
      return [];
    }
    const file = await this.#services.python.read(fileOf(document.uri));
    return compareTransforms(file ? transformsOf(file) : [], used.value).map(
      ({ line, inCode, inUse }) =>
        new ModelDiagnostic(
          rangeOf(document, line),
          vscode.l10n.t(
            'The code has {0}, but {1} has {2}. If preprocessing differs from training, so do the maps.',
            inCode,
            path.basename(used.file ?? ''),
            inUse,
          ),
          vscode.DiagnosticSeverity.Warning,
          { modelPath: code.path, inspection },
        ),
    );
  }
}

/** A class can have been exported many times; only its newest model counts. */
function newestOfEachClass(models: readonly DocumentModel[]): DocumentModel[] {
  const seen = new Set<unknown>();
  return models.filter(({ code }) => {
    const key = code.network?.class.name ?? code.path;
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

function findingsIn(
  document: vscode.TextDocument,
  { code }: DocumentModel,
  inspection: ModelInspection,
  findings: readonly Finding[],
): ModelDiagnostic[] {
  const file = fileOf(document.uri);
  return findings.flatMap((finding) => {
    const link = code.nodes.find(({ origin }) => origin === finding.node)?.link;
    const place = link?.definition ?? link?.call;
    if (place?.file !== file) return [];
    const isRefused = finding.kind === 'zeroWeights' || inspection.verdict.standing === 'refused';
    return new ModelDiagnostic(
      rangeOf(document, place.line),
      `${path.basename(code.path)}: ${finding.message} ${finding.nextAction}`,
      isRefused && finding.kind !== 'coarseMap'
        ? vscode.DiagnosticSeverity.Warning
        : vscode.DiagnosticSeverity.Information,
      { modelPath: code.path, inspection, finding },
    );
  });
}

function rangeOf(document: vscode.TextDocument, line: number): vscode.Range {
  const { range, firstNonWhitespaceCharacterIndex } = document.lineAt(
    Math.min(line, document.lineCount) - 1,
  );
  return range.with(range.start.translate(0, firstNonWhitespaceCharacterIndex));
}
