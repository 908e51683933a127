import '../shared/page/translation.ts';

import type { ClassUnitsRequests, ToClassUnits } from '../../src/protocol/classUnits.ts';
import { startFolderPage } from '../shared/folder/startFolderPage.ts';
import { Requests } from '../shared/page/requests.ts';
import { Thumbnails } from '../shared/page/thumbnails.ts';
import { element } from '../shared/widgets/dom.ts';
import { registerToolkit } from '../shared/widgets/toolkit.ts';
import { receive } from './messages.ts';
import { ClassPicker } from './panels/classPicker.ts';
import { fieldFailure, fieldStatus } from './panels/fieldStatus.ts';
import { saveMenu } from './panels/saveMenu.ts';
import { subjectTabs } from './panels/subjectTabs.ts';
import { viewMenu } from './patches/viewMenu.ts';
import { GradientFields } from './state/gradientFields.ts';
import { Host } from './state/host.ts';
import type { PageParts } from './state/page.ts';
import { Questions } from './state/questions.ts';
import { Store } from './state/store.ts';
import { strings } from './state/strings.ts';
import { AblationView } from './subjects/ablationView.ts';
import { ClassView } from './subjects/classView.ts';
import { NamesView } from './subjects/namesView.ts';
import { UnitView } from './subjects/unitView.ts';

function start(root: HTMLElement): void {
  registerToolkit();
  const host = new Host();
  const store = new Store();
  host.keepStateOf(store);
  const requests = new Requests<ClassUnitsRequests>((message) => host.post(message));
  const questions = new Questions(store, requests);
  const fields = new GradientFields(store, requests);
  const thumbnails = new Thumbnails((paths) => requests.send('thumbnails', { paths }));
  const parts: PageParts = { store, host, requests, questions, fields, thumbnails };

  const picker = new ClassPicker(parts);
  const subjects = element(
    'div',
    { class: 'subjects' },
    new ClassView(parts, picker).element,
    new UnitView(parts).element,
    new AblationView(parts).element,
    new NamesView(parts).element,
  );
  // The inner width: that of the scroll bar is reserved.
  new ResizeObserver(() => {
    const { paddingLeft, paddingRight } = getComputedStyle(subjects);
    const padding = Number.parseFloat(paddingLeft) + Number.parseFloat(paddingRight);
    store.update({ widthPx: subjects.clientWidth - padding });
  }).observe(subjects);
  startFolderPage<ToClassUnits>(root, parts, {
    name: 'units',
    results: [
      element(
        'div',
        { class: 'units-bar' },
        subjectTabs(parts),
        fieldStatus(parts),
        viewMenu(parts),
      ),
      fieldFailure(parts),
      element('div', { class: 'units-columns' }, picker.column, subjects),
    ],
    saveMenu: saveMenu(parts),
    texts: strings.empty,
    receive: (message) => receive(message, parts),
  });
}

const root = document.getElementById('app');
if (root) start(root);
