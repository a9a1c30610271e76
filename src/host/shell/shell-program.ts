import { existsSync } from 'node:fs';

export interface ShellProgram {
  readonly file: string;
  /** Arguments that run `command`. */
  arguments(command: string): readonly string[];
}

/**
 * The shell commands run in: bash without login or start-up files, since the policy reads commands
 * as bash does; `sh` where there is no bash. On Windows Git's bash, else PowerShell.
 */
export function findShell(
  platform: NodeJS.Platform = process.platform,
  exists: (file: string) => boolean = existsSync,
): ShellProgram {
  const bash = (file: string): ShellProgram => ({
    file,
    arguments: (command) => ['-c', command],
  });
  if (platform !== 'win32') {
    const candidates = ['/bin/bash', '/usr/bin/bash', '/usr/local/bin/bash'];
    return bash(candidates.find(exists) ?? '/bin/sh');
  }
  const git = [
    'C:\\Program Files\\Git\\bin\\bash.exe',
    'C:\\Program Files (x86)\\Git\\bin\\bash.exe',
  ].find(exists);
  if (git !== undefined) return bash(git);
  return {
    file: 'powershell.exe',
    arguments: (command) => ['-NoLogo', '-NoProfile', '-NonInteractive', '-Command', command],
  };
}
