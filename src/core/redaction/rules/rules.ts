/** Which token formats are known? One line for each file of rules. */

import { cloudRules } from './clouds.ts';
import { messagingRules } from './messaging.ts';
import { modelRules } from './models.ts';
import { operationsRules } from './operations.ts';
import { paymentRules } from './payments.ts';
import { sourceHostRules } from './sourceHosts.ts';
import { productRules } from './products.ts';
import type { TokenRule } from './tokenRule.ts';

export const rules: readonly TokenRule[] = [
  ...sourceHostRules,
  ...cloudRules,
  ...modelRules,
  ...messagingRules,
  ...paymentRules,
  ...operationsRules,
  ...productRules,
];
