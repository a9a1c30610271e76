/** The parts of Node that the tests use, so that this project installs nothing. */

declare module 'node:test' {
  export function describe(name: string, body: () => void): void;
  export function it(name: string, body: () => void): void;
}

declare module 'node:assert/strict' {
  const assert: {
    equal(actual: unknown, expected: unknown): void;
    deepEqual(actual: unknown, expected: unknown): void;
    throws(body: () => unknown, type: new (message?: string) => Error): void;
  };
  export default assert;
}
