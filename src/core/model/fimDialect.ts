/** In which ways is FIM asked on the wire? */

export type FimDialect =
  | 'ollamaRaw'
  | 'ollamaSuffix'
  | 'completionsText'
  | 'completionsTokenIds'
  | 'completionsSuffix'
  | 'llamacppInfill'
  | 'llamacppCompletion'
  | 'tgiGenerate'
  | 'mistralFim';
