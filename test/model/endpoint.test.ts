import assert from 'node:assert/strict';
import { resolveEndpoint } from '../../src/model/endpoint.ts';

describe('the address of an endpoint', () => {
  const azure = 'https://res.openai.azure.com';
  const cases: readonly (readonly [string, string, 'authorization' | 'api-key', boolean])[] = [
    ['https://api.openai.com/v1', 'https://api.openai.com/v1', 'authorization', false],
    ['https://api.openai.com/v1/', 'https://api.openai.com/v1', 'authorization', false],
    [
      ' https://gateway.example/openai/v1/responses ',
      'https://gateway.example/openai/v1',
      'authorization',
      false,
    ],
    ['http://localhost:11434/v1', 'http://localhost:11434/v1', 'authorization', true],
    ['http://127.0.0.1:8000/v1', 'http://127.0.0.1:8000/v1', 'authorization', true],
    ['http://[::1]:8000/v1', 'http://[::1]:8000/v1', 'authorization', true],
    ['https://gpu-box:8000/v1', 'https://gpu-box:8000/v1', 'authorization', true],
    [azure, `${azure}/openai/v1`, 'api-key', false],
    [`${azure}/openai`, `${azure}/openai/v1`, 'api-key', false],
    [`${azure}/openai/v1/`, `${azure}/openai/v1`, 'api-key', false],
    [
      `${azure}/openai/responses?api-version=2025-04-01-preview`,
      `${azure}/openai?api-version=2025-04-01-preview`,
      'api-key',
      false,
    ],
    [
      `${azure}/openai/deployments/mine/chat/completions?api-version=2025-04-01-preview`,
      `${azure}/openai?api-version=2025-04-01-preview`,
      'api-key',
      false,
    ],
    [
      'https://res.services.ai.azure.com/openai/v1',
      'https://res.services.ai.azure.com/openai/v1',
      'api-key',
      false,
    ],
  ];
  for (const [given, baseUrl, keyHeader, keyless] of cases) {
    it(`${given.trim()} is ${baseUrl}`, () => {
      const answer = resolveEndpoint(given);
      assert.equal(answer.kind, 'endpoint');
      const { endpoint } = answer;
      assert.deepEqual(
        [endpoint.baseUrl, endpoint.keyHeader, endpoint.keyless],
        [baseUrl, keyHeader, keyless],
      );
    });
  }

  const invalid: readonly (readonly [string, RegExp])[] = [
    ['', /is not an address/],
    ['api.openai.com/v1', /is not an address/],
    ['ftp://api.openai.com', /not an http/],
    ['http://api.openai.com/v1', /unencrypted; use https/],
    ['http://gpu-box:8000/v1', /unencrypted/],
    ['http://127.0.0.1.evil.example/v1', /unencrypted/],
    ['http://10.0.0.1.evil.example/v1', /unencrypted/],
    ['http://192.168.1.evil.example/v1', /unencrypted/],
    ['http://[2001:db8::1]/v1', /unencrypted/],
    ['https://user:hunter2@gateway.example/v1', /leave them out/],
  ];
  for (const [given, reason] of invalid) {
    it(`refuses "${given}", saying why`, () => {
      const answer = resolveEndpoint(given);
      assert.equal(answer.kind, 'invalid');
      assert.match(answer.reason, reason);
      assert.match(answer.reason, /ratchet\.endpoint\.baseUrl/);
      assert.ok(!answer.reason.includes('hunter2'));
    });
  }
});
