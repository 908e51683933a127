import { describeFuzz } from './fuzzSuite.ts';

describeFuzz(['model bytes', 'model fields']);
