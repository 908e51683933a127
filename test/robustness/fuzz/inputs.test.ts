import { describeFuzz } from './fuzzSuite.ts';

describeFuzz(['picture', 'sidecar']);
