import * as vscode from 'vscode';
import { noUsage } from '../core/agent/task.ts';
import type { RatchetApi, TaskEvent, TaskHandle, TaskRequest, TaskResult } from '../api.ts';
import type { Engine } from '../engine.ts';
import { newTaskId } from './tasks/new-task-id.ts';

/** The exported API. A handle is there at once; the engine behind it is loaded when it is needed. */
export function createApi(engine: () => Promise<Engine>): RatchetApi {
  return {
    apiVersion: 1,
    startTask(request: TaskRequest): TaskHandle {
      const id = newTaskId();
      const events = new vscode.EventEmitter<TaskEvent>();
      const emit = (event: TaskEvent): void => {
        events.fire(event);
      };
      const started = engine().then((loaded) => loaded.startApiTask(id, request, emit));
      const whenStarted = (use: (task: Awaited<typeof started>) => void): void => {
        // A task that could not start says so in its result.
        started.then(use).catch(() => undefined);
      };
      const result = started
        .then((task) => task.result)
        .catch((error: unknown): TaskResult => {
          const reason = error instanceof Error ? error.message : String(error);
          return { status: 'failed', reason, answer: '', changes: [], checks: [], usage: noUsage };
        });
      return {
        id,
        onEvent: events.event,
        result,
        steer: (text) => {
          whenStarted((task) => {
            task.steer(text);
          });
        },
        stop: () => {
          whenStarted((task) => {
            task.stop();
          });
        },
      };
    },
  };
}
