import assert from 'node:assert/strict';
import type { ModelInspection } from '../../../src/cam/results/inspection.ts';
import { violations } from '../support/accessibility.ts';
import { refusedInspection, someInspection } from '../support/inspection.ts';
import { methodOffers } from '../support/methods.ts';
import { ModelTabPage } from '../support/modelTab.ts';
import { placesOf } from '../support/places.ts';
import { THEMES } from '../support/themes.ts';
import { usePage } from '../support/usePage.ts';

const PATH = '/models/counting.onnx';
const SIZES = [
  { width: 470, height: 700 },
  { width: 1000, height: 800 },
  { width: 1400, height: 900 },
];

describe('the methods in the model tab', () => {
  const tab = usePage(new ModelTabPage());

  const inspect = (inspection: ModelInspection) =>
    tab.send({ type: 'inspection', inspection, variant: {}, actions: [] });

  it('are named in the verdict of a model without a CAM, which can be shown', async () => {
    await tab.showModel(refusedInspection());
    const verdict = tab.byTestId('verdict');
    assert.equal(await verdict.getAttribute('data-fidelity'), 'noCam');
    assert.match(await verdict.innerText(), /^No CAM\s*Looking which methods this model allows…/);
    await tab.answerMethods(methodOffers({ 'layer-cam': 'behind this layer is the mean' }));
    const said = await verdict.innerText();
    assert.match(
      said,
      /^No CAM\s*possible: Grad-CAM, HiResCAM, Saliency.*, SmoothGrad, Occlusion\n/,
    );
    assert.match(said, /\ncounting\.onnx has no class activation map: its head does not pool/);
    assert.match(said, /Replace Flatten .* Or choose another method in Show CAM/);
    assert.equal(await tab.byTestId('class-units').getAttribute('disabled'), null);
    await tab.byTestId('show-cam').click();
    assert.equal((await tab.sentOf('showCam')).length, 1);
  });

  it('are not claimed if the model allows none, or for a layer that it does not have', async () => {
    await tab.showModel(refusedInspection());
    const [asked] = await tab.asked('methods');
    const error = {
      code: 'outputNotFound' as const,
      message: 'There are no scores.',
      nextAction: '',
    };
    await tab.send({ type: 'refusal', id: asked?.id ?? 0, error });
    await tab.byTestId('verdict-text').getByText('There are no scores.').waitFor();
    assert.equal(await tab.byTestId('verdict').getAttribute('data-fidelity'), 'refused');
    assert.equal(await tab.byTestId('show-cam').getAttribute('disabled'), '');
    const inspection = refusedInspection();
    const show = async (featureTensor: string) => {
      const { verdict } = inspection;
      const gone = { ...verdict, error: { ...error, code: 'tensorNotFound' as const } };
      const variant = { featureTensor };
      const found = { ...inspection, verdict: { ...gone, text: `No “${featureTensor}”.` } };
      await tab.send({ type: 'inspection', inspection: found, variant, actions: [] });
    };
    await show('nowhere');
    await tab.byTestId('verdict-text').getByText('No “nowhere”.').waitFor();
    assert.equal((await tab.asked('methods')).length, 1);
    await show('/layer0/Add_output_2');
    await tab.byTestId('verdict-reason').getByText('No “/layer0/Add_output_2”.').waitFor();
    assert.equal((await tab.asked('methods')).length, 2);
  });

  it('are listed with their layers and reasons, of a model with a CAM only when asked for', async () => {
    await tab.showModel();
    await tab.nextFrame();
    const kinds = (await tab.sentOf('request')).map(({ kind }) => kind);
    assert.ok(!kinds.includes('methods'));
    await tab.byTestId('methods-button').click();
    await tab.byTestId('methods').getByText('Looking which methods').waitFor();
    const offers = methodOffers({ 'smooth-grad': `${PATH} has no gradient here.` });
    await tab.answerMethods(
      offers.map((offer) =>
        offer.method === 'grad-cam' ? { ...offer, layer: 'features' } : offer,
      ),
    );
    const list = (await tab.byTestId('methods-list').innerText()).replaceAll(/\s+/g, ' ');
    assert.match(list, /^Grad-CAM of the layer features HiResCAM of a layer, found with the first/);
    assert.match(list, /SmoothGrad counting\.onnx has no gradient here\. Occlusion covers parts/);
    await tab.page.keyboard.press('Escape');
    await tab.byTestId('methods-button').click();
    assert.equal((await tab.asked('methods')).length, 1);
  });

  for (const size of SIZES) {
    for (const [kind, inspection] of [
      ['a CAM', someInspection()],
      ['no CAM', refusedInspection()],
    ] as const) {
      it(`do not move anything when the first verdict comes, ${kind}, ${size.width} px`, async () => {
        await tab.open(size);
        await tab.send({ type: 'start', fileName: 'counting.onnx', path: PATH, isTrusted: true });
        await tab.send({ type: 'facts', facts: inspection.facts });
        await tab.byTestId('layer').first().waitFor();
        const places = () =>
          placesOf(tab.page, ['verdict', 'show-cam', 'methods-button', 'layers', 'layer-bar']);
        const before = await places();
        await tab.screenshot(`model-tab-reading-${size.width}`);
        await inspect(inspection);
        await tab.nextFrame();
        assert.deepEqual(await places(), before);
        if (kind === 'no CAM') await tab.answerMethods(methodOffers());
        await tab.nextFrame();
        assert.deepEqual(await places(), before);
        await tab.screenshot(`model-tab-${kind === 'a CAM' ? 'cam' : 'no-cam'}-${size.width}`);
        const more = tab.byTestId('show-all');
        if (await more.isVisible()) {
          await more.click();
          const next = tab.byTestId(kind === 'a CAM' ? 'notices' : 'verdict-next');
          assert.ok(await next.isVisible());
          await more.getByText('Show less').click();
          await tab.nextFrame();
          assert.deepEqual(await places(), before);
        }
      });
    }
  }

  for (const [name, theme] of Object.entries(THEMES)) {
    it(`break no rule of accessibility in the theme ${name}`, async () => {
      await tab.open({ width: 470, height: 700, theme });
      await tab.showModel(refusedInspection());
      await tab.answerMethods(methodOffers({ 'layer-cam': 'behind this layer is the mean' }));
      await tab.byTestId('methods-button').click();
      await tab.byTestId('methods-list').waitFor();
      await tab.page.mouse.move(0, 0);
      await tab.screenshot(`model-tab-methods-${name.replaceAll(' ', '-')}`);
      assert.deepEqual(await violations(tab.page), []);
    });
  }
});
