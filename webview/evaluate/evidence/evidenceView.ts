import type {
  ClassEvidence,
  EvidenceReport,
} from '../../../src/cam/results/evaluation/evidence.ts';
import { element, setText, show } from '../../shared/widgets/dom.ts';
import { LazyRows } from '../../shared/widgets/lazyRows.ts';
import { ReportFrame } from '../panels/reportFrame.ts';
import type { PageParts } from '../state/page.ts';
import { reportStrings as strings } from '../state/reportStrings.ts';
import { ClassCard } from './classCard.ts';

/** Where the evidence of each class lies, the class with the most suspicious cluster first. */
export function evidenceView(parts: PageParts): HTMLElement {
  let classes: readonly ClassEvidence[] = [];
  const rows = new LazyRows<ClassCard>({
    className: 'evidence-classes',
    make: () => new ClassCard(parts),
    fill: (card, index) => {
      const evidence = classes[index];
      if (evidence) card.update(evidence);
    },
    forget: (card) => card.forget(),
  });
  const conclusion = element('p', { class: 'evidence-conclusion', 'data-testid': 'conclusion' });
  const note = element('p', { class: 'note' }, strings.evidenceNote);
  rows.element.setAttribute('aria-label', strings.evidenceClasses);
  const frame = new ReportFrame(parts, {
    kind: 'evidence',
    text: strings.findingEvidence,
    content: element('div', {}, conclusion, note, rows.element),
    fill: (report: EvidenceReport) => {
      classes = report.classes;
      setText(conclusion, report.conclusion ?? '');
      show(conclusion, report.conclusion !== undefined);
      const hasClusters = classes.some(({ clusters }) => clusters.length > 0);
      rows.element.classList.toggle('without-clusters', !hasClusters);
      rows.update(classes.length);
    },
  });
  return frame.element;
}
