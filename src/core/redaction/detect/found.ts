/** What does one detector hand to the next stage of detection? */

/** A place that holds a secret; offsets are UTF-16 code units of the text that was scanned. */
export interface Found {
  readonly kind: string;
  readonly start: number;
  readonly end: number;
  /** `certain`: by format or structure alone. `likely`: a name or the surroundings speak for it. */
  readonly sureness: 'certain' | 'likely';
}

/** Detectors read no further than so many characters from their anchor, or say so. */
export const LOCAL_REACH = 4096;

/** Ends a scan that runs longer than it may; the text is then not sent. */
export class ScanTimedOut extends Error {
  override readonly name = 'ScanTimedOut';
}

/** A part of a text, in UTF-16 code units. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Throws ScanTimedOut when the time is used up; cheap enough to be called for every hit. */
export type TimeCheck = () => void;

/** What a detector reads and where it reports. */
export interface Scene {
  readonly text: string;
  /** The text's, as in CodedText. */
  readonly codes: Uint8Array;
  readonly file: FileKnowledge;
  report(kind: string, start: number, end: number, sureness?: Found['sureness']): void;
  /** What a detector says that was not content with the surroundings: it read from its anchor at `from` to `to`. */
  reached(from: number, to: number): void;
  /** Where the characters of tokens end that stand at `at` and behind it. */
  tokenRunEnd(at: number): number;
  /** Where the first quote stands at or behind `at`; the end of the text where none does. */
  nextQuote(at: number): number;
  /** And the first digit. */
  nextDigit(at: number): number;
  /** Where the placeholder ends that stands at `at`; 0 where none does. */
  opaqueEnd(at: number): number;
  readonly checkTime: TimeCheck;
}

/** How values are usually written in a file of this kind. */
export type Style = 'code' | 'config' | 'shell' | 'markup' | 'prose' | 'unknown';

export interface FileKnowledge {
  readonly style: Style;
  /** Source code whose name says that it holds settings: `settings.py`, `wp-config.php`. */
  readonly isSettings: boolean;
  /** A service or a shell reads it as it is; no example. */
  readonly isLive: boolean;
  /** A template, an example or a test's data. */
  readonly isModel: boolean;
  /** Labels of a program in one language. */
  readonly isTranslation: boolean;
  /** Lower-case name without folders; empty where the path is unknown. */
  readonly name: string;
  /** Lower-case path with `/`; empty where unknown. */
  readonly path: string;
}
