/**
 * The VS Code versions the tests run in, each with the npm package that carries it and the Node
 * that its server is built for (under another Node its extension host hangs).
 */
export const hostVersions = {
  current: { vscode: '1.139.1', codeServer: '4.139.1', node: '24' },
  oldest: { vscode: '1.110.0', codeServer: '4.110.0', node: '22' },
} as const;

export type HostVersionName = keyof typeof hostVersions;
export type HostVersion = (typeof hostVersions)[HostVersionName];

/** The version that the environment asks for, so that a launched program needs no extra argument. */
export function hostVersionFromEnvironment(): HostVersionName {
  const asked = process.env['RATCHET_HOST_VERSION'];
  return asked === 'oldest' ? 'oldest' : 'current';
}
