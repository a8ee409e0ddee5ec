/** Is what stands behind a name, quoted or bare, the secret that the name speaks of? */

import { judgeBare } from './bareValues.ts';
import { judgeLiteralsInCall } from './literalsInCall.ts';
import { isQuoteAt, matchAt, type Place } from './place.ts';
import { judgeQuoted } from './quotedValues.ts';
import type { NameReading } from './secretNames.ts';
import type { Scene } from './found.ts';

const WRAPPER =
  /(?:new[ \t]+)?(?:(?:[A-Za-z_][\w.:]{0,40}|\[\]byte)(?:\(|!\()[ \t]{0,4})?(?:[rbfuLNBRFU@$&*]{1,2}(?=["'`]))?/y;

/** Calls that hand on the literal they are given: `String::from("…")`, `SecretStr("…")`. */
const CONVERTS =
  /^(?:new )?(?:(?:std::)?string|\[\]byte|(?:System\.Text\.)?Encoding\.\w+\.GetBytes|(?:\w+::)*String::(?:from|new)|\w*(?:Secret|Secure|Sensitive)\w*(?:(?:::|\.)(?:new|from|of|fromString))?|bytes(?:\.fromhex)?|bytearray|Buffer\.from|str|text|_?T|TEXT|QString|QStringLiteral|QLatin1String|Some|Ok|Just|Optional\.of|Option\.Some|(?:base64\.)?(?:b64|std_b64|url_b64)decode|base64_decode|Base64\.decode\w*|atob|unhexlify|utf8ToBytes|hexToBytes|pulumi\.secret|cdk\.SecretValue\.\w+|SecretValue\.\w+|strdup|env\.Str|ref|signal|lazy|u8|CString::new|OsString::from|Cow::from|Cow::Borrowed|aws\.String|ptr\.To|pointer\.\w+|proto\.String|lo\.ToPtr)\($/i;

/** Reports the value that begins at `at`, if it is the secret that `reading` speaks of. */
export function judgeAt(scene: Scene, at: number, reading: NameReading, place: Place): void {
  const { text } = scene;
  let valueAt = at;
  const wrapped = matchAt(WRAPPER, text, at);
  if (wrapped !== undefined && wrapped > at && isQuoteAt(text, wrapped)) {
    // Inside a call only what chance made counts: `getenv("DB_PASSWORD")`.
    if (text.charCodeAt(wrapped - 1) === 40 && !CONVERTS.test(text.slice(at, wrapped).trim())) {
      judgeLiteralsInCall(scene, at, reading);
      return;
    }
    valueAt = wrapped;
  }
  if (isReplaced(scene, isQuoteAt(text, valueAt) ? valueAt + 1 : valueAt)) return;
  if (isQuoteAt(text, valueAt)) judgeQuoted(scene, valueAt, reading, place);
  else judgeBare(scene, valueAt, reading, place);
}

/** One of our words, and nothing with it. */
function isReplaced(scene: Scene, at: number): boolean {
  const end = scene.opaqueEnd(at);
  return end !== 0 && !/[\w+/=!@#$%^&*?.:-]/.test(scene.text.charAt(end));
}
