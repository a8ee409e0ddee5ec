/** Is it worth asking where the model itself ended its last answer? Learned from what such requests brought. */

const tryEvery = 6;

/**
 * A model that ended its answer behind several lines has nothing more to say there. One that stops at every line's
 * end goes on happily: that is tried where the person has taken an answer and waits, gone on with while it pays, and
 * tried again now and then. Who types the answer asks on the next line: what that brings counts too.
 */
export class AfterTheEnd {
  private hasPaid = false;
  private declined = 0;

  note(broughtSomething: boolean): void {
    this.hasPaid = broughtSomething;
    this.declined = 0;
  }

  /** Each call is an opportunity: now and then one that would be declined is a try. */
  isWorthAsking(answer: string, wasTaken: boolean): boolean {
    if (answer.trim().includes('\n')) return false;
    if (this.hasPaid) return true;
    if (!wasTaken) return false;
    return this.declined++ % tryEvery === 0;
  }
}
