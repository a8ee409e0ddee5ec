/** Which requests are on the wire? One for each document and at most one ahead; the rest is cancelled at once. */

import type { Anchor } from './agreement.ts';
import type { Divergence } from './divergence.ts';
import { Flight } from './flight.ts';
import type { TextChange } from './keystroke.ts';

/** Across all documents of the window. */
const mostInWindow = 3;

export interface Followed<Facts> {
  readonly flight: Flight<Facts> | undefined;
  /** One was dropped because what was typed is not what came. */
  readonly isContradicted: boolean;
  /** Where typing left what had come of the dropped one. */
  readonly left?: Divergence;
}

export class Flights<Facts = unknown> {
  private readonly live = new Set<Flight<Facts>>();

  /** Cancels what the new request replaces: the document's other one of its kind, and the oldest beyond the bound. */
  start(anchor: Anchor, ahead: boolean, facts: Facts): Flight<Facts> {
    for (const flight of this.live) {
      if (flight.ahead === ahead && flight.anchor?.uri === anchor.uri) this.drop(flight);
    }
    const flight = new Flight(anchor, ahead, facts);
    this.live.add(flight);
    while (this.live.size > mostInWindow) {
      const [oldest] = this.live;
      if (oldest === undefined) break;
      this.drop(oldest);
    }
    return flight;
  }

  /** One more for the same place, on the person's command: candidates do not replace each other. */
  startBeside(anchor: Anchor, facts: Facts): Flight<Facts> {
    const flight = new Flight(anchor, false, facts);
    this.live.add(flight);
    return flight;
  }

  /**
   * The live request whose answer still fits the cursor. Every other request of this document that can no longer
   * help is cancelled; one ahead is kept while what leads to its place still agrees.
   */
  follow(uri: string, text: string, offset: number): Followed<Facts> {
    let found: Flight<Facts> | undefined;
    let isContradicted = false;
    let left: Divergence | undefined;
    for (const flight of this.live) {
      if (flight.anchor !== undefined && flight.anchor.uri !== uri) continue;
      const state = flight.state(uri, text, offset);
      if (state === 'agrees') found ??= flight;
      else if (!flight.ahead || state === 'disagrees') {
        if (state === 'disagrees' && !flight.ahead) isContradicted = true;
        left ??= flight.leftAt(text, offset);
        this.drop(flight);
      }
    }
    return { flight: found, isContradicted, ...(left === undefined ? {} : { left }) };
  }

  /** Cancels requests ahead that lead nowhere any more. */
  dropAhead(uri: string): void {
    for (const flight of this.live) if (flight.ahead && flight.anchor?.uri === uri) this.drop(flight);
  }

  /** Any request of this document is on the wire. */
  isBusy(uri: string): boolean {
    for (const flight of this.live) if (flight.anchor?.uri === uri) return true;
    return false;
  }

  /** Something of an answer for this document has come. */
  hasText(uri: string): boolean {
    for (const flight of this.live) if (flight.anchor?.uri === uri && flight.current.text !== '') return true;
    return false;
  }

  edited(uri: string, changes: readonly TextChange[]): void {
    for (const flight of this.live) if (flight.anchor?.uri === uri) flight.edited(changes);
  }

  landed(flight: Flight<Facts>): void {
    this.live.delete(flight);
  }

  cancelAll(uri?: string): void {
    for (const flight of this.live) {
      if (uri === undefined || flight.anchor === undefined || flight.anchor.uri === uri) this.drop(flight);
    }
  }

  get size(): number {
    return this.live.size;
  }

  private drop(flight: Flight<Facts>): void {
    flight.cancel();
    this.live.delete(flight);
  }
}
