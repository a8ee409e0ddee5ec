/** Where do any of a thousand keywords occur, in one pass over the text? */

/** Columns of the table: the classes of characters that keywords distinguish, and 0 for all others. */
const CLASS_BITS = 6;
const CLASSES = 1 << CLASS_BITS;
/** Ends of keywords beyond ASCII, and characters that show nothing: each leads to a state of its own. */
const RARE = CLASSES - 2;
const HIDDEN = CLASSES - 1;
/** Characters whose classes are looked up ahead; the table walks them while they are in the nearest cache. */
const STEP = 16_384;

/** Who hears of hits, in order of their ends. */
export interface Hits {
  /** Keyword number `keyword` ends just before `end`. */
  keyword(keyword: number, end: number): void;
  /** A character that shows nothing, or a letter in disguise, stands at `at`. */
  hidden?(at: number): void;
}

/**
 * Aho-Corasick as a dense automaton. ASCII letters match in either case; other characters match
 * exactly. Cost is one table step for each UTF-16 code unit, whatever the number of keywords.
 * Keywords beyond ASCII are few and compared where their last such character stands.
 */
export class KeywordScan {
  private readonly classOf = new Uint8Array(65_536);
  private readonly classes = new Uint8Array(STEP);
  private readonly next: Uint16Array;
  /** States from this one on are accepting. */
  private readonly firstAccepting: number;
  private readonly outputs: readonly (readonly number[])[];
  private readonly rare = new Map<number, { keyword: number; word: string; before: number }[]>();

  /** Keyword `i` of `keywords` is reported as `i`. Empty keywords are not allowed. `hides`: 1 for each code unit that is hidden. */
  constructor(keywords: readonly string[], hides?: Uint8Array) {
    let classes = 1;
    const plain = keywords.map((keyword) => (isAscii(keyword) ? keyword : ''));
    for (const keyword of plain) {
      for (let at = 0; at < keyword.length; at++) {
        const code = foldCase(keyword.charCodeAt(at));
        if (this.classOf[code] === 0) this.classOf[code] = classes++;
      }
    }
    if (classes > RARE) throw new RangeError('more characters in keywords than the table has columns');
    for (let code = 65; code <= 90; code++) this.classOf[code] = this.classOf[code + 32] ?? 0;
    for (let code = 0; code < 65_536 && hides !== undefined; code++)
      if (hides[code] === 1 && this.classOf[code] === 0) this.classOf[code] = HIDDEN;
    keywords.forEach((word, keyword) => {
      if (!isAscii(word)) this.addRare(keyword, word);
    });
    const trie = buildTrie(plain, (code) => this.classOf[code] ?? 0);
    const automaton = toAutomaton(trie);
    this.next = automaton.next;
    this.firstAccepting = automaton.firstAccepting;
    this.outputs = automaton.outputs;
  }

  private addRare(keyword: number, word: string): void {
    let last = word.length - 1;
    while (word.charCodeAt(last) < 128) last--;
    const code = word.charCodeAt(last);
    this.classOf[code] = RARE;
    const entry = { keyword, word, before: last };
    const entries = this.rare.get(code);
    if (entries === undefined) this.rare.set(code, [entry]);
    else entries.push(entry);
  }

  /** Tells of what lies within `from`..`to`. */
  scan(text: string, hits: Hits, from = 0, to = text.length): void {
    const { classOf, classes, next, firstAccepting } = this;
    let state = 0;
    for (let base = from; base < to; base += STEP) {
      const length = Math.min(STEP, to - base);
      for (let at = 0; at < length; at++) classes[at] = classOf[text.charCodeAt(base + at)] as number;
      for (let at = 0; at < length; at++) {
        state = next[(state << CLASS_BITS) | (classes[at] as number)] as number;
        if (state >= firstAccepting) this.tell(hits, text, state, base + at);
      }
    }
  }

  private tell(hits: Hits, text: string, state: number, at: number): void {
    const keywords = this.outputs[state - this.firstAccepting];
    if (keywords !== undefined) {
      for (let index = 0; index < keywords.length; index++) hits.keyword(keywords[index] as number, at + 1);
      return;
    }
    if (state === this.firstAccepting + this.outputs.length + 1) {
      hits.hidden?.(at);
      return;
    }
    for (const { keyword, word, before } of this.rare.get(text.charCodeAt(at)) ?? [])
      if (text.startsWith(word, at - before)) hits.keyword(keyword, at - before + word.length);
  }
}

function isAscii(word: string): boolean {
  return /^[\u0000-\u007f]*$/.test(word);
}

interface TrieNode {
  readonly children: Map<number, number>;
  readonly found: number[];
  fail: number;
}

function foldCase(code: number): number {
  return code >= 65 && code <= 90 ? code + 32 : code;
}

function buildTrie(keywords: readonly string[], classFor: (code: number) => number): TrieNode[] {
  const nodes: TrieNode[] = [{ children: new Map(), found: [], fail: 0 }];
  keywords.forEach((keyword, index) => {
    if (keyword === '') return;
    let at = 0;
    for (let offset = 0; offset < keyword.length; offset++) {
      const cls = classFor(foldCase(keyword.charCodeAt(offset)));
      const node = nodes[at] as TrieNode;
      let child = node.children.get(cls);
      if (child === undefined) {
        child = nodes.length;
        nodes.push({ children: new Map(), found: [], fail: 0 });
        node.children.set(cls, child);
      }
      at = child;
    }
    (nodes[at] as TrieNode).found.push(index);
  });
  return nodes;
}

/** Breadth first, so that a node's failure target is complete before the node is. */
function toAutomaton(nodes: TrieNode[]): {
  next: Uint16Array;
  firstAccepting: number;
  outputs: number[][];
} {
  const plain = new Int32Array(nodes.length * CLASSES);
  const order: number[] = [0];
  for (let head = 0; head < order.length; head++) {
    const id = order[head] as number;
    const node = nodes[id] as TrieNode;
    const failed = nodes[node.fail] as TrieNode;
    if (id !== 0) node.found.push(...failed.found);
    for (let cls = 0; cls < CLASSES; cls++) {
      const inherited = id === 0 ? 0 : (plain[node.fail * CLASSES + cls] ?? 0);
      const child = node.children.get(cls);
      if (child === undefined) {
        plain[id * CLASSES + cls] = inherited;
      } else {
        (nodes[child] as TrieNode).fail = id === 0 ? 0 : inherited;
        plain[id * CLASSES + cls] = child;
        order.push(child);
      }
    }
  }
  return renumber(nodes, plain, order);
}

/** Accepting states last, so that one comparison tells them; shallow ones, where most time is spent, side by side. */
function renumber(
  nodes: readonly TrieNode[],
  plain: Int32Array,
  order: readonly number[],
): { next: Uint16Array; firstAccepting: number; outputs: number[][] } {
  if (nodes.length > 65_533) throw new RangeError('more states than the table can number');
  const renamed = new Int32Array(nodes.length);
  let fresh = 0;
  for (const id of order) if ((nodes[id] as TrieNode).found.length === 0) renamed[id] = fresh++;
  const firstAccepting = fresh;
  const outputs: number[][] = [];
  for (const id of order) {
    const { found } = nodes[id] as TrieNode;
    if (found.length === 0) continue;
    renamed[id] = fresh++;
    outputs.push([...new Set(found)]);
  }
  const next = new Uint16Array((nodes.length + 2) * CLASSES);
  for (let id = 0; id < nodes.length; id++) {
    const base = (renamed[id] ?? 0) * CLASSES;
    for (let cls = 0; cls < CLASSES; cls++) next[base + cls] = renamed[plain[id * CLASSES + cls] ?? 0] ?? 0;
  }
  // No keyword goes on over such a character: from its state everything is as from the start.
  for (const state of [nodes.length, nodes.length + 1]) next.copyWithin(state * CLASSES, 0, CLASSES);
  for (let state = 0; state < nodes.length + 2; state++) {
    next[state * CLASSES + RARE] = nodes.length;
    next[state * CLASSES + HIDDEN] = nodes.length + 1;
  }
  return { next, firstAccepting, outputs };
}
