/** All the panel knows, as a reduction over what the host says; a reload asks for it again. */

import type { Usage } from './events.ts';
import type { PanelSettings, PendingAttachment, SessionInfo, ToPanel } from './protocol.ts';
import { emptyTaskView, reduceEvents, type TaskView } from './view-state.ts';

export interface PanelState {
  /** False until the host's first `reset`: nothing is claimed before. */
  readonly loaded: boolean;
  readonly taskId: string | undefined;
  readonly running: boolean;
  readonly task: TaskView;
  readonly settings: PanelSettings | undefined;
  /** Absent until the host has listed them. */
  readonly sessions: readonly SessionInfo[] | undefined;
  readonly attachments: readonly PendingAttachment[];
  /** What all tasks have used today; absent until the host has said. */
  readonly today: Usage | undefined;
  readonly page: 'conversation' | 'history';
  /** What the host last asked to put into the composer; `serial` tells one request from the next. */
  readonly compose: { readonly serial: number; readonly text: string };
}

export const emptyPanelState: PanelState = {
  loaded: false,
  taskId: undefined,
  running: false,
  task: emptyTaskView,
  settings: undefined,
  sessions: undefined,
  attachments: [],
  today: undefined,
  page: 'conversation',
  compose: { serial: 0, text: '' },
};

/** The state after one message. Events of a task that is not shown change nothing. */
export function reducePanel(state: PanelState, message: ToPanel): PanelState {
  switch (message.type) {
    case 'reset':
      return {
        ...state,
        loaded: true,
        taskId: message.taskId,
        running: message.running,
        task: reduceEvents(emptyTaskView, message.events),
        page: 'conversation',
      };
    case 'events':
      return message.taskId === state.taskId
        ? { ...state, task: reduceEvents(state.task, message.events) }
        : state;
    case 'running':
      return message.taskId === state.taskId ? { ...state, running: message.running } : state;
    case 'settings':
      return { ...state, settings: message.settings };
    case 'sessions':
      return { ...state, sessions: message.sessions };
    case 'showHistory':
      return { ...state, page: 'history' };
    case 'today':
      return { ...state, today: message.usage };
    case 'attachments':
      return { ...state, attachments: message.attachments };
    case 'compose':
      return {
        ...state,
        page: 'conversation',
        compose: { serial: state.compose.serial + 1, text: message.text },
      };
    default:
      // A host newer than this panel (an update before the reload) may say more: ignored.
      message satisfies never;
      return state;
  }
}
