/** Where do diagnostics go? Tags equal folder names; prompts and code only at `trace`. */

export interface Log {
  trace(message: string): void;
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** A log whose lines start with `[tag]`. */
export function tagged(log: Log, tag: string): Log {
  return {
    trace: (message) => log.trace(`[${tag}] ${message}`),
    debug: (message) => log.debug(`[${tag}] ${message}`),
    info: (message) => log.info(`[${tag}] ${message}`),
    warn: (message) => log.warn(`[${tag}] ${message}`),
    error: (message) => log.error(`[${tag}] ${message}`),
  };
}

export const silentLog: Log = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };
