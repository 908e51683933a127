// These suites share a window: opening one takes as long as two tests. The first two need a workspace in
// which no picture and no folder was chosen before.
import './models/modelTab.ts';
import './models/classUnits.ts';
import './models/pins.ts';
import './models/code.ts';
import './models/newModel.ts';
import './models/sideBar.ts';
