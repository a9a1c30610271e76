import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** Names a command's processes by their environment, so that those that left its group are found. */
export const markName = 'RATCHET_COMMAND';

/** True while any process of the group runs. */
export function groupLives(group: number): boolean {
  return signalGroup(group, 0) && !allDefunct(group);
}

/**
 * Containers often have no init that collects ended processes; such leftovers still take signals.
 * Linux tells them apart: `pid (name) state ppid pgrp …` in proc(5).
 */
function allDefunct(group: number): boolean {
  if (process.platform !== 'linux') return false;
  return readdirSync('/proc').every((name) => {
    if (!/^\d+$/.test(name)) return true;
    const stat = readStat(name);
    const [state, , processGroup] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(processGroup) !== group || state === 'Z' || state === 'X';
  });
}

function processLives(pid: number): boolean {
  return signalProcess(pid, 0) && !/\) [ZX] /.test(readStat(String(pid)));
}

function readStat(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    // It ended while we looked.
    return '';
  }
}

/** False when there is nobody to take the signal. */
export function signalGroup(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(process.platform === 'win32' ? group : -group, signal);
    return true;
  } catch (error) {
    // EPERM: somebody is there whom we may not signal (a set-user-id program).
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * Ends every process of the groups, and on Linux those that left them but carry a mark that begins
 * with `markPrefix`: first asked, then forced after `graceMs`. Resolves when none is left, or when
 * force did not help either.
 */
export async function endGroups(
  groups: readonly number[],
  markPrefix: string,
  graceMs: number,
): Promise<void> {
  if (process.platform === 'win32') {
    await Promise.all(groups.map(endWindowsTree));
    return;
  }
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    const strays = await markedProcesses(markPrefix);
    for (const group of groups) signalGroup(group, signal);
    for (const stray of strays) signalProcess(stray, signal);
    const gone = () => !groups.some(groupLives) && !strays.some(processLives);
    // The second look finds what was started while the first was taken.
    if ((await becomes(gone, graceMs)) && (await markedProcesses(markPrefix)).length === 0) return;
  }
}

function signalProcess(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    // Gone, or not ours to signal.
    return false;
  }
}

/** Nothing tells when a group that is not all our children is empty, so it is looked at in steps. */
async function becomes(test: () => boolean, withinMs: number): Promise<boolean> {
  const end = performance.now() + withinMs;
  for (let step = 5; !test(); step = Math.min(step * 2, 100)) {
    if (performance.now() > end) return false;
    await sleep(step);
  }
  return true;
}

/** Processes whose environment names a mark that begins so; only Linux shows it without help. */
async function markedProcesses(markPrefix: string): Promise<readonly number[]> {
  if (process.platform !== 'linux') return [];
  const wanted = `\0${markName}=${markPrefix}`;
  const names = await readdir('/proc').catch(() => []);
  const found = await Promise.all(
    names
      .filter((name) => /^\d+$/.test(name))
      .map(async (name) => {
        const environment = await readFile(`/proc/${name}/environ`, 'latin1').catch(() => '');
        return `\0${environment}`.includes(wanted) ? [Number(name)] : [];
      }),
  );
  return found.flat();
}

function endWindowsTree(pid: number): Promise<void> {
  return new Promise((resolve) => {
    const killer = spawn('taskkill', ['/PID', String(pid), '/T', '/F'], {
      stdio: 'ignore',
      windowsHide: true,
    });
    killer.on('error', () => {
      resolve();
    });
    killer.on('exit', () => {
      resolve();
    });
  });
}
