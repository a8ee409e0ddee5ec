/** What does the extension host tell the bench? One line of its results file each; processor time of its main thread. */

export interface HostFigures {
  readonly kiloBytes: number;
  /** Suggestions are on; off is what VS Code itself costs. */
  readonly isOn: boolean;
  /** For each key the longest that the thread worked without a pause. */
  readonly blockedMs: readonly number[];
  readonly cpuMsPerKey: number;
}
