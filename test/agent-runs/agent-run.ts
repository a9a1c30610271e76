/** A real session over real HTTP: the loop, the client and the practice endpoint, a workspace in memory. */

import assert from 'node:assert/strict';
import type { RunResult } from '../../src/core/agent/session.ts';
import type { RunSettings, TaskParts } from '../../src/core/agent/task.ts';
import type { Journal, JournalRecord, Model, ModelRequest } from '../../src/core/ports.ts';
import type { ModelSettings } from '../../src/model/options.ts';
import { watchPrefix } from '../../src/model/watch-prefix.ts';
import type { AgentEvent } from '../../src/shared/events.ts';
import type { MemoryWorkspace } from '../support/memory-workspace.ts';
import { playTask, type PlayedTask } from '../support/play-task.ts';
import { idleMs, startPracticeModel, type PracticeModel } from '../support/practice-model.ts';
import type { Fault } from '../support/practice/faults.ts';
import type { PracticeOptions } from '../support/practice/server.ts';

export interface AgentRunOptions {
  readonly practice: PracticeOptions;
  readonly workspace?: MemoryWorkspace;
  readonly settings?: Partial<RunSettings>;
  readonly endpoint?: Partial<ModelSettings>;
  readonly parts?: Partial<TaskParts>;
  readonly records?: readonly JournalRecord[];
  readonly onEvent?: (event: AgentEvent) => void;
  readonly journal?: Journal;
}

export interface AgentRun extends PlayedTask, Omit<PracticeModel, 'clock' | 'log'> {
  /** What the loop asked for, in order. */
  readonly requests: readonly ModelRequest[];
  /** Lines of the client's log and of the loop's. */
  readonly lines: readonly string[];
}

export async function startAgentRun(options: AgentRunOptions): Promise<AgentRun> {
  const { fault } = options.practice;
  const started = await startPracticeModel({
    practice: {
      ...options.practice,
      ...(fault
        ? {
            fault: (number) => {
              const given = fault(number);
              if (given && leavesSilence(given)) void endSilence(started, number);
              return given;
            },
          }
        : {}),
    },
    ...(options.endpoint ? { settings: options.endpoint } : {}),
  });
  const lines: string[] = [];
  const requests: ModelRequest[] = [];
  const played = playTask({
    model: inEpochs(started, requests),
    ...(options.workspace ? { workspace: options.workspace } : {}),
    ...(options.settings ? { settings: options.settings } : {}),
    ...(options.records ? { records: options.records } : {}),
    ...(options.journal ? { journal: options.journal } : {}),
    ...(options.onEvent ? { onEvent: options.onEvent } : {}),
    parts: {
      clock: started.clock,
      log: (line) => lines.push(line),
      ...options.parts,
    },
  });
  return {
    ...started,
    ...played,
    requests,
    get lines() {
      return [...started.log, ...lines];
    },
  };
}

/** Waits for the end of the run under way; a person would press Retry or Continue, at most `times`. */
export async function untilDone(run: AgentRun, times = 0): Promise<RunResult> {
  for (let resumed = 0; ; resumed += 1) {
    const result = await run.session.ended;
    assert.ok(result, 'no run is under way');
    if (result.end.type === 'done' || resumed === times) return result;
    run.session.resume();
  }
}

export function eventsOf<Type extends AgentEvent['type']>(
  run: { readonly events: readonly AgentEvent[] },
  type: Type,
): readonly Extract<AgentEvent, { type: Type }>[] {
  return run.events.filter(
    (event): event is Extract<AgentEvent, { type: Type }> => event.type === type,
  );
}

/** Every request for a response that the endpoint refused, whatever for. */
export function refusals(run: Pick<AgentRun, 'practice'>): readonly string[] {
  return run.practice.requests.flatMap(({ number, error }) =>
    error && number > 0 ? [`request ${number}: ${error.message}`] : [],
  );
}

/** Throws where a request breaks the prefix within its epoch; tells the endpoint of new epochs. */
function inEpochs({ model, practice }: PracticeModel, requests: ModelRequest[]): Model {
  let epoch = 0;
  const watched = watchPrefix(model, (difference) => {
    throw new Error(`The prefix rule is broken: ${JSON.stringify(difference)}`);
  });
  return {
    ...watched,
    respond(request, signal) {
      if (request.epoch !== epoch) practice.allowEpoch(request.cacheKey);
      epoch = request.epoch;
      requests.push(request);
      return watched.respond(request, signal);
    },
  };
}

function leavesSilence(fault: Fault): boolean {
  return fault.kind === 'stall' || fault.kind === 'silence';
}

/** Lets the idle time pass once the request has come. */
async function endSilence(
  { practice, clock }: Pick<PracticeModel, 'practice' | 'clock'>,
  number: number,
): Promise<void> {
  await practice.received(number);
  // What was sent before the silence may reach the client or not: both are ways to stall.
  for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
  const wentOn = practice.requests.some((request) => request.number > number);
  if (!wentOn) await clock.advance(idleMs);
}
