import { type ChildProcess, spawn } from 'node:child_process';
import { markName } from './process-group.ts';

/**
 * A tiny shell that outlives the host by a moment: it holds the list of running process groups and
 * reads from a pipe. When the host dies, in whatever way, the pipe closes, and it ends them all.
 * Not on Windows: there a command outlives a host that is killed (one that ends in order ends it).
 */
export interface Guard {
  /** The guard knows the group when this returns, unless the host dies within the same call. */
  watch(group: number): void;
  release(group: number): void;
  /** Lets the guard go; call when no group is left. */
  close(): void;
}

const script = `
trap '' HUP INT TERM
groups=' '
while read -r action group; do
  case $action in
    watch) groups="$groups$group " ;;
    release)
      case $groups in *" $group "*) groups="\${groups%% $group *} \${groups#* $group }" ;; esac ;;
    close) exit 0 ;;
  esac
done
strays() { [ -d /proc/self ] && grep -lsz "^${markName}=$0-" /proc/[0-9]*/environ | cut -d/ -f3; }
end() {
  for group in $groups; do kill -s "$1" -- "-$group"; done
  for stray in $(strays); do kill -s "$1" "$stray"; done
}
end TERM
sleep 1
end KILL
`;

/** `mark` begins the marks of every command that this guard watches over. */
export function createGuard(mark: string): Guard {
  let guard: ChildProcess | undefined;
  const groups = new Set<number>();
  const start = (): ChildProcess => {
    const started: ChildProcess = spawn('/bin/sh', ['-c', script, mark], {
      stdio: ['pipe', 'ignore', 'ignore'],
      // Its own session: what is sent to the host's group must not end it.
      detached: true,
      cwd: '/',
      env: { PATH: '/usr/bin:/bin:/usr/sbin:/sbin' },
    });
    // Broken when the guard was ended by somebody; the next command starts another.
    started.stdin?.on('error', () => undefined);
    started.on('error', () => (guard = undefined));
    started.on('exit', () => {
      if (guard === started) guard = undefined;
    });
    started.unref();
    for (const group of groups) started.stdin?.write(`watch ${group}\n`);
    return started;
  };
  return {
    watch(group) {
      if (process.platform === 'win32') return;
      if (guard) guard.stdin?.write(`watch ${group}\n`);
      groups.add(group);
      guard ??= start();
    },
    release(group) {
      if (!groups.delete(group)) return;
      guard?.stdin?.write(`release ${group}\n`);
    },
    close() {
      guard?.stdin?.end('close\n');
      guard = undefined;
    },
  };
}
