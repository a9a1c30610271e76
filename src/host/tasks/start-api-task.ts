import * as vscode from 'vscode';
import type { AgentEvent } from '../../shared/events.ts';
import type { RunResult } from '../../core/agent/session.ts';
import type { TaskChange } from '../../core/ports.ts';
import type { TaskEvent, TaskRequest, TaskResult } from '../../api.ts';
import { composeMessage } from '../context/compose-message.ts';
import type { collectContext } from '../context/collect-context.ts';
import { describeEnd } from './describe-end.ts';
import type { OpenTask, Tasks } from './tasks.ts';

/** A task started by another extension. Its result never rejects. */
export async function startApiTask(
  id: string,
  request: TaskRequest,
  tasks: Tasks,
  ports: Parameters<typeof collectContext>[1],
  emit: (event: TaskEvent) => void,
): Promise<{ readonly task: OpenTask; readonly result: Promise<TaskResult> }> {
  const task = await tasks.create(request.prompt, 'api', id);
  const compose = (text: string, doneWhen: readonly string[], files: readonly vscode.Uri[]) =>
    composeMessage(
      text,
      doneWhen,
      { first: task.session.usage.requests === 0, withEditors: false, files },
      ports,
    );
  task.onEvent((event) => {
    const told = forCaller(event);
    if (told) emit(told);
  });
  task.session.send(
    await compose(request.prompt, request.doneWhen ?? [], request.attachments ?? []),
  );
  const ended = task.session.ended;
  if (!ended) throw new Error('The task did not start.');
  return { task, result: ended.then(toTaskResult) };
}

/** Events as the API promises them; the rest is the panel's. */
function forCaller(event: AgentEvent): TaskEvent | undefined {
  switch (event.type) {
    case 'text':
      return { type: 'text', delta: event.delta };
    case 'plan':
      return { type: 'plan', plan: event.plan };
    case 'tool-started':
      return { type: 'tool', callId: event.callId, name: event.name, state: 'started' };
    case 'tool-ended':
      return { type: 'tool', callId: event.callId, name: event.name, state: event.state };
    case 'approval':
      return { type: 'approval', callId: event.request.callId };
    case 'review':
      return {
        type: 'review',
        files: event.review.files.map((file) => vscode.Uri.parse(file.uri)),
      };
    case 'usage':
      return { type: 'usage', usage: event.usage };
    case 'retry':
      return { type: 'retry', reason: event.reason, inMs: event.inMs };
    default:
      return undefined;
  }
}

function toTaskResult({ end, changes, checks, usage }: RunResult): TaskResult {
  const reason = describeEnd(end);
  return {
    status: end.type,
    ...(reason === undefined ? {} : { reason }),
    answer: end.type === 'done' ? end.answer : '',
    changes: changes.map(toChange),
    checks,
    usage,
  };
}

function toChange(change: TaskChange): TaskResult['changes'][number] {
  const uri = vscode.Uri.parse(change.uri);
  const { kind, review } = change;
  if (change.from === undefined) return { uri, kind, review };
  // Both paths are of one root, so the old place is the new one with the other path at its end.
  const from = uri.with({ path: uri.path.slice(0, -change.path.length) + change.from });
  return { uri, kind, review, from };
}
