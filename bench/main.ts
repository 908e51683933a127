// `npm run bench`: the cost of CAM Lens, as ratios within one run if there is something to compare with. It only prints
// and never fails on slowness; other load on the machine shows in the spread between min and max.
import { cpus } from 'node:os';
import { buildBundles } from './builtBundles.ts';
import type { Row } from './measure.ts';
import { printHeader, printRow } from './printRows.ts';
import { measureActivation } from './rows/activation.ts';
import { measureEvaluation } from './rows/evaluation.ts';
import { measureEvaluationPass } from './rows/evaluationPass.ts';
import { measureEvaluationScores } from './rows/evaluationScores.ts';
import { measureExplaining } from './rows/explain.ts';
import { measureGradients } from './rows/gradients.ts';
import { measureModelTab } from './rows/modelTab.ts';
import { measureOpening } from './rows/openModel.ts';
import { measurePanel } from './rows/panel.ts';
import { measurePython } from './rows/python.ts';
import { measureScan } from './rows/scan.ts';
import { measureUnitIndex } from './rows/unitIndex.ts';
import { measureVsixSize } from './rows/vsixSize.ts';
import { makeWorkload } from './workload.ts';

const [cpu] = cpus();
console.log(
  `ResNet-18 with random weights (47 MB), 500×375 JPEG, ${cpus().length} × ${cpu?.model.trim()}`,
);
const bundles = await buildBundles();
const workload = await makeWorkload();
try {
  const sections: (() => Promise<Row[]> | Row[])[] = [
    () => measureOpening(workload),
    () => measureExplaining(workload),
    () => measureGradients(workload),
    () => measurePanel(bundles, workload),
    () => measureModelTab(bundles, workload),
    () => measureScan(workload),
    () => measureUnitIndex(workload),
    () => measureEvaluation(workload),
    () => measureEvaluationPass(workload),
    () => measureEvaluationScores(),
    () => measurePython(),
    () => measureActivation(bundles.extension),
    () => measureVsixSize(),
  ];
  printHeader();
  for (const measure of sections) for (const row of await measure()) printRow(row);
} finally {
  await workload.remove();
}
