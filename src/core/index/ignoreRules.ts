/** Which files of a folder does nobody mean? What .gitignore files say at every depth, and the editor's exclusions. */

import ignore, { type Ignore } from 'ignore';

/** Never looked into, whatever the repository says. */
const never = new Set([
  '.git',
  '.hg',
  '.svn',
  'node_modules',
  '.venv',
  'venv',
  '__pycache__',
  '.tox',
  '.cache',
]);
const binary =
  /\.(?:png|jpe?g|gif|webp|avif|ico|bmp|tiff?|pdf|zip|gz|tgz|bz2|xz|7z|rar|jar|war|class|o|a|so|dylib|dll|exe|bin|wasm|woff2?|ttf|otf|eot|mp[34]|m4a|mov|avi|mkv|webm|ogg|flac|wav|sqlite3?|db|pyc|pdb|map|min\.js|min\.css|lock|vsix|snap)$/i;
const locks = /(?:^|\/)(?:package-lock\.json|yarn\.lock|pnpm-lock\.yaml|composer\.lock|go\.sum)$/;

export class IgnoreRules {
  /** By folder, `''` for the root. */
  private readonly files = new Map<string, Ignore>();
  private readonly exclusions: Ignore;

  /** @param exclusions globs of the editor (`files.exclude`, `search.exclude`) that are switched on */
  constructor(exclusions: readonly string[]) {
    this.exclusions = ignore().add(exclusions.map((glob) => glob.replace(/^\*\*\//, '')));
  }

  /** @param folder relative to the root, without a trailing slash */
  addGitignore(folder: string, text: string): void {
    this.files.set(folder, ignore({ allowRelativePaths: true }).add(text));
  }

  ignoresFolder(folder: string): boolean {
    const name = folder.slice(folder.lastIndexOf('/') + 1);
    return never.has(name) || this.ignores(`${folder}/`);
  }

  ignoresFile(path: string): boolean {
    return binary.test(path) || locks.test(path) || this.ignores(path);
  }

  private ignores(path: string): boolean {
    if (this.exclusions.ignores(path)) return true;
    // The deepest file that says something decides, as git does.
    for (let folder = parent(path); ; folder = parent(folder)) {
      const rules = this.files.get(folder);
      if (rules !== undefined) {
        const result = rules.test(folder === '' ? path : path.slice(folder.length + 1));
        if (result.ignored) return true;
        if (result.unignored) return false;
      }
      if (folder === '') return false;
    }
  }
}

function parent(path: string): string {
  const bare = path.endsWith('/') ? path.slice(0, -1) : path;
  const slash = bare.lastIndexOf('/');
  return slash === -1 ? '' : bare.slice(0, slash);
}
