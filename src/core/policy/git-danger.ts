import type { Argv } from './analyse-command.ts';

/** Subcommands that only show what is there. */
const reading = new Set([
  ...['status', 'log', 'show', 'diff', 'blame', 'annotate', 'shortlog', 'describe', 'ls-files'],
  ...[
    'ls-tree',
    'rev-parse',
    'rev-list',
    'merge-base',
    'name-rev',
    'cat-file',
    'grep',
    'whatchanged',
  ],
  ...[
    'cherry',
    'count-objects',
    'diff-tree',
    'diff-index',
    'diff-files',
    'for-each-ref',
    'show-ref',
  ],
  ...['range-diff', 'var', 'version', 'help', 'show-branch', 'check-ignore', 'verify-commit'],
]);

/** Subcommands that record work without losing any. */
const recording = new Set(['add', 'commit']);

/** Options of reading subcommands that write files, run programs or leave the repository. */
const options =
  /^(?:-o|-O.*|--output(?:=.*)?|--outp.*|--ext-diff|--textconv|--open-files-in-pager.*|--no-index|--exec.*|--upload-pack.*|--receive-pack.*|--show-signature|--batch-command.*|--filters|--template.*|--contents.*|--ignore-revs-file.*|-F.*|--file.*|--pathspec-from-file.*|--git-dir.*|--web|-w|--no-verify|-n|--amend|--gpg-sign.*|-S.*)$/;

/** Why a git command is more than looking or recording; undefined when it is no more. */
export function gitDanger(given: Argv): string | undefined {
  const [verb, ...rest] = given;
  if (verb === undefined) return undefined;
  if (verb.startsWith('-') && verb !== '--no-pager' && verb !== '--version') {
    return `git ${verb} before the subcommand can change what git runs`;
  }
  if (verb === '--no-pager') return gitDanger(rest);
  if (recording.has(verb)) {
    const option = rest.find((word) => options.test(word));
    return option === undefined ? undefined : `git ${verb} ${option} does more than record`;
  }
  if (!reading.has(verb) && !plainListing(verb, rest)) {
    return `git ${verb} can lose work, reach the network or run programs`;
  }
  const harmless =
    verb === 'log' || verb === 'show' || verb === 'shortlog' ? /^-(?:n|S).*/ : /^-n$/;
  const option = rest.find((word) => options.test(word) && !harmless.test(word));
  return option === undefined ? undefined : `git ${verb} ${option} can write files or run programs`;
}

/** `git branch`, `git tag`, `git remote` and `git stash list` without anything that changes them. */
function plainListing(verb: string, given: Argv): boolean {
  const listing = /^(?:-a|-r|-v|-vv|--list|-l|--all|--show-current|--no-color)$/;
  if (verb === 'branch' || verb === 'tag' || verb === 'remote') {
    return given.every((word) => listing.test(word));
  }
  return (verb === 'stash' || verb === 'worktree') && given.length === 1 && given[0] === 'list';
}
