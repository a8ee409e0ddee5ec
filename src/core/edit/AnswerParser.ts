/** What has the model said so far? Reads an answer as it streams: blocks, fences, file operations, prose. */

import type { AnswerPart } from './answerPart.ts';
import { blockFromLines, readingsOf } from './blockFromLines.ts';
import { blocksFromDiff, dedentDiff, looksLikeDiff } from './unifiedDiff.ts';
import { readFileOperation } from './fileOperation.ts';
import {
  breaksOffInCloser,
  breaksOffInFence,
  breaksOffInOpener,
  closesReplace,
  dividesBlock,
  isPlainCloser,
  opensSearch,
  readCloseTag,
  readFence,
  readOpenTag,
  type FenceOpening,
} from './markers.ts';
import { readFenceInfo, readPathLine } from './pathLabel.ts';

interface OpenFence {
  readonly opening: FenceOpening;
  readonly language: string;
  readonly path: string | undefined;
  readonly label: string;
  readonly lines: string[];
  /** Fences opened inside and not yet closed (Markdown within Markdown). */
  depth: number;
}

interface Tagged {
  /** The tag that is open now; undefined between the two. */
  open: { readonly side: 'search' | 'replace'; readonly name: string } | undefined;
  readonly search: string[];
  replace: string[] | undefined;
}

/**
 * Takes the answer in chunks of any size and never throws. `parts` is what is complete; `open` is what is being
 * written, for showing it as it comes. Reasoning between `<think>` tags is dropped.
 */
export class AnswerParser {
  private readonly complete: AnswerPart[] = [];
  private rest = '';
  private fence: OpenFence | undefined;
  private block: string[] | undefined;
  private tagged: Tagged | undefined;
  private thinking = false;
  private path: string | undefined;
  private label = '';
  private ended = false;
  /** The fence that stood around a search/replace block, so that its closing line is no new fence. */
  private fenceAroundBlock: FenceOpening | undefined;
  /** The last line closed a block. */
  private closedJustNow = false;

  push(chunk: string): void {
    this.rest += chunk;
    for (;;) {
      const newline = this.rest.indexOf('\n');
      if (newline === -1) return;
      const line = this.rest.slice(0, newline);
      this.rest = this.rest.slice(newline + 1);
      this.take(line.endsWith('\r') ? line.slice(0, -1) : line);
    }
  }

  /** No more will come. What is still open is handed over as not closed. */
  end(): readonly AnswerPart[] {
    if (this.ended) return this.complete;
    this.ended = true;
    const last = this.rest.endsWith('\r') ? this.rest.slice(0, -1) : this.rest;
    this.rest = '';
    if (last !== '') this.take(last);
    if (this.block !== undefined) {
      this.closeBlock(this.block, false);
    } else if (this.tagged !== undefined) {
      this.closeTagged(false);
    } else if (this.fence !== undefined) {
      this.closeFence(this.fence, false);
    } else if (this.breaksOff(last) && this.complete.some(({ kind }) => kind === 'block')) {
      this.complete.push({ kind: 'block', search: [], replace: [], closed: false, malformed: false });
    }
    const lastCode = this.complete.findLast(({ kind }) => kind !== 'prose');
    const isOpen = this.fenceAroundBlock !== undefined || breaksOffInFence(last);
    if (isOpen && lastCode?.kind === 'block') {
      // The fence around blocks was not closed, or one begins here: more of them may have been to come.
      const named = this.path === undefined ? {} : { path: this.path };
      this.complete.push({ kind: 'fence', ...named, language: '', label: '', lines: [], closed: false });
    }
    return this.complete;
  }

  /** The last line is the beginning of a marker, or of what was said before an earlier block: one more was to come. */
  private breaksOff(last: string): boolean {
    if (breaksOffInOpener(last)) return true;
    const begun = last.trim();
    const said = this.complete.flatMap((part) => (part.kind === 'prose' ? part.lines : []));
    return begun !== '' && said.some((line) => line.trim() !== begun && line.trim().startsWith(begun));
  }

  get parts(): readonly AnswerPart[] {
    return this.complete;
  }

  /** The part that is being written; its last line may be incomplete and is left out. */
  get open(): AnswerPart | undefined {
    if (this.block !== undefined) return blockFromLines(this.block, this.path, false);
    const fence = this.fence;
    if (fence === undefined) return undefined;
    return {
      kind: 'fence',
      language: fence.language,
      label: fence.label,
      lines: fence.lines,
      closed: false,
      ...(fence.path === undefined ? {} : { path: fence.path }),
    };
  }

  private take(line: string): void {
    if (this.thinking) {
      if (/<\/think(?:ing)?>/i.test(line)) this.thinking = false;
      return;
    }
    const closedJustNow = this.closedJustNow;
    this.closedJustNow = false;
    if (this.block !== undefined) this.takeInBlock(line, this.block);
    else if (
      this.fence === undefined &&
      this.tagged === undefined &&
      (isPlainCloser(line) || (/^\s*>{5}/.test(line) && closesReplace(line)))
    ) {
      this.takeStrayCloser(closedJustNow);
    } else if (this.tagged !== undefined) this.takeTagged(line, this.tagged);
    else if (this.fence !== undefined) this.takeInFence(line, this.fence);
    else this.takeOutside(line);
  }

  private takeOutside(line: string): void {
    if (/^\s*<think(?:ing)?>/i.test(line)) {
      this.thinking = !/<\/think(?:ing)?>/i.test(line);
      return;
    }
    if (opensSearch(line)) {
      this.block = [];
      return;
    }
    const tag = readOpenTag(line);
    if (tag?.side === 'search' && tag.rest.trim() === '') {
      this.tagged = { open: tag, search: [], replace: undefined };
      return;
    }
    const fence = readFence(line);
    if (fence !== undefined) {
      const around = this.fenceAroundBlock;
      if (around !== undefined && fence.info === '' && fence.character === around.character) {
        this.fenceAroundBlock = undefined;
        return;
      }
      const info = readFenceInfo(fence.info);
      if (info.path !== undefined) this.path = info.path;
      this.fence = {
        opening: fence,
        language: info.language,
        path: this.path,
        label: this.label,
        lines: [],
        depth: 0,
      };
      return;
    }
    this.takeProse(line);
  }

  private takeProse(line: string): void {
    const operation = readFileOperation(line);
    if (operation !== undefined) {
      this.complete.push(operation);
      this.path = operation.kind === 'rename' ? operation.to : operation.path;
      return;
    }
    const path = readPathLine(line);
    if (path !== undefined) this.path = path;
    if (line.trim() !== '') this.label = line.trim();
    const last = this.complete.at(-1);
    if (last?.kind === 'prose') (last.lines as string[]).push(line);
    else this.complete.push({ kind: 'prose', lines: [line] });
  }

  private takeInBlock(line: string, block: string[]): void {
    if (closesReplace(line)) {
      this.closeBlock(block, !(this.ended && breaksOffInCloser(line)));
      this.closedJustNow = true;
      return;
    }
    const divides = block.filter(dividesBlock).length === 1;
    // The end marker was forgotten: what follows at once shows where the block ends.
    if (divides && opensSearch(line) && block.at(-1)?.trim() !== '' && !isPathOrFence(block.at(-1) ?? '')) {
      this.closeBlock(block, true);
      this.block = [];
      return;
    }
    const around = this.fenceAroundBlock;
    if (divides && around !== undefined && closesFence(line, around) && !block.some(isFence)) {
      this.closeBlock(block, true);
      this.fenceAroundBlock = undefined;
      return;
    }
    block.push(line);
  }

  private closeBlock(block: readonly string[], closed: boolean): void {
    this.complete.push(blockFromLines(block, this.path, closed));
    this.block = undefined;
  }

  /** An end marker without a block: the one before ended too early, or this one had no beginning. */
  private takeStrayCloser(closedJustNow: boolean): void {
    const last = this.complete.at(-1);
    if (closedJustNow && last?.kind === 'block') {
      this.complete[this.complete.length - 1] = { ...last, closedTwice: true };
      return;
    }
    this.complete.push({ kind: 'block', search: [], replace: [], closed: true, malformed: true });
  }

  private takeTagged(line: string, tagged: Tagged): void {
    const { open } = tagged;
    if (open === undefined) {
      const tag = readOpenTag(line);
      if (tag === undefined) return;
      if (tag.side === 'search') this.closeTagged(false);
      tagged.open = tag;
      if (tag.side === 'replace') tagged.replace ??= [];
      return;
    }
    if (readCloseTag(line, open.name)?.trim() === '') {
      tagged.open = undefined;
      if (open.side === 'replace') this.closeTagged(true);
      return;
    }
    if (open.side === 'search') tagged.search.push(line);
    else tagged.replace?.push(line);
  }

  private closeTagged(closed: boolean): void {
    const tagged = this.tagged;
    this.tagged = undefined;
    if (tagged === undefined) return;
    const readings = readingsOf(tagged.search, tagged.replace ?? []);
    const [first = { search: [], replace: [] }] = readings;
    this.complete.push({
      kind: 'block',
      ...first,
      ...(readings.length > 1 ? { readings } : {}),
      closed,
      malformed: tagged.replace === undefined,
      maybeEscaped: true,
      ...(this.path === undefined ? {} : { path: this.path }),
    });
  }

  private takeInFence(line: string, fence: OpenFence): void {
    if (
      opensSearch(line) &&
      fence.lines.every((earlier) => earlier.trim() === '' || readPathLine(earlier) !== undefined)
    ) {
      const named = fence.lines.map(readPathLine).find((path) => path !== undefined);
      if (named !== undefined) this.path = named;
      this.fenceAroundBlock = fence.opening;
      this.fence = undefined;
      this.block = [];
      return;
    }
    const inner = readFence(line);
    if (inner === undefined || inner.character !== fence.opening.character) {
      fence.lines.push(line);
      return;
    }
    if (inner.info !== '') {
      // Only Markdown holds fences; elsewhere a fence with a language is a line of the code.
      if (holdsFences(fence) && inner.length >= fence.opening.length) fence.depth++;
      fence.lines.push(line);
      return;
    }
    if (inner.length < fence.opening.length) {
      fence.lines.push(line);
      return;
    }
    if (fence.depth > 0) {
      fence.depth--;
      fence.lines.push(line);
      return;
    }
    this.closeFence(fence, true);
  }

  private closeFence(fence: OpenFence, closed: boolean): void {
    this.fence = undefined;
    const lines = dedentFence(fence);
    const diff = dedentDiff(lines);
    if (looksLikeDiff(diff, fence.language)) {
      this.complete.push(...blocksFromDiff(diff, fence.path, closed));
    } else {
      this.complete.push({
        kind: 'fence',
        language: fence.language,
        label: fence.label,
        lines,
        closed,
        ...(fence.path === undefined ? {} : { path: fence.path }),
      });
    }
    this.label = '';
  }
}

/** The parts of a whole answer. */
export function parseAnswer(answer: string): readonly AnswerPart[] {
  const parser = new AnswerParser();
  parser.push(answer.replace(/\r(?!\n)/g, '\n').replace(/^\uFEFF/, ''));
  return parser.end();
}

function closesFence(line: string, around: FenceOpening): boolean {
  const fence = readFence(line);
  return fence?.info === '' && fence.character === around.character && fence.length >= around.length;
}

function isFence(line: string): boolean {
  return readFence(line) !== undefined;
}

function isPathOrFence(line: string): boolean {
  return isFence(line) || readPathLine(line) !== undefined;
}

function holdsFences(fence: OpenFence): boolean {
  return /^(?:md|mdx|markdown)$/.test(fence.language) || /\.mdx?$/i.test(fence.path ?? '');
}

/** A fence in a list item is indented, and its content with it. */
function dedentFence(fence: OpenFence): string[] {
  const { indent } = fence.opening;
  if (indent === 0) return fence.lines;
  const prefix = ' '.repeat(indent);
  const all = fence.lines.every((line) => line.trim() === '' || line.startsWith(prefix));
  return all ? fence.lines.map((line) => (line.startsWith(prefix) ? line.slice(indent) : line)) : fence.lines;
}
