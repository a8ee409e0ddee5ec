/** Where do any of a thousand keywords occur, in one pass over the text? */

/**
 * Aho-Corasick as a dense automaton. ASCII letters match in either case; other characters match
 * exactly. Cost is one table step for each UTF-16 code unit, whatever the number of keywords.
 */
export class KeywordScan {
  private readonly classOf = new Uint8Array(128);
  private readonly otherClasses = new Map<number, number>();
  private readonly classCount: number;
  private readonly next: Int32Array;
  /** States from this one on are accepting (premultiplied by classCount). */
  private readonly firstAccepting: number;
  private readonly outputs: readonly (readonly number[])[];

  /** Keyword `i` of `keywords` is reported as `i`. Empty keywords are not allowed. */
  constructor(keywords: readonly string[]) {
    let classes = 1;
    for (const keyword of keywords) {
      for (let at = 0; at < keyword.length; at++) {
        const code = foldCase(keyword.charCodeAt(at));
        if (code < 128) {
          if (this.classOf[code] === 0) this.classOf[code] = classes++;
        } else if (!this.otherClasses.has(code)) {
          this.otherClasses.set(code, classes++);
        }
      }
    }
    for (let code = 65; code <= 90; code++) this.classOf[code] = this.classOf[code + 32] ?? 0;
    this.classCount = classes;
    const trie = buildTrie(keywords, (code) => this.classFor(code));
    const automaton = toAutomaton(trie, classes);
    this.next = automaton.next;
    this.firstAccepting = automaton.firstAccepting;
    this.outputs = automaton.outputs;
  }

  /** Calls back with each keyword's number and the offset just behind it, in order of that offset. */
  scan(text: string, onHit: (keyword: number, end: number) => void): void {
    const { classOf, next, firstAccepting, classCount } = this;
    const hasOthers = this.otherClasses.size > 0;
    let state = 0;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      let cls = 0;
      if (code < 128) cls = classOf[code] ?? 0;
      else if (hasOthers) cls = this.otherClasses.get(code) ?? 0;
      state = next[state + cls] ?? 0;
      if (state >= firstAccepting) {
        const found = this.outputs[(state - firstAccepting) / classCount] ?? [];
        for (const keyword of found) onHit(keyword, at + 1);
      }
    }
  }

  private classFor(code: number): number {
    return code < 128 ? (this.classOf[code] ?? 0) : (this.otherClasses.get(code) ?? 0);
  }
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
function toAutomaton(
  nodes: TrieNode[],
  classes: number,
): { next: Int32Array; firstAccepting: number; outputs: number[][] } {
  const plain = new Int32Array(nodes.length * classes);
  const order: number[] = [0];
  for (let head = 0; head < order.length; head++) {
    const id = order[head] as number;
    const node = nodes[id] as TrieNode;
    const failed = nodes[node.fail] as TrieNode;
    if (id !== 0) node.found.push(...failed.found);
    for (let cls = 0; cls < classes; cls++) {
      const inherited = id === 0 ? 0 : (plain[node.fail * classes + cls] ?? 0);
      const child = node.children.get(cls);
      if (child === undefined) {
        plain[id * classes + cls] = inherited;
      } else {
        (nodes[child] as TrieNode).fail = id === 0 ? 0 : inherited;
        plain[id * classes + cls] = child;
        order.push(child);
      }
    }
  }
  return renumber(nodes, plain, classes);
}

/** Accepting states last, so that one comparison tells them in the hot loop. */
function renumber(
  nodes: readonly TrieNode[],
  plain: Int32Array,
  classes: number,
): { next: Int32Array; firstAccepting: number; outputs: number[][] } {
  const renamed = new Int32Array(nodes.length);
  let fresh = 0;
  nodes.forEach((node, id) => {
    if (node.found.length === 0) renamed[id] = fresh++;
  });
  const firstAccepting = fresh * classes;
  const outputs: number[][] = [];
  nodes.forEach((node, id) => {
    if (node.found.length === 0) return;
    renamed[id] = fresh++;
    outputs.push([...new Set(node.found)]);
  });
  const next = new Int32Array(nodes.length * classes);
  for (let id = 0; id < nodes.length; id++) {
    const base = (renamed[id] ?? 0) * classes;
    for (let cls = 0; cls < classes; cls++) {
      next[base + cls] = (renamed[plain[id * classes + cls] ?? 0] ?? 0) * classes;
    }
  }
  return { next, firstAccepting, outputs };
}
