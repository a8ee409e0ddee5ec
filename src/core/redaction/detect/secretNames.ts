/** Does a name speak of a secret, and how clearly? */

import { PROVIDERS } from './providers.ts';

/** 3: the name alone says so. 2: probably. 1: only with a value that chance made. 0: no. */
type NameStrength = 0 | 1 | 2 | 3;

export interface NameReading {
  readonly strength: NameStrength;
  /** Kind of the finding, e.g. `password`. */
  readonly kind: string;
}

const PASSWORD = new Set(
  'password passwd passphrase passcode passwort pwd pass passw psw pw pswd psswd passwrd userpass dbpass rootpass userpassword dbpassword mypassword adminpassword rootpassword kennwort contraseña contrasena senha mdp wachtwoord hasło пароль 密码 requirepass masterauth motdepasse passe contrasenya clave senhas parolachiave haslo heslo salasana jelszo jelszó lösenord losenord passord adgangskode adgangsord sifre şifre parola parole parol пароли 口令 暗証番号 パスワード 비밀번호 geheimwort kennwörter passwörter passphrasen bindpw rootpw adminpw userpw dbpw ldappw ftppass smtppass imappass mailpass sqlpass mysqlpass pgpassword pgpass cpassword userpwd dbpwd storepass keypass storepassword keypassword keystorepassword truststorepassword authtok presharedkey wifikey wlankey sshpass authpass pass1 pass2 passwd1 password1 password2 passwords cleartextpassword adminpass webpass mnemonic passkey psk wpapsk presharedkey'.split(
    ' ',
  ),
);
const SECRET = new Set(
  'secret secrets geheimnis geheimschlüssel geheimschluessel segredo secreto apischlüssel apischluessel clesecrete chaveapi claveapi clientsecret appsecret apisecret consumersecret sharedsecret secretkey secretaccesskey secretkeybase secrettoken accesstoken authtoken apitoken refreshtoken bearertoken privatetoken privatekey apikey apikeys authkey accesskey encryptionkey signingkey masterkey oauthtoken idtoken sessiontoken securitytoken credential credentials creds cred jwt bearer usertoken bottoken deploytoken jwtsecret apipass accountkey storagekey hmackey cryptokey aeskey subscriptionkey appkey licensekey sessionkey sessionsecret cookiesecret tokensecret webhooksecret testreporterid authsecret csrfsecret hmacsecret secretid routingkey integrationkey validationkey decryptionkey machinekey icesecretwrite icesecretread icesecret'.split(
    ' ',
  ),
);
const TOKEN = new Set(
  'token tokens authtoken auth authorization oauth sessionid sid cookie session sas dsn xsrf csrf otp totp seed pepper salt nonce hmac signature community sasl connectionstring connstr connstring connection webhook license licence activation serial'.split(
    ' ',
  ),
);
const WEAK = new Set(
  'auth authorization session sid cookie salt nonce signature seed sas dsn otp totp hmac csrf xsrf webhook license licence connection connectionstring pin serial activation oauth pepper community'.split(
    ' ',
  ),
);
const KEY_QUALIFIERS = new Set(
  'api access secret private auth authentication authorization encryption encrypt encrypted decryption signing sign signature master account storage shared subscription app application client consumer customer service license licence admin administrator deploy deployment server integration write writekey read project user developer dev live prod production test sandbox host function instrumentation ingest ingestion hmac crypto cryptographic cipher aes rsa des ecdsa ed25519 jwt jwe jws session cookie webhook ssh gpg pgp ssl tls wireguard org organization team routing security partner merchant gateway push fcm gcm apns vapid root base data kms symmetric asymmetric wallet stripe aws s3 azure gcp google maps github gitlab openai anthropic mistral twilio sendgrid mailgun mailchimp algolia datadog dd newrelic sentry segment amplitude mixpanel heroku cloudflare digitalocean linode vultr fastly akamai pusher firebase trello airtable notion slack discord telegram shopify paypal square braintree plaid okta auth0 facebook twitter linkedin dropbox box figma linear jira confluence atlassian bitbucket bugsnag rollbar pagerduty opsgenie grafana loggly papertrail logdna sumo splunk elastic nuget rubygems npm pypi hackage mapbox here tomtom weather openweather bing yandex baidu aliyun alibaba tencent steam riot blizzard twitch spotify lastfm tmdb omdb imgur giphy unsplash pexels pixabay flickr youtube vimeo'.split(
    ' ',
  ),
);
/** A name that ends so describes the secret or something about it. */
const DESCRIBING_ENDS = new Set(
  'name names file files filename path paths dir directory folder url urls uri uris endpoint endpoints type types length len count counts size field fields input label labels text placeholder hint policy regex regexp pattern format validator validation expiry expires expiration expired ttl timeout header headers prefix suffix error errors message messages msg title description desc min max required enabled disabled env ref refs usage limit limits index idx position pos start end line column kind class classname style color icon button btn form dialog link page screen view reset forgot change update hasher hashing encoder algorithm alg algo strategy provider manager service store storage factory builder generator parser reader writer handler callback function fn func method param params parameter parameters version created updated at date time rotation strength visible visibility toggle attempts retries retry match matches mismatch mode scheme state status source location mount set map list array cache helper util utils interface context event events rule rules test tests spec mock schema model entity table col row template component selector element node attr attribute prop props option options opts settings arn region bucket domain host hostname port address addr scope scopes grant audience issuer subject claims claim exists valid invalid ok result response request success failure failed ring chain names usages agreement derivation size bits bytes words word values frame frames code codes press down up pressed event presses binding bindings board stroke strokes by for of is has should can with without from to into not no any all only'.split(
    ' ',
  ),
);
const BEGINNING_NEGATIONS = new Set(
  'public publishable pub no has is use uses show hide need needs want with without require requires enable disable forgot reset change check validate verify get fetch load parse max min num total count partition primary foreign sort cache object map dict row column field unique hot shortcut arrow lookup index group order'.split(
    ' ',
  ),
);

/** What a provider's name also stands before, and chance makes too. */
const NO_KEY_OF_A_PROVIDER = new Set(
  'sha sha1 sha256 sha512 md5 commit rev revision ref digest checksum integrity etag hash url uri host domain version repo repository org path file image tag branch run build job workflow action actions chunk css js svg icon class theme style verification pixel thumbnail photo avatar color public fingerprint thumbprint signature sig link href src'.split(
    ' ',
  ),
);

/** What programs have keys of that open nothing. */
const NO_LOCK = new Set(
  'item node react list event entry state query route content file build asset chunk module version commit block tx idempotency dedupe etag fingerprint image resource data store storage registry translation i18n message locale config setting option feature flag metric label annotation tag header param property prop attribute session request response result value ref parent child left right start end prev next first last current old new hash digest checksum content artifact layer package dependency snapshot trace span job task queue topic record document table search answer'.split(
    ' ',
  ),
);
const FILE_ENDINGS = new Set(
  'ts tsx js jsx mjs cjs mts py go rs java kt rb php md json css scss html svg png jpg yml yaml toml lock map txt'.split(
    ' ',
  ),
);
const OWNERS_OF_IDS = new Set(
  'container network image volume task job run build request trace message channel guild issue commit file folder page post video playlist event object resource subnet vpc instance node cluster zone region group user project team workspace document record row table thread model deployment release transaction order product customer invoice'.split(
    ' ',
  ),
);

const PROVIDER_SET = new Set(PROVIDERS);

/** True where one of the name's words is a service's. */
export function namesProvider(name: string): boolean {
  return splitWords(name).some((word) => PROVIDER_SET.has(word));
}

const NOTHING: NameReading = { strength: 0, kind: '' };

/** What was read last, by `slotOf` names: most names of a text come again, and a map of all would grow with it. */
const SLOTS = 1024;
const lastRead = new Array<{ readonly name: string; readonly reading: NameReading } | undefined>(SLOTS);

/** Reads a name in any convention: `dbPassword`, `DB_PASSWORD`, `db-password`, `db.password`, `API Key`. */
export function readName(name: string): NameReading {
  const slot = slotOf(name);
  const last = lastRead[slot];
  if (last?.name === name) return last.reading;
  const reading = readWords(splitWords(name));
  lastRead[slot] = { name, reading };
  return reading;
}

function slotOf(name: string): number {
  const { length } = name;
  const letters =
    name.charCodeAt(0) * 31 + name.charCodeAt(length >> 1) * 131 + name.charCodeAt(length >> 2) * 521;
  return (letters + name.charCodeAt(length - 1) * 7 + length * 61) & (SLOTS - 1);
}

export function splitWords(name: string): string[] {
  const words: string[] = [];
  let start = -1;
  for (let at = 0; at < name.length; at++) {
    const code = name.charCodeAt(at);
    if (code > 127) return splitLetters(name);
    const isUpper = code >= 65 && code <= 90;
    const isWordPart = isUpper || (code >= 97 && code <= 122) || (code >= 48 && code <= 57);
    if (start !== -1 && (!isWordPart || (isUpper && beginsWord(name, at)))) {
      words.push(name.slice(start, at).toLowerCase());
      start = -1;
    }
    if (isWordPart && start === -1) start = at;
  }
  if (start !== -1) words.push(name.slice(start).toLowerCase());
  return words;
}

/** An upper-case letter begins a word behind a lower-case one or a digit, or where a lower-case one follows. */
function beginsWord(name: string, at: number): boolean {
  const before = name.charCodeAt(at - 1);
  if (before < 65 || before > 90) return true;
  const behind = name.charCodeAt(at + 1);
  return behind >= 97 && behind <= 122;
}

function splitLetters(name: string): string[] {
  return name
    .replace(/^-+D(?=[a-z])/, '') // `-Dsonar.login`: a property of the Java machine
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** Written together: `ldappw`, `wifipass`, `svcpassword`. */
const ENDS_IN_PASSWORD =
  /^\w{2,20}(?:password|passwd|passphrase|passwort|kennwort)$|^(?:bind|root|admin|adm|user|usr|db|database|ldap|ftp|sftp|ssh|smtp|imap|pop3?|mail|email|sql|mysql|my|pg|postgres|mongo|redis|rabbit|mq|amqp|jms|wifi|wlan|wpa|ap|sta|vnc|rdp|vpn|proxy|http|basic|login|web|net|svn|git|jira|sa|sys|system|dba|client|server|store|trust|cert|key|zip|pdf|sudo|su|become|ansible|samba|smb|cifs|nas|router|snmp|sip|app|api|svc|service|account|acc|guest|master|oper|operator|nick|nickserv|irc|plain|clear|encrypted?|keystore|truststore|remote|local|relay|sasl|radius|ipmi|bmc|ppp|pppoe|wep|idrac|ilo|esxi?|vcenter|domain|join|ad|krb|kerberos|openvpn|dovecot|squid|tomcat|jboss|weblogic|jenkins|nexus|sonar|artifactory|gitlab|github|docker|kafka|zookeeper|couch|couchdb|influx|grafana|elastic|es|kibana|oracle|ora|sybase|mssql|odbc|jdbc|ds|datasource|conn|connection|console|panel|cpanel|plesk|hosting|ssl|pfx|p12|jks|pem|private|device|camera|cam|nvr|rtsp|stream|icecast|source|signing|release|upload|alias|wp|joomla|drupal|magento|typo3|odoo|sap|as400|ftps|webdav|dav|caldav|rsync|nfs|iscsi|chap|pap|isdn|modem|sim|bot|steam|rcon|game|mumble|teamspeak|ts3|asterisk|ami|voip|pbx|backup|restore|archive|dump|borg|restic|duplicity)(?:pass|pwd|passw|pswd|psw|pw)\d?$/;

/** Spanish, French, Italian and Portuguese say first what it is; German may. */
const NOUN_FIRST = /^(?:mdp|motdepasse|clave|contrase[nñ]a|senha|passwort|kennwort|parola)$/;

/** Says more of the value than what it is. */
const TRAILING = new Set(
  'value val string str plain plaintext raw base64 b64 hex data cleartext unencrypted literal old new current default local main backup tmp temp eu us x'.split(
    ' ',
  ),
);

function isTrailing(word: string): boolean {
  return TRAILING.has(word) || /^(?:\d+|v\d)$/.test(word);
}

function readWords(words: string[]): NameReading {
  while (words.length > 1 && isTrailing(words.at(-1) ?? '')) words.pop();
  const last = words.at(-1);
  const second = words.at(-2);
  if (last === 'mnemonic' || (last === 'phrase' && second === 'seed'))
    return { strength: 3, kind: 'mnemonic' };
  if (last === undefined || FILE_ENDINGS.has(last)) return NOTHING;
  // `5p0Pw`: a piece of packed data, no name.
  if (last.length <= 3 && words.length > 1 && words.some((word) => /^\d+[a-z]|[a-z]\d+[a-z]/.test(word)))
    return NOTHING;
  const joinedTwo = second === undefined ? last : second + last;
  const trimmedLast = endsInDigit(last) ? last.replace(/\d+$/, '') : last;
  if (
    PASSWORD.has(last) ||
    PASSWORD.has(trimmedLast) ||
    PASSWORD.has(joinedTwo) ||
    (/[pk]/.test(last) && ENDS_IN_PASSWORD.test(last))
  ) {
    return BEGINNING_NEGATIONS.has(words[0] ?? '') && words.length > 1
      ? { strength: 1, kind: 'password' }
      : { strength: 3, kind: 'password' };
  }
  if (last === 'key' || last === 'keys' || trimmedLast === 'key') return readKey(words);
  const joined = (words.at(-3) ?? '') + joinedTwo;
  if (SECRET.has(last) || SECRET.has(trimmedLast) || SECRET.has(joined) || SECRET.has(joinedTwo))
    return { strength: 3, kind: joined.includes('key') ? 'api_key' : 'secret' };
  if (last === 'token' || trimmedLast === 'token') return readToken(words);
  if (last === 'pat' && words.length > 1) return { strength: 2, kind: 'token' };
  if (
    last.length > 6 &&
    /(?:token|secret|(?:api|signing|encrypt(?:ion)?|secret|private|access|auth|master|session|hmac|aes|crypto|license|service|storage|account|shared|webhook)key)$/.test(
      last,
    )
  )
    return { strength: 2, kind: last.endsWith('token') ? 'token' : 'secret' };
  if (WEAK.has(last) || TOKEN.has(last))
    return { strength: 1, kind: last === 'signature' ? 'signature' : 'credential' };
  if (last === 'id' && /secret|access|token|session/.test(joined)) return { strength: 1, kind: 'credential' };
  if (last === 'code' && /auth|access|pass|pin/.test(joined)) return { strength: 1, kind: 'credential' };
  const isProvider =
    words.some((word) => PROVIDER_SET.has(word)) || PROVIDER_SET.has(joined) || PROVIDER_SET.has(joinedTwo);
  if (
    isProvider &&
    !NO_KEY_OF_A_PROVIDER.has(last) &&
    !(last === 'id' && OWNERS_OF_IDS.has(words.at(-2) ?? ''))
  )
    return { strength: 1, kind: 'provider_key' };
  if (DESCRIBING_ENDS.has(last)) return NOTHING;
  // `mdp_bdd`, `senhaBanco`: of what comes behind.
  if (words.length < 4 && NOUN_FIRST.test(words[0] ?? '')) return { strength: 3, kind: 'password' };
  // `passwordProd`, `secret_for_billing`: the word stands further left.
  const marked = words
    .slice(0, -1)
    .some((word) => PASSWORD.has(word) || word === 'secret' || word === 'apikey' || word === 'token');
  return marked && !BEGINNING_NEGATIONS.has(words[0] ?? '') ? { strength: 1, kind: 'credential' } : NOTHING;
}

function endsInDigit(word: string): boolean {
  const code = word.charCodeAt(word.length - 1);
  return code >= 48 && code <= 57;
}

function readKey(words: readonly string[]): NameReading {
  const before = words.slice(0, -1);
  if (
    before.some(
      (word) =>
        word === 'public' ||
        word === 'publishable' ||
        word === 'pub' ||
        word === 'primary' ||
        word === 'foreign' ||
        word === 'partition',
    )
  )
    return NOTHING;
  // `wpa2-pre-shared-key`: typed by people.
  if (before.at(-1) === 'shared' && before.at(-2) === 'pre') return { strength: 3, kind: 'password' };
  if (
    before.some(
      (word) =>
        SECRET.has(word) ||
        PASSWORD.has(word) ||
        word === 'api' ||
        word === 'private' ||
        word === 'encryption',
    )
  )
    return { strength: 3, kind: 'api_key' };
  if (
    before.some((word) => KEY_QUALIFIERS.has(word) || PROVIDER_SET.has(word) || word.endsWith('api')) ||
    PROVIDER_SET.has(before.join(''))
  )
    return { strength: 2, kind: 'api_key' };
  const isOfSomething =
    before.length > 0 && !before.some((word) => NO_LOCK.has(word) || BEGINNING_NEGATIONS.has(word));
  return { strength: 1, kind: isOfSomething ? 'named_key' : 'key' };
}

/** Tokens that mark a place in a list or an operation, and open nothing. */
const CURSORS = new Set(
  'continuation action input output marker sync cursor resume idempotency retry lookup pagination start end prev previous'.split(
    ' ',
  ),
);

function readToken(words: readonly string[]): NameReading {
  const before = words.slice(0, -1);
  if (before.some((word) => /^(?:continuation|pagination|cursor|resume)$/.test(word))) return NOTHING;
  // `X-Newco-Token`: a header.
  if (before[0] === 'x' && before.length > 1) return { strength: 3, kind: 'token' };
  if (
    before.some(
      (word) =>
        BEGINNING_NEGATIONS.has(word) ||
        word === 'next' ||
        word === 'page' ||
        word === 'syntax' ||
        word === 'css' ||
        word === 'cancellation' ||
        CURSORS.has(word),
    )
  )
    return { strength: 1, kind: 'token' };
  if (
    before.some(
      (word) =>
        KEY_QUALIFIERS.has(word) ||
        word === 'bearer' ||
        word === 'refresh' ||
        word === 'bot' ||
        word === 'oauth' ||
        word === 'personal' ||
        word === 'internal' ||
        word === 'access',
    )
  )
    return { strength: 3, kind: 'token' };
  return { strength: 2, kind: 'token' };
}
