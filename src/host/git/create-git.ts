import { secretReason } from '../../core/policy/secret-paths.ts';
import type { Git, GitScope } from '../../core/ports.ts';
import { gitRepositories, type GitRepository } from './git-repositories.ts';

/** The repository's changes, as VS Code's own Git extension tells them. */
export function createGit(): Git {
  return {
    async diff(scope) {
      const repositories = await gitRepositories();
      if (repositories.length === 0)
        return { kind: 'problem', message: 'No Git repository is open in this workspace.' };
      const diffs: string[] = [];
      for (const repository of repositories) diffs.push(await diffOf(repository, scope));
      return { kind: 'diff', text: diffs.map(withoutSecretFiles).join('') };
    },
  };
}

async function diffOf(repository: GitRepository, scope: GitScope): Promise<string> {
  switch (scope) {
    case 'staged':
      return repository.diff(true);
    case 'working tree':
      return (await repository.diff(true)) + (await repository.diff(false));
    case 'branch':
      return diffOfBranch(repository);
  }
}

/** What the branch has that the one it came from has not. */
async function diffOfBranch(repository: GitRepository): Promise<string> {
  const name = repository.state.HEAD?.name;
  const base = name === undefined ? undefined : await repository.getBranchBase(name);
  if (base?.name === undefined) return '';
  const ref = base.remote === undefined ? base.name : `${base.remote}/${base.name}`;
  const from = await repository.getMergeBase(ref, 'HEAD');
  if (from === undefined) return '';
  const files = await repository.diffBetween(from, 'HEAD');
  const diffs = await Promise.all(
    files.map(({ uri }) => repository.diffBetween(from, 'HEAD', uri.fsPath)),
  );
  return diffs.join('');
}

/** A diff shows what a read would ask for first. */
function withoutSecretFiles(diff: string): string {
  return diff
    .split(/^(?=diff --git )/m)
    .map((section) => {
      const path = /^diff --git a\/.* b\/(.*)$/m.exec(section)?.[1];
      const reason = path === undefined ? undefined : secretReason(path);
      return reason === undefined ? section : `diff of ${path ?? ''} left out: ${reason}\n`;
    })
    .join('');
}
