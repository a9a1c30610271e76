import type { ApprovalDecision } from '../../shared/events.ts';
import type { ApprovalEntry } from '../../shared/view-entries.ts';
import { Button } from '../parts/button.tsx';
import { ControlText } from '../parts/control-text.tsx';
import { Icon } from '../parts/icon.tsx';
import type { Post } from '../vs-code.ts';

/** Asks for leave, saying exactly what for; once decided it is one line. */
export function ApprovalCard({ entry, post }: { entry: ApprovalEntry; post: Post }) {
  const { request, decision } = entry;
  const isCheck = request.kind === 'verify';
  if (decision) {
    return (
      <div class="step plain-step decided">
        <Icon name={decision === 'deny' || decision === 'cancelled' ? 'circle-slash' : 'pass'} />
        <span class="step-title">
          {isCheck && decision === 'once' ? 'Allowed until it changes' : decisionWords[decision]}
        </span>
        <code class="step-summary">
          <ControlText text={request.subject} />
        </code>
      </div>
    );
  }
  const decide = (made: ApprovalDecision) => () => {
    post({ type: 'approve', callId: entry.id, decision: made });
  };
  return (
    <section class="card attention" aria-label={titles[request.kind]}>
      <h2 class="card-title">
        <Icon name="shield" />
        {titles[request.kind]}
      </h2>
      <pre class="subject" tabIndex={0} role="group" aria-label="What is asked for">
        <ControlText text={request.subject} />
      </pre>
      {request.workdir !== undefined && (
        <p class="hint">
          in{' '}
          <code>
            <ControlText text={request.workdir} />
          </code>
        </p>
      )}
      <p class="reason">{request.reason}</p>
      <div class="buttons">
        <Button
          primary
          onClick={decide('once')}
          {...(isCheck ? { title: 'Asked again when a text changes' } : {})}
        >
          Allow once
        </Button>
        {/* A yes to checks stands until their texts change; there is nothing in between. */}
        {!isCheck && <Button onClick={decide('task')}>Allow for this task</Button>}
        {request.rule !== undefined && (
          <Button onClick={decide('always')} title={`Always allows: ${request.rule}`}>
            Always allow…
          </Button>
        )}
        <Button onClick={decide('deny')}>Deny</Button>
      </div>
    </section>
  );
}

const titles: Readonly<Record<ApprovalEntry['request']['kind'], string>> = {
  command: 'Run this command?',
  write: 'Change this file?',
  read: 'Read this file?',
  verify: 'Run these checks after changes?',
};

const decisionWords: Readonly<Record<ApprovalDecision | 'cancelled', string>> = {
  once: 'Allowed once',
  task: 'Allowed for this task',
  always: 'Always allowed',
  deny: 'Denied',
  cancelled: 'Not decided',
};
