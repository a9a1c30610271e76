import { Uri } from 'vscode';

/** The addresses of both sides of every review. */
export interface ReviewUris {
  readonly schemes: ReviewSchemes;
  /**
   * The review's id is the authority, so that an editor's label shows nothing but the path. A path's
   * name and ending stay, so that VS Code finds the language; but notebooks are shown as the text
   * they are, since nothing can be decided by hunk in VS Code's own view of their differences.
   */
  proposal(reviewId: string, path: string): Uri;
  before(reviewId: string, path: string): Uri;
  /** `undefined` for any other address. */
  parse(uri: Uri): ReviewSide | undefined;
}

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

export function createReviewUris(schemes: ReviewSchemes): ReviewUris {
  const build = (scheme: string, reviewId: string, path: string): Uri =>
    Uri.from({ scheme, authority: reviewId, path: `/${asText(path)}` });
  return {
    schemes,
    proposal: (reviewId, path) => build(schemes.proposal, reviewId, path),
    before: (reviewId, path) => build(schemes.before, reviewId, path),
    parse(uri) {
      if (uri.scheme !== schemes.proposal && uri.scheme !== schemes.before) return undefined;
      const side = uri.scheme === schemes.proposal ? 'proposal' : 'before';
      return { reviewId: uri.authority, path: fromText(uri.path.slice(1)), side };
    },
  };
}

/** One ending more, also for a path that has it already, so that every path comes back as it was. */
function asText(path: string): string {
  return /\.ipynb(?:\.json)*$/iu.test(path) ? `${path}.json` : path;
}

function fromText(path: string): string {
  return /\.ipynb(?:\.json)+$/iu.test(path) ? path.slice(0, -'.json'.length) : path;
}
