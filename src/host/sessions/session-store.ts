import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import type { AgentEvent } from '../../shared/events.ts';
import type { SessionInfo } from '../../shared/protocol.ts';
import type { JournalRecord } from '../../core/ports.ts';
import { openJournal, readJournal, type JournalFile } from './journal-file.ts';

/** What history lists of a session; kept beside the journal so that listing reads no journals. */
export interface SessionSummary extends SessionInfo {
  readonly workspace: string;
  /** Reviews that still wait for the user: while there is one, nothing of the task is deleted. */
  readonly openReviews?: readonly string[];
}

/** Sessions kept per installation, and the age in days after which one goes. */
const sessionLimits = { count: 500, days: 90 } as const;

const idPattern = /^[\w-]{1,100}$/;

/** The sessions on the disk: `<id>.jsonl`, and `<id>.json` with its summary. */
export class SessionStore {
  readonly #folder: string;
  readonly #log: (line: string) => void;
  readonly #summaries = new Map<string, SessionSummary>();
  readonly #writes = new Map<string, Promise<void>>();
  #loaded: Promise<void> | undefined;

  constructor(folder: string, log: (line: string) => void) {
    this.#folder = folder;
    this.#log = log;
  }

  /** Newest first; of one workspace. */
  async list(workspace: string): Promise<readonly SessionSummary[]> {
    await this.#load();
    return [...this.#summaries.values()]
      .filter((summary) => summary.workspace === workspace)
      .sort((left, right) => right.updatedAt - left.updatedAt);
  }

  async find(id: string): Promise<SessionSummary | undefined> {
    await this.#load();
    return this.#summaries.get(id);
  }

  async create(
    id: string,
    workspace: string,
    onProblem: (error: unknown) => void,
  ): Promise<JournalFile> {
    await mkdir(this.#folder, { recursive: true });
    const journal = openJournal(this.#file(id), onProblem);
    journal.append({ kind: 'about', at: Date.now(), format: 1, workspace });
    return journal;
  }

  /** An existing session's records, and its journal open for more. */
  async open(
    id: string,
    onProblem: (error: unknown) => void,
  ): Promise<{ readonly records: readonly JournalRecord[]; readonly journal: JournalFile }> {
    const records = await this.records(id);
    return { records, journal: openJournal(this.#file(id), onProblem) };
  }

  records(id: string): Promise<readonly JournalRecord[]> {
    return readJournal(this.#file(id));
  }

  /** Written whole and renamed, one after the other, so that it is never torn. */
  saveSummary(summary: SessionSummary): Promise<void> {
    const { id } = summary;
    this.#summaries.set(id, summary);
    const before = this.#writes.get(id) ?? Promise.resolve();
    const write = (): Promise<void> => this.#writeSummary(id);
    const written = before.then(write, write);
    this.#writes.set(id, written);
    return written;
  }

  /** Resolves when no summary is being written any more. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#writes.values());
  }

  async #writeSummary(id: string): Promise<void> {
    const summary = this.#summaries.get(id);
    // Deleted meanwhile.
    if (!summary) return;
    const file = this.#summaryFile(id);
    const draft = `${file}.${process.pid}.tmp`;
    await writeFile(draft, JSON.stringify(summary), { mode: 0o600 });
    await rename(draft, file);
  }

  /**
   * The task a workspace's panel showed last. Kept here and not in VS Code's own state, which a
   * window that is closed or killed at once does not get to write.
   */
  async readCurrent(workspace: string): Promise<string | undefined> {
    try {
      return await readFile(this.#currentFile(workspace), 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  /** Synchronous: the next moment may be the window's last. */
  saveCurrent(workspace: string, id: string | undefined): void {
    const file = this.#currentFile(workspace);
    mkdirSync(this.#folder, { recursive: true });
    if (id === undefined) rmSync(file, { force: true });
    else writeFileSync(file, id, { mode: 0o600 });
  }

  async delete(id: string): Promise<void> {
    this.#summaries.delete(id);
    await Promise.allSettled([this.#writes.get(id)]);
    this.#writes.delete(id);
    await Promise.all(
      [this.#file(id), this.#summaryFile(id)].map((file) => rm(file, { force: true })),
    );
  }

  /** Deletes what is too old or too much; never a session with unreviewed changes. */
  async prune(now: number): Promise<readonly string[]> {
    await this.#load();
    const oldest = now - sessionLimits.days * 86_400_000;
    const byAge = [...this.#summaries.values()].sort((a, b) => b.updatedAt - a.updatedAt);
    const gone = byAge.filter(
      (summary, index) =>
        !summary.unreviewed && (index >= sessionLimits.count || summary.updatedAt < oldest),
    );
    for (const { id } of gone) await this.delete(id);
    return gone.map((summary) => summary.id);
  }

  #load(): Promise<void> {
    return (this.#loaded ??= this.#readAll());
  }

  async #readAll(): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    const names = new Set(await readdir(this.#folder));
    for (const name of names) {
      if (!name.endsWith('.jsonl')) continue;
      const id = name.slice(0, -'.jsonl'.length);
      const summary = await this.#readSummary(id, names.has(`${id}.json`));
      if (summary && !this.#summaries.has(id)) this.#summaries.set(id, summary);
    }
  }

  async #readSummary(id: string, hasFile: boolean): Promise<SessionSummary | undefined> {
    try {
      if (hasFile) {
        const summary = JSON.parse(await readFile(this.#summaryFile(id), 'utf8')) as SessionSummary;
        // A window that is gone neither runs nor waits.
        const isOver = summary.status !== 'running' && summary.status !== 'waiting';
        return isOver ? summary : { ...summary, status: 'stopped' };
      }
      return summarize(id, await this.records(id));
    } catch (error) {
      this.#log(`session ${id} cannot be listed: ${String(error)}`);
      return undefined;
    }
  }

  #file(id: string): string {
    // Ids come from the panel too; none may name a file elsewhere.
    if (!idPattern.test(id)) throw new Error(`Not a session id: ${JSON.stringify(id)}`);
    return path.join(this.#folder, `${id}.jsonl`);
  }

  #currentFile(workspace: string): string {
    const name = createHash('sha256').update(workspace).digest('hex').slice(0, 32);
    return path.join(this.#folder, `${name}.current`);
  }

  #summaryFile(id: string): string {
    return this.#file(id).replace(/l$/, '');
  }
}

/** A summary made from the journal itself, when the window closed before one was written. */
function summarize(id: string, records: readonly JournalRecord[]): SessionSummary | undefined {
  const about = records.find((record) => record.kind === 'about');
  const events = records.filter((record) => record.kind === 'event');
  if (!about || events.length === 0) return undefined;
  let summary: SessionSummary = {
    id,
    workspace: about.workspace,
    title: id,
    updatedAt: about.at,
    status: 'stopped',
    usd: 0,
    unreviewed: false,
  };
  for (const { event, at } of events) summary = { ...updateSummary(summary, event), updatedAt: at };
  return summary;
}

/** The summary after one more event. */
export function updateSummary(summary: SessionSummary, event: AgentEvent): SessionSummary {
  switch (event.type) {
    case 'task':
    case 'title':
      return { ...summary, title: event.title };
    case 'user':
    case 'request':
      return { ...summary, status: 'running' };
    case 'done':
    case 'stopped':
    case 'failed':
      return { ...summary, status: event.type };
    case 'approval':
    case 'question':
      return { ...summary, status: 'waiting' };
    case 'approval-ended':
    case 'question-ended':
      return { ...summary, status: 'running' };
    case 'usage':
      return { ...summary, usd: event.usage.usd };
    case 'review': {
      const { id, state } = event.review;
      const others = (summary.openReviews ?? []).filter((other) => other !== id);
      const openReviews = state === 'open' || state === 'applied' ? [...others, id] : others;
      return { ...summary, openReviews, unreviewed: openReviews.length > 0 };
    }
    default:
      return summary;
  }
}
