import assert from 'node:assert/strict';
import type { Approver } from '../../../src/core/ports.ts';
import type { ApprovalDecision, ApprovalRequest } from '../../../src/shared/events.ts';

/** A user who gives the answers in `left` one after the other, and expects no other question. */
export function scriptedApprover(left: ApprovalDecision[]): {
  readonly approver: Approver;
  readonly asked: readonly ApprovalRequest[];
} {
  const asked: ApprovalRequest[] = [];
  return {
    asked,
    approver: {
      approve: async (request) => {
        asked.push(request);
        const answer = left.shift();
        assert.ok(answer, `nobody expected to be asked about ${request.subject}`);
        return answer;
      },
      ask: async () => [],
    },
  };
}
