import type { Learner } from '../../../src/cam/results/training.ts';

export const LEARNERS = ['ridge', 'svm', 'logistic'] as const satisfies readonly Learner[];

/** The parts of a report. */
export const TABS = ['mistakes', 'classes'] as const;
export type Tab = (typeof TABS)[number];

/** Choices of the user in the page; kept over refreshes and reloads. */
export interface ViewState {
  learner: Learner;
  tab: Tab;
}

export const DEFAULT_VIEW: ViewState = { learner: 'ridge', tab: 'mistakes' };

/** Checks a view from outside, perhaps of another version: every invalid field gets its default. */
export function checkedView(kept: Partial<Record<keyof ViewState, unknown>>): ViewState {
  return {
    learner: LEARNERS.find((one) => one === kept.learner) ?? DEFAULT_VIEW.learner,
    tab: TABS.find((one) => one === kept.tab) ?? DEFAULT_VIEW.tab,
  };
}
