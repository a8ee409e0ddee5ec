/** What of a model's text may be shown as it stands? Controls are dropped, what hides or reorders text is made visible. */

/** Escape sequences of terminals: CSI, OSC with its terminator, and two-character ones. */
const ansi = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\-_])/g;
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;
/** Marks that reorder what is read (CVE-2021-42574). */
const bidi = /[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/g;
/** Characters that take no room, tag characters included: a carrier for hidden words. */
const invisible =
  /[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060-\u2064\u206a-\u206f\u3164\ufeff\uffa0\u{e0000}-\u{e0fff}]/gu;
/** Joiners have honest uses in scripts and emoji, none in code. */
const joiners = /[\u200c\u200d]/g;

/** Prose: reordering marks become visible, other invisible characters go. */
export function prose(text: string): string {
  return clean(text).replace(bidi, visible).replace(invisible, '');
}

/** Code: everything invisible becomes visible, so that what is seen is what is copied and run. */
export function code(text: string): string {
  return clean(text).replace(bidi, visible).replace(invisible, visible).replace(joiners, visible);
}

function clean(text: string): string {
  return text.toWellFormed().replace(ansi, '').replace(/\r\n?/g, '\n').replace(controls, '');
}

function visible(character: string): string {
  return `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`;
}
