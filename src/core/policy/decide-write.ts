import { isGitInternal, protectedReason } from './protected-paths.ts';
import { secretReason } from './secret-paths.ts';

export interface WriteTarget {
  /** As the model wrote it. */
  readonly asked: string;
  /** What it resolves to: the workspace path of the real file behind links, or where it lies outside. */
  readonly resolved: string;
  readonly inside: boolean;
  /** Other names of the same file on the disk. */
  readonly otherLinks?: number;
  /** What the new content does, when that alone is worth a question. */
  readonly concern?: string;
}

export type WriteDecision =
  | { readonly kind: 'allow' }
  | { readonly kind: 'ask'; readonly reason: string }
  | { readonly kind: 'never'; readonly reason: string };

/** Decides about one file. Both spellings are judged: the one asked for and the one it leads to. */
export function decideWrite(target: WriteTarget): WriteDecision {
  const paths = [target.asked, target.resolved];
  if (paths.some(isGitInternal)) {
    return { kind: 'never', reason: "git's own files are never edited; use git commands" };
  }
  if (!target.inside) {
    return { kind: 'never', reason: 'it lies outside the workspace' };
  }
  for (const path of paths) {
    const reason = protectedReason(path) ?? secretReason(path);
    if (reason !== undefined) return { kind: 'ask', reason: `it ${reason}` };
  }
  if (target.concern !== undefined) return { kind: 'ask', reason: target.concern };
  // Package managers link what is in node_modules; a change there reaches other projects.
  if ((target.otherLinks ?? 0) > 0) {
    return { kind: 'ask', reason: 'the same file has other names on the disk (hard links)' };
  }
  return { kind: 'allow' };
}
