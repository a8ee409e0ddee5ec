/** What stands in the project beside the judged file? Answered by the editor or, headless, by the disk. */

/** Paths are relative to the workspace folder, with forward slashes. No method throws; nothing outside the folder is read. */
export interface ProjectFiles {
  /** The text, or `undefined` where there is no such file, it is no text or it is too large (over 4 MB). */
  read(path: string): Promise<string | undefined>;
  /** Names in a folder, folders with a trailing slash; empty where there is no such folder. `''` is the root. */
  list(folder: string): Promise<readonly string[]>;
  /** The same project, with nothing remembered from before this call; absent where nothing is remembered too long. */
  readonly anew?: () => ProjectFiles;
}
