// These suites share a window: opening one takes as long as two tests.
import './showCam/panel.ts';
import './showCam/comparison.ts';
import './showCam/otherModels.ts';
import './showCam/methods.ts';
import './showCam/beside.ts';
import './showCam/comparedMethods.ts';
import './showCam/beforeAfter.ts';
import './showCam/following.ts';
import './showCam/badInput.ts';
