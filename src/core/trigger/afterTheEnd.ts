/** Is it worth asking where the model itself ended its last answer? Learned from what such requests brought. */

const triesAtFirst = 2;
const tryAgainEvery = 32;

/**
 * A model that ended its answer mostly ends again at once when it is asked at that very place; some servers stop at
 * every line end and go on happily. One good answer is enough to go on asking.
 */
export class AfterTheEnd {
  private inVain = 0;
  private declined = 0;

  note(broughtSomething: boolean): void {
    this.inVain = broughtSomething ? 0 : this.inVain + 1;
    this.declined = 0;
  }

  /** Each call is an opportunity: now and then one that would be declined is a try. */
  isWorthAsking(): boolean {
    if (this.inVain < triesAtFirst) return true;
    this.declined++;
    return this.declined % tryAgainEvery === 0;
  }
}
