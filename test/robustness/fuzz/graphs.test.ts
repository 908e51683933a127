import { describeFuzz } from './fuzzSuite.ts';

describeFuzz(['model graph']);
