import * as vscode from 'vscode';
import type { GapModelOptions } from '../../cam/gapModels/gapModel.ts';
import { gapNetworks } from '../../cam/gapModels/gapModel.ts';
import type { GlobalPooling, MappingResolution, Network } from '../../cam/gapModels/network.ts';
import { pickStep } from './quickPickStep.ts';

/** A row that represents a part of the answer. */
interface Choice extends vscode.QuickPickItem {
  answer: Partial<GapModelOptions>;
}

/** A question that depends on the answers before it. */
interface Question {
  placeholder: string;
  choices(network: Network | undefined): Choice[];
}

/**
 * Asks for the network, the pooling and the mapping resolution, one after the other.
 * @param remembered the last answers: these rows are active at first
 * @returns undefined if the user gave up
 */
export async function askForModel(
  remembered: Partial<GapModelOptions>,
): Promise<GapModelOptions | undefined> {
  const questions = modelQuestions();
  const answers: Partial<GapModelOptions>[] = [];
  while (answers.length < questions.length) {
    const question = questions[answers.length];
    if (!question) break;
    const network = gapNetworks.find(({ id }) => id === answers[0]?.network);
    const items = question.choices(network);
    const chosen = await pickStep({
      title: vscode.l10n.t('New GAP Model'),
      placeholder: question.placeholder,
      step: answers.length + 1,
      totalSteps: questions.length,
      items,
      active: items.find(({ answer }) => isPartOf(answer, remembered)),
    });
    if (chosen === undefined) return undefined;
    if (chosen === 'back') answers.pop();
    else answers.push(chosen.answer);
  }
  return Object.assign({}, ...answers) as GapModelOptions;
}

function modelQuestions(): Question[] {
  return [
    {
      placeholder: vscode.l10n.t('The network before the pooling'),
      choices: () => gapNetworks.map(networkChoice),
    },
    {
      placeholder: vscode.l10n.t('How each channel becomes one number'),
      choices: () => poolingChoices(),
    },
    {
      placeholder: vscode.l10n.t('Mapping resolution: the size of the map for a 224×224 input'),
      choices: (network) =>
        (network?.resolutions ?? []).map((resolution) => resolutionChoice(resolution, network)),
    },
  ];
}

function networkChoice({ id, name, resolutions, endsInMeanPooling, sizeMb }: Network): Choice {
  const cells = resolutions.map((resolution) => `${resolution.cells}×${resolution.cells}`);
  return {
    label: name,
    description: vscode.l10n.t('{0} MB', sizeMb),
    detail: endsInMeanPooling
      ? vscode.l10n.t('Unchanged: it already ends in average pooling; map {0}', cells.join(', '))
      : vscode.l10n.t('From the paper, with a layer of 1024 channels; map {0}', cells.join(', ')),
    answer: { network: id },
  };
}

function poolingChoices(): Choice[] {
  const choice = (pooling: GlobalPooling, label: string, detail: string): Choice => ({
    label,
    detail,
    description: pooling.toUpperCase(),
    answer: { pooling },
  });
  return [
    choice(
      'gap',
      vscode.l10n.t('Mean'),
      vscode.l10n.t('Every cell counts: the map covers the object. The paper’s choice.'),
    ),
    choice(
      'gmp',
      vscode.l10n.t('Maximum'),
      vscode.l10n.t('Only the strongest cell of each channel counts: points, for comparison.'),
    ),
  ];
}

function resolutionChoice(
  { cells, stridePx, change, isOriginal }: MappingResolution,
  network: Network | undefined,
): Choice {
  const ofPaper = network?.endsInMeanPooling
    ? vscode.l10n.t('as published')
    : vscode.l10n.t('as in the paper');
  return {
    label: `${cells}×${cells}`,
    description: isOriginal ? ofPaper : '',
    detail: vscode.l10n.t(
      'One cell every {0} pixels; {1}, {2}',
      stridePx,
      network?.name ?? '',
      change,
    ),
    answer: { cells },
  };
}

/** Whether the remembered answers say the same. */
function isPartOf(answer: Partial<GapModelOptions>, remembered: Partial<GapModelOptions>): boolean {
  return Object.entries(answer).every(
    ([key, value]) => remembered[key as keyof GapModelOptions] === value,
  );
}
