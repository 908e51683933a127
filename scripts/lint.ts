// The checks that this repository has of its own; each prints what is wrong, and all are made.
import './rooms/checkRooms.ts';
import './checkImports.ts';
import './checkFileSizes.ts';
import './checkTexts.ts';
