/** Does new code use names that exist nowhere in its scope? */

import type { Check, CheckContext } from '../check.ts';
import { globalNames } from '../language/globalNames.ts';
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

const inherits = /\b(?:extends|implements)\b/;
const reaches: Readonly<Record<string, Reach>> = {
  javascript: {
    open: (use, after) =>
      /^[A-Z][A-Z0-9_]+$/.test(use.name) ||
      platform.test(use.name) ||
      /^\s*\/\*\s*globals?\b/m.test(after) ||
      /\bwith\s*\(/.test(after),
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
    open: (_use, after) =>
      /\b(?:extract|compact|include|require|include_once|require_once|eval|parse_str)\b|\$\$|^\s*<[a-z!]/m.test(
        after,
      ),
  },
  c: {
    open: (use, after) =>
      use.called || use.qualified || !/^[a-z]\w{3,}$/.test(use.name) || /^\s*#\s*define\b/m.test(after),
  },
};

/** A name that occurs nowhere in the text before, is bound nowhere in the text after and comes from nowhere else. */
export const unknownIdentifiersCheck: Check = {
  name: 'unknownIdentifiers',
  tasks: ['completion', 'edit'],
  run(context) {
    const family = context.language?.family ?? '';
    const reach = reaches[family];
    if (reach === undefined || context.trees === undefined || context.language?.grammar === 'cpp')
      return undefined;
    // Where the tree does not hold, neither do the roles of names in it.
    if (
      context.trees.after.root.hasError &&
      syntaxErrors(context.trees.after.root).length > syntaxErrors(context.trees.before.root).length
    ) {
      return undefined;
    }
    const doubtful = suspects(context, family, reach);
    if (doubtful.length === 0) return undefined;
    return reach.siblings === undefined
      ? evidenceOf(doubtful[0], context)
      : besides(doubtful, reach.siblings, context);
  },
};

function suspects(context: CheckContext, family: string, reach: Reach): NameUse[] {
  const { change, trees, before, after } = context;
  if (trees === undefined) return [];
  const globals = globalNames[family] ?? new Set<string>();
  const fresh = new Map<string, NameUse>();
  for (const hunk of change.hunks) {
    for (const use of usesIn(
      trees.after.root,
      hunk.afterStart - trees.firstRow,
      hunk.afterEnd - trees.firstRow,
    )) {
      if (use.name.length < 3 || globals.has(use.name) || fresh.has(use.name)) continue;
      if (hasWord(before, use.name) || reach.open(use, after)) continue;
      fresh.set(use.name, use);
    }
  }
  return [...fresh.values()].filter(
    (use) => !isBound(trees.after.root, use.name) && (trees.whole || !boundOutside(use.name, after)),
  );
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
