/** How many tokens is a text, about? Calibrated by what the server counted. */

const cautiousCharactersPerToken = 3;
const fewest = 1.8;
const most = 4.5;
/** Weight of one more observation. */
const learningRate = 0.2;

export class TokenEstimate {
  private charactersPerToken = cautiousCharactersPerToken;

  /** Rounds up; a little more than likely, so that what fits by this fits. */
  estimate(text: string): number {
    return Math.ceil((text.length / this.charactersPerToken) * 1.05);
  }

  /** The server counted `tokens` for a prompt of `characters`. Short prompts say little. */
  observe(characters: number, tokens: number): void {
    if (characters < 200 || tokens < 20) return;
    const seen = Math.min(most, Math.max(fewest, characters / tokens));
    this.charactersPerToken += (seen - this.charactersPerToken) * learningRate;
  }
}
