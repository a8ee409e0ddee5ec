import { describe, expect, it, vi } from 'vitest';
import { checksumHolds, checksumOf, crc32 } from '../../../src/core/redaction/detect/checksum.ts';
import { codedText } from '../../../src/core/redaction/detect/codedText.ts';
import { KeywordScan } from '../../../src/core/redaction/detect/keywordScan.ts';
import { looksRandom } from '../../../src/core/redaction/detect/randomness.ts';
import { readName } from '../../../src/core/redaction/detect/secretNames.ts';
import { decodeBase64, encodeBase64 } from '../../../src/core/redaction/shadows/base64Text.ts';
import { rules } from '../../../src/core/redaction/rules/rules.ts';
import { alnum, chanceFrom, hex } from '../../fixtures/redaction/chance.ts';
import { redacted, session } from './sessions.ts';

vi.setConfig({ testTimeout: 60_000 });

describe('the one pass for all keywords', () => {
  it('finds overlapping ones in either case, in order', () => {
    const hits: [string, number][] = [];
    const words = ['he', 'she', 'hers', 'é://'];
    new KeywordScan(words.map((word) => ({ word }))).scan(codedText('uSHErs é://'), {
      keyword: (keyword, end) => hits.push([words[keyword] ?? '', end]),
    });
    expect(hits.map(([word, end]) => `${word}@${end}`).sort()).toEqual(
      ['he@4', 'hers@6', 'she@4', 'é://@11'].sort(),
    );
  });
});

describe('checksums', () => {
  it('follow CRC32 and base 62', () => {
    expect(crc32('123456789')).toBe(0xcbf43926);
    const random = chanceFrom(1).text(alnum, 30);
    expect(checksumHolds(random + checksumOf(random, 6), 6)).toBe(true);
    expect(checksumHolds(`${random}000000`, 6)).toBe(false);
  });
});

describe('base64', () => {
  it.each(['', 'a', 'ab', 'abc', 'user:pässwörd'])('comes back: %j', (text) => {
    expect(encodeBase64(text)).toBe(Buffer.from(text).toString('base64'));
    expect(decodeBase64(encodeBase64(text))).toBe(Buffer.from(text).toString('latin1'));
  });
});

describe('names', () => {
  it.each([
    'password',
    'DB_PASSWORD',
    'dbPassword',
    'api-key',
    'clientSecret',
    'spring.datasource.password',
    'AWS_SECRET_ACCESS_KEY',
    'accessToken',
  ])('%s speaks of a secret', (name) => {
    expect(readName(name).strength).toBe(3);
  });

  it.each([
    'passwordField',
    'token_type',
    'secretName',
    'max_tokens_count',
    'keyPath',
    'password_url',
    'publicKey',
    'tokenizer',
  ])('%s does not', (name) => {
    expect(readName(name).strength).toBe(0);
  });
});

describe('chance', () => {
  it('is told from words', () => {
    const chance = chanceFrom(9);
    const random = Array.from({ length: 500 }, () => chance.text(alnum, 32)).filter(
      (value) => !looksRandom(value),
    );
    expect(random.length).toBeLessThan(10);
    for (const word of [
      'getConfigurationValue',
      'some-longer-identifier-here',
      'internal_server_error',
      'ApplicationController',
      'this is a sentence',
    ])
      expect(looksRandom(word)).toBe(false);
  });
});

describe('the table of formats', () => {
  it('has only bounded repetitions', () => {
    for (const rule of rules) expect(rule.body, rule.kind).not.toMatch(/(?:^|[^\\])[*+](?![^[]*\])|\{\d+,\}/);
  });

  it('has only prefixes that say something', () => {
    for (const rule of rules)
      for (const prefix of rule.prefixes) expect(prefix.length, rule.kind).toBeGreaterThan(0);
  });
});

describe('adversarial texts', () => {
  const long = (piece: string): string => piece.repeat(Math.ceil(60_000 / piece.length));
  // Linear work stays far below this number of clock readings; quadratic work would not end in time.
  it.each([
    'a',
    'A',
    'mongodb://',
    '://a@',
    'http://user:pass@',
    '-----BEGIN RSA PRIVATE KEY-----\n',
    '-----END RSA PRIVATE KEY-----\n',
    'ghs_',
    'password=',
    'password="',
    'password: ',
    '" + "',
    '\\u0041',
    '%2541',
    '&amp;',
    '\u001b[31m',
    '\u200b',
    'eyJ',
    '\\',
    'cookie: a=b; ',
    'authorization: bearer ',
    'kind: Secret\ndata:\n',
    ':',
    'insert into users ',
    '> a\n',
    'key ',
  ])('%j repeated is left alone or replaced, and comes to an end', (piece) => {
    const own = session();
    expect(redacted(own, long(piece)).length).toBeGreaterThan(0);
  });
});

describe('offsets', () => {
  it('are those of the input, behind characters of two units', () => {
    const value = `sk_live_${chanceFrom(4).text(hex, 24)}`;
    const text = `😀 "${value}"`;
    const result = session().redact(text);
    expect(result.ok && result.value.findings).toEqual([
      { kind: 'stripe_key', start: 4, end: 4 + value.length },
    ]);
  });
});

describe('what people write without any syntax', () => {
  const password = `Iq${chanceFrom(11).whole(9)}Sb${chanceFrom(12).whole(9)}Gg`;
  it.each([
    `ID/PW: master / ${password}`,
    `id/pw master/${password}`,
    `ssh admin@10.1.2.3 (pw: ${password})`,
    `The password for the build machine is ${password}, tell nobody.`,
    `비밀번호: ${password}`,
    `LDAP password ---- ${password}`,
  ])('%s', (text) => {
    expect(redacted(session(), text)).not.toContain(password);
  });

  it.each([
    'The password must hold Base64Text or an OAuth2Token.',
    'Set the password policy in Windows10 and restart at 10:30.',
    'https://user:password@example.org:8080/some/path?and=1',
    'password expired on 2026-01-02T03:04:05Z',
  ])('but not %s', (text) => {
    expect(redacted(session(), text)).toBe(text);
  });
});

describe('a password beside the name of its user', () => {
  it.each([
    `user = 'joe'\npassword = 'open sesame'\n`,
    `host => 'db.local',\nuser => 'joe',\npassword => 'blooberry',\n`,
    `user = Joe\n# a comment\npassword = open_sesame\n`,
  ])('is one, though it is a word: %j', (text) => {
    expect(redacted(session(), text)).not.toMatch(/sesame|blooberry/);
  });

  it('is none where it is a field or a variable', () => {
    const text = `const fields = { user: 'userName', password: 'password' };\nlogin(user = name, password = form.password);\n`;
    expect(redacted(session(), text)).toBe(text);
  });
});

describe('tokens whose giver is not known', () => {
  const chance = chanceFrom(5);
  it('are seen by a short name and chance behind it', () => {
    for (const value of [
      `qzpa_${chance.text('abcdefghijklmnopqrstuvwxyz234567', 40)}`,
      `wk-${chance.text(alnum, 30)}`,
      `newco_live_${chance.text(hex, 40)}`,
    ])
      expect(redacted(session(), `call("${value}")`)).not.toContain(value);
  });

  it('and not taken for identifiers, digests and encoded texts', () => {
    for (const value of [
      `chunk-${chance.text(hex, 40)}`,
      `req_${chance.text(alnum, 24)}`,
      `0x${chance.text('0123456789abcdefABCDEF', 40)}`,
      Buffer.from('many hands make light work, they say').toString('base64').replace(/=+$/, ''),
    ])
      expect(redacted(session(), `call("${value}")`)).toContain(value);
  });
});

describe('keys marked near their end', () => {
  it('are replaced whole', () => {
    const chance = chanceFrom(6);
    const key = `${chance.text(alnum, 76)}+ASt${chance.text(alnum, 6)}==`;
    expect(redacted(session(), `upload("${key}");`)).toMatch(/^upload\("SECRET_AZURE_KEY_1_\w+"\);$/);
  });
});

describe('what lies between other things', () => {
  const chance = chanceFrom(23);
  const prose = (lines: number): string => 'The quick brown fox jumps over the lazy dog.\n'.repeat(lines);
  const putty = (): string =>
    [
      'PuTTY-User-Key-File-2: ssh-rsa',
      'Private-Lines: 2',
      chance.text(alnum, 64),
      chance.text(alnum, 64),
      `Private-MAC: ${chance.text(hex, 40)}`,
      '',
    ].join('\n');

  it('is read: a password far from two key files of PuTTY', () => {
    const words = Array.from({ length: 1200 }, (_, index) => `line ${index} of a text without any secret\n`);
    const value = chance.text(alnum, 14);
    const text = `${putty()}${words.slice(0, 600).join('')}password = "${value}"\n${words.slice(600).join('')}${putty()}`;
    expect(redacted(session(), text)).not.toContain(value);
  });

  it('is read: base64 in lines that are each padded by themselves', () => {
    const values = Array.from({ length: 4 }, () => `password=${chance.text(alnum, 34)}`);
    const lines = values.map((value) => Buffer.from(value).toString('base64'));
    expect(lines[0]).toMatch(/=$/);
    const after = redacted(session(), `${prose(2)}${lines.join('\n')}\n${prose(2)}`);
    for (const line of lines) expect(after).not.toContain(line);
  });

  it('is read: a member of an object in a string in a string in a string', () => {
    const value = chance.text(alnum, 16);
    const nested = JSON.stringify(JSON.stringify(JSON.stringify({ password: value })));
    const after = redacted(session(), `log(${nested});\n`);
    expect(after.replace(/SECRET_\w+/, value)).toBe(`log(${nested});\n`);
    expect(after).not.toContain(value);
  });
});
