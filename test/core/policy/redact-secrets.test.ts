import assert from 'node:assert/strict';
import { redactSecrets } from '../../../src/core/policy/redact-secrets.ts';

const filler = 'A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8';

describe('redacting secrets', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['an OpenAI key', `key = "sk-proj-${filler}"`, 'key = "[OpenAI key removed]"'],
    ['a GitHub token', `token ghp_${filler}!`, 'token [GitHub token removed]!'],
    ['an AWS key', 'AKIAABCDEFGHIJKLMNOP', '[AWS access key removed]'],
    ['a Slack token', 'xoxb-1234567890-abcdef', '[Slack token removed]'],
    ['a web token', `eyJ${filler}.eyJ${filler}.${filler}`, '[JSON Web Token removed]'],
    [
      'a private key',
      'a\n-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nb',
      'a\n[private key removed]\nb',
    ],
    ['a key that was cut', 'a\n-----BEGIN PRIVATE KEY-----\nMIIE', 'a\n[private key removed]'],
  ];
  for (const [name, text, expected] of cases) {
    it(`removes ${name}`, () => {
      assert.equal(redactSecrets(text), expected);
    });
  }

  it('leaves code alone that only talks about secrets', () => {
    const code = [
      'const token = process.env.GITHUB_TOKEN;',
      'password: "hunter2"',
      "if (key.startsWith('sk-')) return;",
      'task-list: sk-short, eyJhbGciOi.not.one',
      '-----BEGIN CERTIFICATE-----',
    ].join('\n');
    assert.equal(redactSecrets(code), code);
  });
});
