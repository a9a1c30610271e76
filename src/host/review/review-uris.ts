import { Uri } from 'vscode';

/** The addresses of both sides of every review. */
export interface ReviewUris {
  readonly schemes: ReviewSchemes;
  /**
   * The review's id is the authority, so that an editor's label shows nothing but the path. A path's
   * name and ending stay, so that VS Code finds the language; but notebooks are shown as text, since
   * nothing can be decided by hunk in VS Code's own view of their differences.
   */
  proposal(reviewId: string, path: string, form?: ReviewForm): Uri;
  before(reviewId: string, path: string, form?: ReviewForm): Uri;
  /**
   * The left side of a file that was written already, which is compared under its own address: VS
   * Code takes a file for renamed when the paths of both sides differ.
   */
  beforeOf(reviewId: string, path: string, real: Uri, form?: ReviewForm): Uri;
  /** `undefined` for any other address. */
  parse(uri: Uri): ReviewSide | undefined;
}

/** `file`: the text as the file has it; `cells`: a notebook's text by cell. */
export type ReviewForm = 'file' | 'cells';

export interface ReviewSchemes {
  /** The right side of a review: what is proposed, editable. */
  readonly proposal: string;
  /** The left side of a review: what is there now, read-only. */
  readonly before: string;
}

export interface ReviewSide {
  readonly reviewId: string;
  readonly path: string;
  readonly side: 'proposal' | 'before';
}

/** As the manifest names them: VS Code activates the extension when one is asked for. */
export const reviewSchemes: ReviewSchemes = {
  proposal: 'ratchet-proposal',
  before: 'ratchet-before',
};

/** Stands in the place of a review's id where the texts of one of its conflicts are shown. */
export function conflictAuthority(reviewId: string): string {
  return `${conflictMark}${reviewId}`;
}

/** The review whose conflict is shown; `undefined` for anything else. */
export function reviewOfConflict(authority: string): string | undefined {
  return authority.startsWith(conflictMark) ? authority.slice(conflictMark.length) : undefined;
}

/** The manifest asks for it too: other buttons fit there. */
const conflictMark = 'both-';

export function createReviewUris(schemes: ReviewSchemes): ReviewUris {
  const build = (scheme: string, authority: string, path: string, form?: ReviewForm): Uri =>
    Uri.from({ scheme, authority, path: `/${form === 'cells' ? `${path}.cells` : asText(path)}` });
  return {
    schemes,
    proposal: (reviewId, path, form) => build(schemes.proposal, reviewId, path, form),
    before: (reviewId, path, form) => build(schemes.before, reviewId, path, form),
    beforeOf: (reviewId, path, real, form) =>
      asText(path) === path
        ? build(schemes.before, reviewId, path).with({ path: real.path, query: path })
        : build(schemes.before, reviewId, path, form),
    parse(uri) {
      if (uri.scheme !== schemes.proposal && uri.scheme !== schemes.before) return undefined;
      const side = uri.scheme === schemes.proposal ? 'proposal' : 'before';
      const path = uri.query === '' ? fromText(uri.path.slice(1)) : uri.query;
      return { reviewId: uri.authority, path, side };
    },
  };
}

/** One ending more, also for a path that has it already, so that every path comes back as it was. */
function asText(path: string): string {
  return /\.ipynb(?:\.json|\.cells)*$/iu.test(path) ? `${path}.json` : path;
}

function fromText(path: string): string {
  return path.replace(/(?<=\.ipynb(?:\.json|\.cells)*)\.(?:json|cells)$/iu, '');
}
