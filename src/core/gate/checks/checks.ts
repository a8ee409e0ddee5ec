/** Which checks are there, the most telling first? */

import type { Check } from '../check.ts';
import { emptyCheck } from './empty.ts';
import { lowConfidenceCheck } from './lowConfidence.ts';
import { unchangedCheck } from './unchanged.ts';

export const checks: readonly Check[] = [emptyCheck, unchangedCheck, lowConfidenceCheck];
