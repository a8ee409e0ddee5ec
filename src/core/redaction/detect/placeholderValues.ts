/** Does a value only show where a secret would stand? */

import { characterMix, isUuid } from './randomness.ts';
import { splitWords } from './secretNames.ts';

/** Words that people write in place of a secret, or that name what a secret is. */
const STAND_INS = new Set(
  'mypassword mypass mypwd mysecret mytoken mykey myuser myapikey a an the your you my our this that here there is it its to in of for and or with from as at by on be if not no some any example examples sample samples placeholder placeholders change changed me changeme changeit replace replaced insert enter put add set provide fill todo tbd fixme dummy fake mock redacted masked hidden removed censored omitted none null nil undefined unset empty blank true false yes off default string str text number integer int boolean bool object any char varchar bytes buffer optional required value values val var variable env environment foo bar baz qux foobar test tests testing tester demo username user users name password passwords passwd pass passphrase pwd pw secret secrets token tokens key keys api apikey apitoken access auth authorization authentication oauth bearer basic client server credential credentials login id ids app application account service private public some thing something anything whatever xxx xxxx xyz abc abcd abcde abcdef goes real actual super very good strong secure random long new old confirm repeat current again type here guest admin administrator root postgres mysql mongo redis localhost host hostname port database db url uri sql field fields input label form hash hashed encrypted encoded decoded salt generated config configuration setting settings file path prod production staging dev development local project session cookie jwt sha md5 hex base64 uuid utf8 utf16 ascii invalid valid missing incorrect wrong bad expired unknown error fail failed failure skip skipped success ok pending option options argument arguments parameter flag enough warn warning info icon passwort kennwort contraseña contrasena senha wachtwoord hasło haslo heslo lösenord losenord salasana jelszó jelszo parola şifre sifre mot de passe motdepasse clave palabra geheim пароль 密码 密碼 パスワード 비밀번호 schlüssel clé cle llave'.split(
    ' ',
  ),
);

const SHAPES: readonly RegExp[] = [
  // First, since it counts its group.
  /^(.)\1*$/,
  /^[xX*.\-_#?•·0]+$/,
  /^<[^<>]*>$/,
  /^\[[^[\]]*\]$/,
  /^\{(?![A-Za-z0-9+/]{20,}={0,2}\})[^{}]*\}$/,
  /\$\{|\$\(|\{\{|\}\}|<%|%>|#\{/,
  /^\$[A-Za-z_]/,
  /^%[A-Za-z_]\w*%$/,
  /^%\(?[A-Za-z_]*\)?[sdif@]$|^%[sdrv](?![A-Za-z0-9])/,
  /^v\d{1,3}\.\d{1,4}\.\d{1,4}(?:[-+.][\w.+-]*)?$/,
  /^@[\w.]+@$|^@[A-Z][A-Z0-9_]{3,}$|^(?:npm|workspace|link|portal|patch):/,
  /^!(?:ref|sub|vault|secret|env|getatt|reference)/i,
  /^(?:vault|op|secretref|keyvault|ssm|sops|awssm|akv|doppler|infisical|gcpsm|env|file|secret|secretsmanager|arn|projects)(?::|\/\/)/i,
  /^(?:ENC|ENCRYPTED|PKCS7)[[(]/,
  /^(?:process\.env|os\.environ|os\.getenv|import\.meta|ENV\[|System\.getenv|secrets\.|vars\.|var\.|local\.|data\.|module\.|self\.|this\.|config\.|settings\.|env\.|params\.|options\.|props\.|args\.|req\.|request\.|user\.|ctx\.|context\.)/,
  /x{5,}|X{4,}|\*{4,}|\.{3}|…|•{3,}|#{5,}/,
  /(?:^|[^a-z])(?:placeholder|redacted|changeme|change[-_ ]me|replace[-_ ]?(?:me|this|with)|insert[-_ ]|fill[-_ ]?in|your[-_ ]|todo|dummy|[-_ ]here$|not[-_ ]?(?:a[-_ ])?real|goes[-_ ]here)/i,
  // `AKIA…EXAMPLE`, but not `EXAMPLEp4ssw0rd123`.
  /(?:^|[^a-z])example(?![A-Za-z]{0,20}\d[A-Za-z0-9]{0,20}\d)/i,
  /EXAMPLE(?![A-Za-z]{0,20}\d[A-Za-z0-9]{0,20}\d)/,
  /^(?:utf-?(?:8|16|32)(?:le|be)?|base64(?:url)?|sha-?\d+|md5|[hrep]s(?:256|384|512)|latin1|iso-?8859-\d+)$/i,
];

/** All of them in two expressions: one value is asked about thousands of times in a text full of them. */
const EXACT_SHAPES = union('');
const CASELESS_SHAPES = union('i');

function union(flags: string): RegExp {
  const sources = SHAPES.filter((shape) => shape.flags === flags).map(({ source }) => source);
  return new RegExp(sources.join('|'), flags);
}

// Remembers only what is no secret.
const knownStandIns = new Set<string>();

/** True for placeholders, examples, references to a variable and names of types. */
export function isStandIn(value: string): boolean {
  if (value.length > 64) return judge(value);
  if (knownStandIns.has(value)) return true;
  if (!judge(value)) return false;
  if (knownStandIns.size >= 2000) knownStandIns.clear();
  knownStandIns.add(value);
  return true;
}

function judge(value: string): boolean {
  if (EXACT_SHAPES.test(value) || CASELESS_SHAPES.test(value)) return true;
  return isMadeOfStandIns(value);
}

/** `my-secret-token`, `password123`, `test_key_1`: nothing in it but stand-in words and small numbers. */
export function isMadeOfStandIns(value: string): boolean {
  if (
    value.length > 80 ||
    (/[!@#$%^&*+?~]/.test(value) && /\d/.test(value) && /[A-Za-z]/.test(value) && !/^[<[{(%$]/.test(value))
  )
    return false;
  // Of a key's form, though someone typed it: `abcdef1234567890abcdef1234`.
  if (value.length === 36 && isUuid(value) && /[a-f]/i.test(value)) return false;
  if (value.length >= 20 && /^[0-9a-f]+$/i.test(value) && /[a-f]/i.test(value) && /\d/.test(value))
    return false;
  if (value.length >= 10 && characterMix(value).changes > value.length / 2.2) return false;
  const words = splitWords(value);
  if (words.length === 0) return true;
  let letters = 0;
  for (const word of words) {
    for (const part of /\d/.test(word) ? word.split(/(?<=\p{L})(?=\d)|(?<=\d)(?=\p{L})/u) : [word]) {
      if (/^\d+$/.test(part)) {
        if (part.length > 4 && !'0123456789012345'.includes(part)) return false;
      } else if (STAND_INS.has(part)) letters++;
      else return false;
    }
  }
  return letters > 0;
}
