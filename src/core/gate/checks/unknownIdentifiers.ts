/** Does new code use names that exist nowhere in its scope? */

import type { Check, CheckContext } from '../check.ts';
import { globalNames } from '../language/globalNames.ts';
import { projectHasWord } from '../project/projectWords.ts';
import { isBound, usesIn, type NameUse } from '../syntax/identifierUses.ts';
import { syntaxErrors } from '../syntax/syntaxErrors.ts';
import type { Evidence } from '../verdict.ts';

/** What a language lets a file see without naming it, and thus what cannot be told from the file. */
interface Reach {
  /** A use of this kind may come from outside the file. */
  readonly open: (use: NameUse, after: string) => boolean;
  /** The files beside it share its scope. */
  readonly siblings?: string;
}

/** Classes of the web platform, by the words their names begin with; there are over a thousand. */
const platform =
  /^(?:HTML|SVG|MathML|CSS|DOM|RTC|IDB|GPU|XR|XML|XPath|XSLT|USB|HID|MIDI|NDEF|Web|Media|Audio|Video|Image|Text|Abort|Blob|File|Form|Headers?|Request|Response|URL|Event|Error|Custom|Mouse|Key|Touch|Pointer|Drag|Data|Wheel|Input|Focus|Composition|UI|Node|Element|Document|Attr|Comment|CharacterData|Shadow|Mutation|Intersection|Resize|Performance|Worker|Shared|Service|Broadcast|Message|Storage|Notification|Range|Selection|Static|Abstract|Animation|Keyframe|Canvas|Offscreen|Path|Readable|Writable|Transform|Compression|Decompression|Crypto|Subtle|Gamepad|Geolocation|Clipboard|Credential|Public|Payment|Permission|Push|Report|Speech|Sensor|Screen|Scheduler|Task|Style|Byte|Count|Cache|Client|Fetch|Extendable|Hash|History|Location|Navigat|Page|Popover|Pop|Progress|Promise|Radio|Trusted|Validity|Visual|View|Window|Option$|Buffer|Window|Clip|Console|Cookie|Device|Encoded|External|Font|Idle|Lock|Network|Origin|Plugin|Profile|Remote|Sanit|Toggle|Track|Tree|Url|Virtual|Wake)/;

const leastOwnLength = 8;
const inherits = /\b(?:extends|implements)\b/;
const reaches: Readonly<Record<string, Reach>> = {
  javascript: {
    open: (use, after) =>
      /^[A-Z][A-Z0-9_]+$/.test(use.name) ||
      platform.test(use.name) ||
      /^\s*\/\*\s*globals?\b/m.test(after) ||
      /^\s*with\s*\(/m.test(after),
  },
  python: {
    open: (_use, after) =>
      /^\s*from\s+\S+\s+import\s+\*/m.test(after) || /\b(?:globals|locals|exec)\(\)/.test(after),
  },
  go: { open: (use, after) => use.qualified || /^\s*import\s+\.|^\s*\.\s+"/m.test(after), siblings: '.go' },
  rust: {
    open: (use, after) =>
      /^[A-Z]/.test(use.name) || use.qualified || /::\*/.test(after) || /macro_rules!/.test(after),
  },
  java: {
    open: (use, after) =>
      /^[A-Z]/.test(use.name) ||
      inherits.test(after) ||
      /^\s*import\s+static\s+[\w.]+\*/m.test(after) ||
      /@(?:Data|Getter|Slf4j|Log\w*)\b/.test(after),
  },
  csharp: {
    open: (use, after) =>
      !/^[a-z]/.test(use.name) ||
      use.called ||
      /\bpartial\b|\b(?:class|struct|record)\s+\w+(?:<[^>]*>)?(?:\([^)]*\))?\s*:|using static/.test(after),
  },
  php: {
    // A first use may be an argument by reference, which the later ones read.
    open: (use, after) =>
      after.split(use.name).length > 2 ||
      /\b(?:extract|compact|include|require|include_once|require_once|eval|parse_str)\b|\$\$|^\s*<[a-z!]/m.test(
        after,
      ),
  },
  // Methods come from anywhere.
  ruby: { open: () => true },
  // What headers declare is not in the file.
  c: { open: () => true },
};

/** A name that occurs nowhere in the text before, is bound nowhere in the text after and comes from nowhere else. */
export const unknownIdentifiersCheck: Check = {
  name: 'unknownIdentifiers',
  tasks: ['completion', 'edit'],
  run(context) {
    const family = context.language?.family ?? '';
    const reach = reaches[family];
    if (reach === undefined || context.trees === undefined) return undefined;
    // Behind the cursor it may be declared.
    if (context.judged.task === 'completion' && context.judged.suffix === undefined) return undefined;
    // Where the tree does not hold, neither do the roles of names in it.
    if (
      context.trees.after.root.hasError &&
      syntaxErrors(context.trees.after.root).length > syntaxErrors(context.trees.before.root).length
    ) {
      return undefined;
    }
    const { doubtful, foreign } = suspects(context, family, reach);
    if (doubtful.length === 0) return nowhere(foreign, family, context);
    return reach.siblings === undefined
      ? evidenceOf(doubtful[0], context)
      : besides(doubtful, reach.siblings, context);
  },
};

interface Suspects {
  /** Nothing but the file itself could declare them. */
  readonly doubtful: readonly NameUse[];
  /** They may come from another file. */
  readonly foreign: readonly NameUse[];
}

function suspects(context: CheckContext, family: string, reach: Reach): Suspects {
  const { change, trees, before, after, language } = context;
  if (trees === undefined) return { doubtful: [], foreign: [] };
  const globals = globalNames[family] ?? new Set<string>();
  const fresh = new Map<string, NameUse>();
  for (const hunk of change.hunks) {
    for (const use of usesIn(
      trees.after.root,
      hunk.afterStart - trees.firstRow,
      hunk.afterEnd - trees.firstRow,
    )) {
      if (use.name.length < 3 || globals.has(use.name) || fresh.has(use.name)) continue;
      if (!hasWord(before, use.name)) fresh.set(use.name, use);
    }
  }
  const unbound = [...fresh.values()].filter(
    (use) =>
      !isBound(trees.after.root, use.name) &&
      !(trees.after.root.hasError && isDeclaredIn(after, use.name)) &&
      (trees.whole || !boundOutside(use.name, after)) &&
      !(family === 'c' && givenToMacro(use, change.afterLines[use.row + trees.firstRow] ?? '')),
  );
  const open = (use: NameUse): boolean => language?.grammar === 'cpp' || reach.open(use, after);
  return { doubtful: unbound.filter((use) => !open(use)), foreign: unbound.filter(open) };
}

/** Names that other files may declare: told only where the whole project is at hand and never says such a word. */
async function nowhere(
  foreign: readonly NameUse[],
  family: string,
  context: CheckContext,
): Promise<Evidence | undefined> {
  const { project, cheapOnly } = context.judged;
  const endings = sources[family];
  if (project === undefined || cheapOnly === true || endings === undefined) return undefined;
  for (const use of foreign) {
    if (!isOwnName(use, family, context.after)) continue;
    const asked = { wanted: endings, word: use.name, path: context.judged.path };
    if ((await projectHasWord(project, asked)) === false) return evidenceOf(use, context);
  }
  return undefined;
}

const sources: Readonly<Record<string, RegExp>> = {
  java: /\.(?:java|kt|groovy|scala)$/,
  csharp: /\.(?:cs|vb|xaml|cshtml|razor)$/,
  ruby: /\.(?:rb|rake|erb|gemspec)$/,
  c: /\.(?:[chm]|cc|cpp|cxx|hpp|hh|hxx|inc|inl|ipp|mm|in|def)$/,
  rust: /\.rs$/,
};
/** First words of what the system and the language themselves provide. */
const systemWords =
  /^(?:pthread|posix|clock|timer|sched|epoll|inotify|sig|str|mem|wcs|mbs?|fd|io|std|gtk|gdk|g|gl|sdl|cuda|py|lua|sqlite3|curl|ssl|evp|xml|png|jpeg|uv|ev|cv|mm|atomic|builtin|ns|cf|instance|class|define|method|respond|const|local|global|private|public|module|attr|remove|alias|undef|caller|block|singleton|set|trace|at|is|kind|get|thread|static|dynamic|reinterpret|print|scan|fork|wait|open|read|write|close|create|expect|assert)$/i;

/** A name that someone gave to a thing of the project: of several words, of which the first is not a library's. */
function isOwnName({ name, called, qualified }: NameUse, family: string, after: string): boolean {
  if (qualified || /^[A-Z][A-Z0-9_]*$/.test(name) || name.length < leastOwnLength) return false;
  const words = name.split(/_+|(?<=[a-z0-9])(?=[A-Z])/).filter((word) => word !== '');
  const first = words[0] ?? '';
  if (family === 'java')
    return words.length >= 2 && /^[a-z]/.test(name) && !/^(?:assert|verify|when|any)$/.test(first);
  if (family === 'rust') return words.length >= 2 && /^[a-z]/.test(name);
  if (family === 'csharp') return words.length >= 2 && !(called && /\bclass\s+\w+[^{]*:/.test(after));
  if (words.length < 3 || systemWords.test(first)) return false;
  if (family === 'c' && /^[A-Z]/.test(name))
    return !/windows\.h|winrt|_WIN32|\bQ_OBJECT\b|<Q\w+>/.test(after);
  // Libraries begin their names alike: another name with this beginning tells that one is used.
  return family !== 'c' || !new RegExp(String.raw`\b${first}_\w+`).test(after.replaceAll(name, ''));
}

/** Where a tree was faulty before, its roles may miss what the text says plainly. */
function isDeclaredIn(text: string, name: string): boolean {
  const bare = name.replace(/[^\w]/g, String.raw`\$&`);
  return new RegExp(
    String.raw`\b(?:const|let|var|function|class|def|fn|func|type|interface|enum|static)\s+${bare}(?![\w$])`,
  ).test(text);
}

/** `DECLARE_THING(name, Other)`: a macro may declare what it is given. */
function givenToMacro({ name }: NameUse, line: string): boolean {
  return new RegExp(String.raw`\b[A-Z][A-Z0-9]*_?[A-Z0-9_]*\((?:[^()]*\W)?${name}\b`).test(line);
}

/** Only a part of the file was parsed: a name that occurs a second time may be bound in the rest. */
function boundOutside(name: string, after: string): boolean {
  const first = after.indexOf(name);
  return after.indexOf(name, first + name.length) !== -1;
}

function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    if (!isWordChar(text.charCodeAt(at - 1)) && !isWordChar(text.charCodeAt(at + word.length))) return true;
  }
  return false;
}

function isWordChar(code: number): boolean {
  return (
    (code >= 48 && code <= 57) ||
    (code >= 65 && code <= 90) ||
    code === 95 ||
    (code >= 97 && code <= 122) ||
    code === 36
  );
}

/** The other files of the package; without a project nobody knows them. */
async function besides(
  doubtful: readonly NameUse[],
  ending: string,
  context: CheckContext,
): Promise<Evidence | undefined> {
  const { project, path } = context.judged;
  if (project === undefined) return undefined;
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  const names = (await project.list(folder)).filter((name) => name.endsWith(ending));
  if (names.length === 0) return undefined;
  const texts = await Promise.all(
    names.map((name) => project.read(folder === '' ? name : `${folder}/${name}`)),
  );
  const own = path.slice(path.lastIndexOf('/') + 1);
  const others = texts.filter((text, index): text is string => text !== undefined && names[index] !== own);
  return evidenceOf(
    doubtful.find((use) => !others.some((text) => hasWord(text, use.name))),
    context,
  );
}

function evidenceOf(use: NameUse | undefined, context: CheckContext): Evidence | undefined {
  if (use === undefined) return undefined;
  const what = use.called ? 'called' : 'used';
  return {
    message: `\`${use.name}\` is ${what} but declared nowhere in scope.`,
    line: use.row + (context.trees?.firstRow ?? 0),
  };
}
