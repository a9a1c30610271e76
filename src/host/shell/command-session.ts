import { type ChildProcess, spawn } from 'node:child_process';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Guard } from './guard.ts';
import { createOutputDecoder } from './output-decoder.ts';
import { createOutputLog, type OutputLog } from './output-log.ts';
import { endGroups, groupLives, markName, signalGroup } from './process-group.ts';
import type { ShellProgram } from './shell-program.ts';

export type CommandEnd =
  | {
      readonly kind: 'exited';
      readonly code: number;
      readonly signal?: string;
      /** Processes it started still run. */
      readonly lingering: boolean;
    }
  | { readonly kind: 'failed'; readonly message: string };

/** One running command: its process group, its output, its end. */
export interface CommandSession {
  readonly id: number;
  readonly command: string;
  /** Undefined when it could not be started. */
  readonly group: number | undefined;
  readonly log: OutputLog;
  /** Resolves when the command itself has ended and its output up to then is in the log. */
  readonly ended: Promise<CommandEnd>;
  /** Set once `ended` has resolved. */
  end(): CommandEnd | undefined;
  /** Called with readable output as it comes; replaced by each call that waits. */
  listen(listener: ((text: string) => void) | undefined): void;
  /** False when its input is closed. */
  write(text: string): boolean;
  closeInput(): void;
  interrupt(): void;
  /** True while any process of the command lives. */
  lives(): boolean;
  /** Ends all its processes and lets go of what it holds. */
  kill(graceMs: number): Promise<void>;
  /** Lets go of what it holds, when nothing of it lives any more and its output was looked at. */
  release(): void;
}

/**
 * Waits for leave on descriptor 3 before the command runs, so that the guard knows its group first;
 * then both outputs go into one pipe, in the order they are written.
 */
const gate = 'read -r _ <&3 || exit 125; exec 3<&- 2>&1 "$1" -c "$2"';

export function startCommand(
  request: { readonly id: number; readonly command: string; readonly folder: string },
  setting: {
    readonly program: ShellProgram;
    readonly environment: Readonly<Record<string, string>>;
    readonly mark: string;
    readonly guard: Guard;
    readonly spool: { readonly file: string; readonly name: string };
  },
): CommandSession {
  const { id, command, folder } = request;
  const { program, guard, mark } = setting;
  const posix = process.platform !== 'win32';
  const log = createOutputLog(setting.spool);
  const decoder = createOutputDecoder();
  let listener: ((text: string) => void) | undefined;
  let bytesSeen = 0;
  let end: CommandEnd | undefined;

  // Without its streams when the host is out of file descriptors.
  const child: ChildProcess = spawn(
    program.file,
    posix ? ['-c', gate, program.file, program.file, command] : program.arguments(command),
    {
      cwd: folder,
      env: { ...setting.environment, [markName]: mark },
      detached: posix,
      windowsHide: true,
      stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    },
  );
  const group = child.pid;
  const take = (text: string) => {
    log.append(text);
    if (text !== '') listener?.(text);
  };
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      bytesSeen += chunk.length;
      take(decoder.decode(chunk));
    });
    // The other end went away; the exit says what there is to say.
    stream?.on('error', () => undefined);
  }
  child.stdin?.on('error', () => undefined);
  openGate(child, group, guard);

  const ended = (async (): Promise<CommandEnd> => {
    const exit = await exitOf(child);
    if (exit.kind === 'exited') await drain(() => bytesSeen);
    take(decoder.end());
    child.stdin?.destroy();
    const lingering = group !== undefined && posix && groupLives(group);
    end = exit.kind === 'exited' ? { ...exit, lingering } : exit;
    return end;
  })();

  const release = () => {
    child.stdout?.destroy();
    child.stderr?.destroy();
    log.close();
    if (group !== undefined) guard.release(group);
  };

  return {
    id,
    command,
    group,
    log,
    ended,
    end: () => end,
    listen: (next) => {
      listener = next;
    },
    write: (text) => {
      if (!child.stdin?.writable) return false;
      child.stdin.write(text);
      return true;
    },
    closeInput: () => {
      child.stdin?.end();
    },
    interrupt: () => {
      if (group !== undefined) signalGroup(group, 'SIGINT');
    },
    lives: () => group !== undefined && (end === undefined || (posix && groupLives(group))),
    kill: async (graceMs) => {
      if (group !== undefined) await endGroups([group], mark, graceMs);
      await ended;
      release();
    },
    release,
  };
}

function openGate(child: ChildProcess, group: number | undefined, guard: Guard): void {
  if (group === undefined) return;
  guard.watch(group);
  const gatePipe = child.stdio[3];
  if (!gatePipe || !('write' in gatePipe)) return;
  gatePipe.on('error', () => undefined);
  gatePipe.end('go\n');
}

function exitOf(
  child: ChildProcess,
): Promise<
  | { readonly kind: 'exited'; readonly code: number; readonly signal?: string }
  | { readonly kind: 'failed'; readonly message: string }
> {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      resolve({ kind: 'failed', message: `The command could not be started: ${error.message}.` });
    });
    child.once('exit', (code, signal) => {
      resolve({
        kind: 'exited',
        // Shells report a signal as 128 and its number; without one there is always a code.
        code: code ?? 128,
        ...(signal === null ? {} : { signal }),
      });
    });
  });
}

/**
 * What the command wrote lies in the pipe when it exits. A background process may hold the pipe
 * open, so its end is not waited for: a few turns of the event loop without data mean it is empty.
 */
async function drain(bytesSeen: () => number): Promise<void> {
  let before = -1;
  for (let quiet = 0; quiet < 3;) {
    await nextTurn();
    quiet = bytesSeen() === before ? quiet + 1 : 0;
    before = bytesSeen();
  }
}
