import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Shell, ShellOutput } from '../../core/ports.ts';
import { childEnvironment } from './child-environment.ts';
import { type CommandSession, startCommand } from './command-session.ts';
import { createGuard } from './guard.ts';
import { endGroups } from './process-group.ts';
import { findShell } from './shell-program.ts';

export interface ShellOptions {
  /** The folder a command runs in: `workdir` is a workspace path, undefined the first root. */
  readonly resolveFolder: (
    workdir: string | undefined,
  ) => Promise<
    | { readonly kind: 'folder'; readonly folder: string }
    | { readonly kind: 'problem'; readonly message: string }
  >;
  /** Where long output is kept on the disk. */
  readonly spoolFolder: string;
  /** What the model reads a spool file of that folder by. */
  readonly spoolName: (fileName: string) => string;
  /** Folders whose programs must not win the look-up. */
  readonly roots: readonly string[];
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** Milliseconds between asking a process group to end and forcing it. */
const graceMs = 2_000;
/** Commands that may run in the background of one task. */
const runningMost = 16;
/** Characters of live output passed on for one call; the result has head and tail of the rest. */
const liveMost = 200_000;

/** The `Shell` of one task. Call `stopAll` when the task ends: it lets go of everything. */
export function createShell(options: ShellOptions): Shell {
  const program = findShell();
  const shellId = randomUUID();
  const guard = createGuard(shellId);
  const sessions = new Map<number, CommandSession>();
  let lastId = 0;

  /** Sessions whose end was reported. */
  const reported = new Set<number>();
  /** Commands that were reported and left nothing behind are forgotten. */
  const forgetGone = () => {
    for (const session of [...sessions.values()]) {
      if (!reported.has(session.id) || session.lives()) continue;
      sessions.delete(session.id);
      session.release();
    }
  };

  const wait = async (
    session: CommandSession,
    request: {
      readonly yieldMs: number;
      readonly maxCharacters: number;
      readonly onOutput?: (chunk: string) => void;
    },
    signal: AbortSignal,
  ): Promise<ShellOutput> => {
    const began = performance.now();
    session.listen(limitedTo(liveMost, request.onOutput));
    const end = await firstOf(session, request.yieldMs, signal);
    session.listen(undefined);
    if (signal.aborted) {
      reported.add(session.id);
      void session.kill(graceMs).then(forgetGone);
      signal.throwIfAborted();
    }
    const shown = await session.log.look(request.maxCharacters);
    const wallMs = performance.now() - began;
    if (end === undefined) {
      return { ...shown, state: { kind: 'running', sessionId: session.id }, wallMs };
    }
    reported.add(session.id);
    forgetGone();
    if (end.kind === 'failed') return { ...shown, state: end, wallMs };
    const { lingering, ...exited } = end;
    return { ...shown, state: lingering ? { ...exited, lingering } : exited, wallMs };
  };

  return {
    async run(request, signal) {
      signal.throwIfAborted();
      const where = await options.resolveFolder(request.workdir);
      if (where.kind === 'problem') return notRun(where.message);
      if (request.command.includes('\0')) return notRun('The command contains a NUL character.');
      const running = [...sessions.values()].filter((session) => session.end() === undefined);
      if (running.length >= runningMost) {
        const ids = running.map((session) => session.id).join(', ');
        return notRun(
          `Too many commands run in the background (session_id ${ids}). End one first: write_stdin with chars "\\u0003".`,
        );
      }
      await mkdir(options.spoolFolder, { recursive: true });
      signal.throwIfAborted();
      const id = ++lastId;
      const fileName = `${shellId.slice(0, 8)}-${id}.txt`;
      const session = startCommand(
        { id, command: request.command, folder: where.folder },
        {
          program,
          environment: childEnvironment(
            options.environment ?? process.env,
            options.roots,
            process.platform,
          ),
          mark: `${shellId}-${id}`,
          guard,
          spool: {
            file: path.join(options.spoolFolder, fileName),
            name: options.spoolName(fileName),
          },
        },
      );
      sessions.set(id, session);
      return wait(session, request, signal);
    },

    async write(request, signal) {
      signal.throwIfAborted();
      const session = sessions.get(request.sessionId);
      if (!session || reported.has(session.id)) return notRun(unknownSession(request.sessionId));
      if (session.end() === undefined && request.characters !== '')
        send(session, request.characters);
      return wait(session, request, signal);
    },

    running: () =>
      [...sessions.values()]
        .filter((session) => session.end() === undefined)
        .map((session) => ({ sessionId: session.id, command: session.command })),

    async stopAll() {
      const all = [...sessions.values()];
      for (const session of all) reported.add(session.id);
      if (lastId === 0) return;
      await endGroups(
        all.flatMap((session) => session.group ?? []),
        `${shellId}-`,
        graceMs,
      );
      for (const session of all) {
        await session.ended;
        session.release();
        sessions.delete(session.id);
      }
      if (sessions.size === 0) guard.close();
    },
  };

  function unknownSession(id: number): string {
    const others = [...sessions.values()].filter((session) => session.end() === undefined);
    const known =
      others.length > 0
        ? ` Running: ${others.map((session) => `${session.id} (${session.command})`).join(', ')}.`
        : ' No command runs in the background.';
    return `There is no running command with session_id ${id}; it has ended or never was.${known}`;
  }
}

function send(session: CommandSession, characters: string): void {
  if (characters === '\u0003') session.interrupt();
  else if (characters === '\u0004') session.closeInput();
  else session.write(characters);
}

/** The command's end, or undefined when the time is up or the signal aborts. */
async function firstOf(
  session: CommandSession,
  yieldMs: number,
  signal: AbortSignal,
): Promise<ReturnType<CommandSession['end']>> {
  let done: () => void = () => undefined;
  const timeOut = new Promise<undefined>((resolve) => {
    done = () => {
      resolve(undefined);
    };
  });
  const timer = setTimeout(done, yieldMs);
  signal.addEventListener('abort', done, { once: true });
  try {
    return await Promise.race([session.ended, timeOut]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', done);
  }
}

function limitedTo(
  most: number,
  listener: ((chunk: string) => void) | undefined,
): ((chunk: string) => void) | undefined {
  if (!listener) return undefined;
  let passed = 0;
  return (chunk) => {
    if (passed >= most) return;
    passed += chunk.length;
    listener(passed > most ? `${chunk.slice(0, chunk.length - (passed - most))}…` : chunk);
  };
}

function notRun(message: string): ShellOutput {
  return { output: '', state: { kind: 'failed', message }, wallMs: 0 };
}
