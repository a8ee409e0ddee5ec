/** How is a sum of money written, the same in the chat, the preview, the audit log and the status bar? */

const smallest = 0.0001;

/**
 * USD with two digits, or with four below a cent; what is less than a hundredth of a cent says so,
 * since `$0.0000` would read as free.
 */
export function usdText(usd: number): string {
  if (usd > 0 && usd < smallest) return `<$${smallest}`;
  return `$${usd.toFixed(usd > 0 && usd < 0.01 ? 4 : 2)}`;
}
