import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

export interface ProcessInfo {
  readonly pid: number;
  readonly parent: number;
  /** Its process group, by the leader's pid. */
  readonly group: number;
  readonly command: string;
}

/** All descendants of a process, nearest first. */
function descendantsOf(pid: number, all: readonly ProcessInfo[] = listProcesses()): ProcessInfo[] {
  const children = all.filter((entry) => entry.parent === pid);
  return [...children, ...children.flatMap((child) => descendantsOf(child.pid, all))];
}

/**
 * The newest process below `pid` that has `mark` in its command line, by the highest pid. Not what
 * such a process starts itself: between fork and exec a child still bears its parent's command line.
 */
export function newestOutermost(
  all: readonly ProcessInfo[],
  pid: number,
  mark: string,
): number | undefined {
  const isMarked = (entry: ProcessInfo) => entry.command.includes(mark);
  const outermost = (parent: number): readonly number[] =>
    all
      .filter((entry) => entry.parent === parent)
      .flatMap((child) => (isMarked(child) ? [child.pid] : outermost(child.pid)));
  const found = outermost(pid);
  return found.length === 0 ? undefined : Math.max(...found);
}

/**
 * Ends processes and everything below them: asks first, and after `graceMs` insists. Processes
 * that moved to a session of their own (terminals) are found through their parents.
 */
export async function endProcessTrees(pids: readonly number[], graceMs: number): Promise<void> {
  if (process.platform === 'win32') {
    for (const pid of pids) spawnSync('taskkill', ['/pid', String(pid), '/t', '/f']);
    return;
  }
  const all = listProcesses();
  const known = new Set(
    pids.flatMap((pid) => [pid, ...descendantsOf(pid, all).map((entry) => entry.pid)]),
  );
  const living = () => [...known].filter((pid) => isRunning(pid));
  for (const pid of known) signal(pid, 'SIGTERM');
  for (const end = Date.now() + graceMs; Date.now() < end && living().length > 0;) await delay(25);
  for (const pid of living()) signal(pid, 'SIGKILL');
  // The kernel takes its time, and may not get at one that hangs in a device at all.
  for (const end = Date.now() + 2000; Date.now() < end && living().length > 0;) await delay(5);
}

/** Pids of the process group that `leader` leads; nobody on Windows, which has none. */
export function groupOf(leader: number): number[] {
  if (process.platform === 'win32') return [];
  return listProcesses()
    .filter((entry) => entry.group === leader)
    .map((entry) => entry.pid);
}

/** Every process of the machine; from /proc where there is one, since slim images have no `ps`. */
export function listProcesses(): ProcessInfo[] {
  if (process.platform === 'linux') {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => readProcess(Number(name)) ?? []);
  }
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,pgid=,command='], { encoding: 'utf8' });
  return lines.split('\n').flatMap((line) => {
    const match = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(.*)$/.exec(line);
    if (match === null) return [];
    const [pid, parent, group] = match.slice(1, 4).map(Number) as [number, number, number];
    return [{ pid, parent, group, command: match[4] ?? '' }];
  });
}

function readProcess(pid: number): ProcessInfo | undefined {
  try {
    // "pid (name) state parent …": the name may itself hold spaces and brackets.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, parent, group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z') return undefined;
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return { pid, parent: Number(parent), group: Number(group), command };
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

function isRunning(pid: number): boolean {
  return process.platform === 'linux' ? readProcess(pid) !== undefined : signal(pid, 0);
}

/** False when the process is gone already. */
function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, name);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}
