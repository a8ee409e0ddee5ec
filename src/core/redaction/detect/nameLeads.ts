/** What does it tell of a name that something stands before it? */

const LOCK = /jwt|token|auth|crypt|signing|security|secret|hmac|cipher/i;

/** `"Jwt": { "Key": `, `signing:\n  key: `: what it is the key of stands above. */
export function isKeyOfLock(text: string, from: number): boolean {
  const lead = text.slice(Math.max(0, from - 160), from);
  // Nearly all names end here.
  if (!/["'\s{[(]$/.test(lead) || !LOCK.test(lead)) return false;
  return /(?:^|["'\s.-])\w{0,20}(?:jwt|token|auth|crypt|signing|security|secret|hmac|cipher)\w{0,16}["']?\s?(?::|=>)\s{0,2}(?:\{\s{0,20}|\[\s{0,20}|array\s?\(\s{0,20}|\n[ \t]{1,12})(?:["']?\w{1,20}["']?\s?:\s?["'\w.:/-]{1,60},?\s{1,20}){0,3}["']?$/i.test(
    lead,
  );
}

/** `login bob password x`: the name stands behind a person's or a machine's. */
export function followsUser(text: string, from: number): boolean {
  if (text.charCodeAt(from - 1) > 32) return false;
  const lead = text.slice(Math.max(0, from - 90), from);
  return (
    /login|machine|user|account/.test(lead) &&
    /(?:^|\n|[ \t])(?:login|machine|user|username|account)[ \t]+(?!(?:can|may|must|should|shall|will|would|could|might|to|do|does|did|has|have|and|or|who|that|then|is|in|on|with|needs?|wants?)\s)\S{1,60}\s{1,4}$/.test(
      lead,
    )
  );
}

/** Such a lead ends in a blank behind `ENV`, `ARG`, `set`, `setx`, `setenv`, `export`, `define`, or in a flag of `set`. */
export function mayEndDirective(lead: string): boolean {
  let at = lead.length;
  while (at > 0 && (lead.charCodeAt(at - 1) === 32 || lead.charCodeAt(at - 1) === 9)) at--;
  return at < lead.length && ('VGtvex'.includes(lead.charAt(at - 1)) || lead.includes('-'));
}

/** `npm config set //registry/:_authToken x` */
export function isOfRegistry(text: string, from: number): boolean {
  return (
    text.charCodeAt(from - 1) === 58 &&
    /config set ["']?\/\/[^\s"']{1,80}:$/.test(text.slice(Math.max(0, from - 100), from))
  );
}

/** `(def name "x")`, `:name "x"`. */
export function isLispName(text: string, from: number): boolean {
  return /(?:\((?:def\w{0,10}|setq|setf|set!|define)[ \t]|[\s{([]:)$/.test(
    text.slice(Math.max(0, from - 14), from),
  );
}
