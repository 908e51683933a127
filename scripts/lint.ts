// This repository's own checks; all of them run, and each prints what is wrong.
import './rooms/checkRooms.ts';
import './checkImports.ts';
import './checkFileSizes.ts';
import './checkTexts.ts';
