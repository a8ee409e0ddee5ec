/** Which checks are there, the most telling first? */

import type { Check } from '../check.ts';
import { answerLanguageCheck } from './answerLanguage.ts';
import { bracketsCheck } from './brackets.ts';
import { codeBlocksCheck } from './codeBlocks.ts';
import { duplicatedNeighborCheck } from './duplicatedNeighbor.ts';
import { emptyCheck } from './empty.ts';
import { foreignTextCheck } from './foreignText.ts';
import { gateCommandCheck } from './gateCommand.ts';
import { inBandErrorCheck } from './inBandError.ts';
import { indentationCheck } from './indentation.ts';
import { inventedReferencesCheck } from './inventedReferences.ts';
import { lazyElisionCheck } from './lazyElision.ts';
import { leakedTokensCheck } from './leakedTokens.ts';
import { leftoverMarkersCheck } from './leftoverMarkers.ts';
import { lowConfidenceCheck } from './lowConfidence.ts';
import { misquotationCheck } from './misquotation.ts';
import { newDiagnosticsCheck } from './newDiagnostics.ts';
import { outsideRequestCheck } from './outsideRequest.ts';
import { parseErrorsCheck } from './parseErrors.ts';
import { refusalCheck } from './refusal.ts';
import { repetitionCheck } from './repetition.ts';
import { truncatedCheck } from './truncated.ts';
import { unchangedCheck } from './unchanged.ts';
import { unknownIdentifiersCheck } from './unknownIdentifiers.ts';
import { unresolvedImportsCheck } from './unresolvedImports.ts';
import { vanishedCodeCheck } from './vanishedCode.ts';
import { wrongLanguageCheck } from './wrongLanguage.ts';

export const checks: readonly Check[] = [
  emptyCheck,
  inBandErrorCheck,
  refusalCheck,
  leakedTokensCheck,
  unchangedCheck,
  lazyElisionCheck,
  leftoverMarkersCheck,
  wrongLanguageCheck,
  foreignTextCheck,
  truncatedCheck,
  repetitionCheck,
  vanishedCodeCheck,
  duplicatedNeighborCheck,
  bracketsCheck,
  parseErrorsCheck,
  indentationCheck,
  outsideRequestCheck,
  inventedReferencesCheck,
  misquotationCheck,
  codeBlocksCheck,
  answerLanguageCheck,
  unresolvedImportsCheck,
  unknownIdentifiersCheck,
  newDiagnosticsCheck,
  gateCommandCheck,
  lowConfidenceCheck,
];
