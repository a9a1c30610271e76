import type { AgentEvent } from '../../shared/events.ts';
import type { JournalRecord } from '../ports.ts';

/** The task as a document for people: messages, steps, edits, checks and cost, in order. */
export function renderMarkdown(records: readonly JournalRecord[]): string {
  const titles = new Map<string, string>();
  const parts: string[] = [];
  for (const record of records) {
    if (record.kind !== 'event') continue;
    if (record.event.type === 'tool-started') titles.set(record.event.callId, record.event.title);
    const text = render(record.event, titles);
    if (text) parts.push(text);
  }
  return `${parts.join('\n\n')}\n`;
}

function render(event: AgentEvent, titles: ReadonlyMap<string, string>): string {
  switch (event.type) {
    case 'task':
      return `# ${event.title}\n\nModel: ${event.model}`;
    case 'user':
      return [
        '## Request',
        event.text,
        ...event.attachments.map((attachment) => `- ${attachment.kind}: ${attachment.label}`),
        ...(event.doneWhen ?? []).map((criterion) => `- done when: ${criterion}`),
      ].join('\n');
    case 'message':
      return event.phase === 'final_answer' ? `## Answer\n\n${event.text}` : event.text;
    case 'tool-ended':
      return [
        `- **${titles.get(event.callId) ?? event.name}**: ${event.summary}`,
        ...(event.detail?.kind === 'command' ? [fence(event.detail.output)] : []),
        ...(event.detail?.kind === 'patch' ? [fence(event.detail.patch)] : []),
      ].join('\n\n');
    case 'review':
      return event.review.state === 'closed'
        ? event.review.files
            .map((file) => `- ${file.kind} \`${file.path}\`: ${file.decision}`)
            .join('\n')
        : '';
    case 'plan':
      return event.plan
        .map((step) => `- [${step.status === 'completed' ? 'x' : ' '}] ${step.step}`)
        .join('\n');
    case 'check': {
      const { name, status, evidence } = event.check;
      const word = { passed: 'passed', failed: 'failed', notRun: 'not run' }[status];
      return `- Check ${name}: ${word}${evidence ? ` (${evidence})` : ''}`;
    }
    case 'compacted':
      return `> Earlier steps were summarized.\n\n${event.summary}`;
    case 'failed':
      return `**Failed:** ${event.failure.message}`;
    case 'stopped':
      return '**Stopped.**';
    default:
      return '';
  }
}

/** A fence longer than any run of backticks inside. */
function fence(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const mark = '`'.repeat(longest + 1);
  return `${mark}\n${text.trimEnd()}\n${mark}`;
}
