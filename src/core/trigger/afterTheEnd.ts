/** Is it worth asking where the model itself ended its last answer? Learned from what such requests brought. */

const inVainAtMost = 1;
const tryEvery = 6;

/**
 * A model that ended its answer behind several lines has nothing more to say there. One that stops at every line's
 * end goes on happily: that is tried once, gone on with while it pays, and tried again now and then where the person
 * has taken an answer and waits.
 */
export class AfterTheEnd {
  private inVain = 0;
  private declined = 0;

  note(broughtSomething: boolean): void {
    this.inVain = broughtSomething ? 0 : this.inVain + 1;
    this.declined = 0;
  }

  /** Each call is an opportunity: now and then one that would be declined is a try. */
  isWorthAsking(answer: string, wasTaken: boolean): boolean {
    if (answer.trim().includes('\n')) return false;
    if (this.inVain < inVainAtMost) return true;
    if (!wasTaken) return false;
    this.declined++;
    return this.declined % tryEvery === 0;
  }
}
