/** Where do any of a thousand keywords occur, in one pass over the text? */

/** Columns of the table: the classes of characters that keywords distinguish, and 0 for all others. */
const CLASS_BITS = 6;
const CLASSES = 1 << CLASS_BITS;

/**
 * Aho-Corasick as a dense automaton. ASCII letters match in either case; other characters match
 * exactly. Cost is one table step for each UTF-16 code unit, whatever the number of keywords.
 * Keywords beyond ASCII are few and looked for only in texts that hold such characters.
 */
export class KeywordScan {
  private readonly classOf = new Uint8Array(65_536);
  private readonly next: Uint16Array;
  /** States from this one on are accepting. */
  private readonly firstAccepting: number;
  private readonly outputs: readonly (readonly number[])[];
  private readonly beyondAscii: readonly { readonly keyword: number; readonly word: string }[];

  /** Keyword `i` of `keywords` is reported as `i`. Empty keywords are not allowed. */
  constructor(keywords: readonly string[]) {
    let classes = 1;
    const plain = keywords.map((keyword) => (isAscii(keyword) ? keyword : ''));
    for (const keyword of plain) {
      for (let at = 0; at < keyword.length; at++) {
        const code = foldCase(keyword.charCodeAt(at));
        if (this.classOf[code] === 0) this.classOf[code] = classes++;
      }
    }
    if (classes > CLASSES) throw new RangeError('more characters in keywords than the table has columns');
    for (let code = 65; code <= 90; code++) this.classOf[code] = this.classOf[code + 32] ?? 0;
    const trie = buildTrie(plain, (code) => this.classOf[code] ?? 0);
    const automaton = toAutomaton(trie);
    this.next = automaton.next;
    this.firstAccepting = automaton.firstAccepting;
    this.outputs = automaton.outputs;
    this.beyondAscii = keywords
      .map((word, keyword) => ({ keyword, word }))
      .filter(({ word }) => !isAscii(word));
  }

  /** Calls back with each keyword's number and the offset just behind it, in order of that offset. */
  scan(text: string, onHit: (keyword: number, end: number) => void): void {
    const { classOf, next, firstAccepting, outputs } = this;
    const others = this.beyondAscii.length === 0 ? [] : this.hitsBeyondAscii(text);
    let other = 0;
    let state = 0;
    for (let at = 0; at < text.length; at++) {
      state = next[(state << CLASS_BITS) | (classOf[text.charCodeAt(at)] as number)] as number;
      if (state < firstAccepting) continue;
      for (; other < others.length && (others[other]?.end ?? 0) <= at; other++)
        onHit(others[other]?.keyword ?? 0, others[other]?.end ?? 0);
      for (const keyword of outputs[state - firstAccepting] ?? []) onHit(keyword, at + 1);
    }
    for (; other < others.length; other++) onHit(others[other]?.keyword ?? 0, others[other]?.end ?? 0);
  }

  private hitsBeyondAscii(text: string): { keyword: number; end: number }[] {
    const hits: { keyword: number; end: number }[] = [];
    if (!mayHoldAny(text, this.beyondAscii)) return hits;
    for (const { keyword, word } of this.beyondAscii)
      for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1))
        hits.push({ keyword, end: at + word.length });
    return hits.sort((a, b) => a.end - b.end);
  }
}

/** True where the first character of any of the words occurs. */
function mayHoldAny(text: string, words: readonly { readonly word: string }[]): boolean {
  const first = words.map(({ word }) => word.charAt(/[^\u0000-\u007f]/.exec(word)?.index ?? 0));
  return new RegExp(`[${first.join('')}]`).test(text);
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
  if (nodes.length > 65_535) throw new RangeError('more states than the table can number');
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
  const next = new Uint16Array(nodes.length * CLASSES);
  for (let id = 0; id < nodes.length; id++) {
    const base = (renamed[id] ?? 0) * CLASSES;
    for (let cls = 0; cls < CLASSES; cls++) next[base + cls] = renamed[plain[id * CLASSES + cls] ?? 0] ?? 0;
  }
  return { next, firstAccepting, outputs };
}
