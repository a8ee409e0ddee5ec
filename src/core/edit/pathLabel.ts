/** Does a line of an answer name the file that is meant? */

const knownNames = new Set([
  'makefile',
  'dockerfile',
  'license',
  'readme',
  'gemfile',
  'rakefile',
  'procfile',
  'jenkinsfile',
  'vagrantfile',
  'codeowners',
  'cmakelists.txt',
  'justfile',
  'brewfile',
]);

/** A relative path with forward slashes, or undefined where the text is none. Absolute ones and ones that climb out are none. */
export function readPath(text: string): string | undefined {
  const path = text
    .trim()
    .replace(/\\/g, '/')
    .replace(/^\.\//, '')
    .replace(/^[ab]\/(?=.*\/)/, (prefix) => prefix);
  if (path === '' || path.length > 260 || /[\s"'`<>|*?:,;]/.test(path)) return undefined;
  if (path.startsWith('/') || path.split('/').some((segment) => segment === '..' || segment === ''))
    return undefined;
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (knownNames.has(name.toLowerCase())) return path;
  if (/^\.[\w-]+(?:\.[\w-]+)*$/.test(name)) return path;
  if (!/^[\w@()[\]$+~.-]+\.[A-Za-z][\w-]{0,11}$/.test(name)) return undefined;
  // `user.name` and `console.log` are code, `3.5` is a number: a bare name needs an extension people give to files.
  return path.includes('/') || isFileExtension(name.slice(name.lastIndexOf('.') + 1)) ? path : undefined;
}

/** A line that says nothing but a path, whatever is wrapped around it: `### src/a.ts`, `**File:** \`a.ts\``. */
export function readPathLine(line: string): string | undefined {
  let text = line.trim();
  if (text === '' || text.length > 300) return undefined;
  text = text.replace(/^(?:[#>*\-+\s]|\d+[.)](?!\w))+\s*/, '');
  text = text.replace(
    /^(?:\*{0,2})(?:file(?: ?name| ?path)?|path|in|edit(?:ing)?|update[ds]?|modif(?:y|ied)|filename)(?=[\s:=*`])(?:\*{0,2})\s*[:=]?\s*(?:\*{0,2})\s*/i,
    '',
  );
  text = text
    .replace(/[*_]{1,2}$/, '')
    .replace(/\s*[:：]\s*[*_]{0,2}$/, '')
    .replace(/\s*\((?:updated|modified|changed|edited|complete|full)\)$/i, '');
  text = text.replace(/^[`*"']+|[`*"']+$/g, '').replace(/^_(?!_|.*\/)(.*)_$/, '$1');
  const path = readPath(text);
  if (path !== undefined) return path;
  if (!/[:：]\s*$/.test(line)) return undefined;
  const quoted = [...line.matchAll(/`([^`]+)`/g)]
    .map((match) => readPath(match[1] ?? ''))
    .filter((found) => found !== undefined);
  return quoted.length === 1 ? quoted[0] : undefined;
}

/** Path and language behind an opening fence: `ts src/a.ts`, `ts:src/a.ts`, `ts title="src/a.ts"`, `src/a.ts`. */
export function readFenceInfo(info: string): { readonly language: string; readonly path?: string } {
  const attribute = /(?:title|file(?:name|path)?|path|name)\s*=\s*["']?([^"'\s}]+)["']?/i.exec(info);
  const words = info.split(/[\s{]+/).filter((word) => word !== '');
  const first = words[0] ?? '';
  const colon = first.indexOf(':');
  const candidates = [attribute?.[1], colon > 0 ? first.slice(colon + 1) : undefined, words[1], first];
  const language = (colon > 0 ? first.slice(0, colon) : first).toLowerCase();
  for (const candidate of candidates) {
    const path = candidate === undefined ? undefined : readPath(candidate);
    if (path !== undefined) return { language: candidate === first ? '' : language, path };
  }
  return { language };
}

/** The path in a first line like `// src/a.ts`, `# File: a.py` or `<!-- index.html -->`. */
export function readPathComment(line: string): string | undefined {
  const match =
    /^\s*(?:\/\/+|#+|--|;+|%+|\/\*+|<!--)\s*(?:(?:file(?:name|path)?|path)\s*[:=]\s*)?(.+?)\s*(?:\*\/|-->)?\s*$/i.exec(
      line,
    );
  return match?.[1] === undefined ? undefined : readPath(match[1]);
}

function isFileExtension(extension: string): boolean {
  return /^(?:[cm]?[jt]sx?|py[iw]?|java|kts?|go|rs|rb|php|c|h|mm?|cc|cpp|cxx|hh|hpp|cs|swift|scala|lua|sql|sh|bash|zsh|ps1|bat|html?|css|scss|less|sass|vue|svelte|json[c5]?|ya?ml|toml|ini|cfg|conf|env|md|mdx|rst|txt|csv|xml|svg|gradle|tf|proto|graphql|gql|dart|ex|exs|erl|hs|ml|clj|r|jl|pl|pm|lock|properties|ipynb|cmake|mk)$/i.test(
    extension,
  );
}

/** Models shorten paths and sometimes write them from another root: one must end with the other at a slash. */
export function samePath(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return short === long || long.endsWith(`/${short}`);
}
