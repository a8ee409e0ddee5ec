/** One file in one editor with another assistant in it: asked at each change, its answer shown while typing agrees. */

import type { DocumentSnapshot } from '../../../src/core/context/document.ts';
import type { Ghost } from '../../scripts/replay/editingSession.ts';
import type { Peer } from './peers/peer.ts';

interface PeerEvents {
  answered(text: string | undefined, ms: number): void;
  blocked(ms: number): void;
  flickered(): void;
}

/** Without the 50 ms that VS Code waits before it calls a provider: in the favor of the peer. */
export class PeerSession {
  document: DocumentSnapshot;
  cursor = 0;
  ghost: Ghost | undefined;
  private readonly peer: Peer;
  private readonly events: PeerEvents;
  private abort = new AbortController();
  private turn = 0;

  constructor(peer: Peer, events: PeerEvents, document: Omit<DocumentSnapshot, 'version'>) {
    this.peer = peer;
    this.events = events;
    this.document = { ...document, version: 1 };
  }

  moveTo(offset: number): void {
    this.cursor = offset;
    this.ghost = undefined;
    this.abort.abort();
  }

  insert(offset: number, text: string): Promise<void> {
    const { ghost } = this;
    const isRest = ghost?.offset === offset && ghost.text.startsWith(text) && ghost.text !== text;
    const stayed = isRest
      ? { ...ghost, offset: offset + text.length, text: ghost.text.slice(text.length) }
      : undefined;
    return this.change(offset, 0, text, stayed);
  }

  delete(offset: number, length: number): Promise<void> {
    return this.change(offset, length, '', undefined);
  }

  accept(): Promise<void> | undefined {
    const { ghost } = this;
    return ghost === undefined ? undefined : this.change(ghost.offset, 0, ghost.text, undefined);
  }

  close(): void {
    this.abort.abort();
  }

  private async change(
    offset: number,
    removed: number,
    text: string,
    stayed: Ghost | undefined,
  ): Promise<void> {
    const startedMs = performance.now();
    const turn = ++this.turn;
    this.abort.abort();
    this.abort = new AbortController();
    const before = this.document;
    this.document = {
      ...before,
      version: before.version + 1,
      text: before.text.slice(0, offset) + text + before.text.slice(offset + removed),
    };
    this.cursor = offset + text.length;
    this.ghost = stayed;
    const { path, languageId } = this.document;
    const place = { path, languageId, text: this.document.text, offset: this.cursor };
    const asked = this.peer.complete(place, this.abort.signal).catch(() => undefined);
    this.events.blocked(performance.now() - startedMs);
    const made = await asked;
    if (turn !== this.turn) return;
    const answer = made?.text;
    this.events.answered(answer, performance.now() - startedMs);
    if (answer === undefined || answer.trim() === '') return;
    made?.shown?.();
    if (this.ghost !== undefined && !answer.startsWith(this.ghost.text)) this.events.flickered();
    this.ghost = { id: '', offset: this.cursor, text: answer, replaceAfter: 0 };
  }
}
