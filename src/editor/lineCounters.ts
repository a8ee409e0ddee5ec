/** Who counts long files of the ledger while a person types? Threads that end when there is nothing to count. Imports no `vscode`. */

import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

import type { Disposable } from '../core/base/disposables.ts';
import type { CountedRange } from '../core/usage/countRange.ts';
import { countFile } from './countFile.ts';
import type { FromCounter, ToCounter } from './countMessages.ts';

interface Task extends ToCounter {
  readonly resolve: (counted: CountedRange) => void;
  readonly reject: (failure: Error) => void;
}

/** More than these would take the machine from the person. */
const mostThreads = 2;
const idleMs = 5_000;

export class LineCounters implements Disposable {
  private readonly file: string | URL;
  private readonly waiting: Task[] = [];
  private readonly threads = new Set<CountingThread>();
  private isCountingHere = false;
  private isDisposed = false;

  /** @param file of `ledgerCount.worker` */
  constructor(file: string | URL) {
    this.file = file;
  }

  /** Counts the lines that start in a range, first come first served. Rejects where the file cannot be read. */
  count(path: string, from: number, to: number): Promise<CountedRange> {
    return new Promise((resolve, reject) => {
      if (this.isDisposed) return reject(new Error('the window closes'));
      this.waiting.push({ path, from, to, resolve, reject });
      for (const thread of this.threads) thread.takeNext();
      this.startThread();
      void this.countHere();
    });
  }

  dispose(): void {
    this.isDisposed = true;
    for (const thread of this.threads) thread.end(new Error('the window closes'));
    for (const { reject } of this.waiting.splice(0)) reject(new Error('the window closes'));
  }

  private startThread(): void {
    if (this.waiting.length === 0 || this.threads.size >= Math.min(mostThreads, availableParallelism()))
      return;
    const thread = new CountingThread(this.file, this.waiting, () => {
      this.threads.delete(thread);
      if (!this.isDisposed) void this.countHere();
    });
    this.threads.add(thread);
  }

  /** While threads start, and where none can: the first figures are not kept waiting. */
  private async countHere(): Promise<void> {
    if (this.isCountingHere) return;
    this.isCountingHere = true;
    const isNeeded = (): boolean => ![...this.threads].some((thread) => thread.isReady);
    for (let task = isNeeded() ? this.waiting.shift() : undefined; task !== undefined;) {
      await countFile(task.path, task.from, task.to).then(task.resolve, task.reject);
      task = isNeeded() ? this.waiting.shift() : undefined;
    }
    this.isCountingHere = false;
  }
}

class CountingThread {
  isReady = false;
  private readonly worker: Worker;
  private readonly waiting: Task[];
  private readonly onEnd: () => void;
  private current: Task | undefined;
  private idle: NodeJS.Timeout | undefined;

  constructor(file: string | URL, waiting: Task[], onEnd: () => void) {
    this.waiting = waiting;
    this.onEnd = onEnd;
    this.worker = new Worker(file);
    this.worker.on('message', (message: FromCounter) => this.hear(message));
    this.worker.on('error', (failure) => {
      this.end(failure instanceof Error ? failure : new Error(String(failure)));
    });
    this.worker.on('exit', () => this.end(new Error('the thread ended')));
  }

  takeNext(): void {
    if (!this.isReady || this.current !== undefined) return;
    clearTimeout(this.idle);
    this.current = this.waiting.shift();
    if (this.current === undefined) {
      this.idle = setTimeout(() => this.end(new Error('there was nothing to count')), idleMs);
      // A script that has counted is not kept alive by a thread that waits.
      this.worker.unref();
      this.idle.unref();
      return;
    }
    this.worker.ref();
    const { path, from, to } = this.current;
    this.worker.postMessage({ path, from, to } satisfies ToCounter);
  }

  end(reason: Error): void {
    this.isReady = false;
    clearTimeout(this.idle);
    this.onEnd();
    this.current?.reject(reason);
    this.current = undefined;
    void this.worker.terminate();
  }

  private hear(message: FromCounter): void {
    if (message.type === 'ready') this.isReady = true;
    else {
      if (message.type === 'counted') this.current?.resolve(message.counted);
      else this.current?.reject(new Error(message.message));
      this.current = undefined;
    }
    this.takeNext();
  }
}
