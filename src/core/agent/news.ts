import type { JournalRecord } from '../ports.ts';
import { developerNote } from './notes.ts';
import type { Task } from './task.ts';

/** What happened outside of the loop, in words for the model: the next request carries it. */
export interface News {
  /** Later news about the same thing stand in for earlier ones. */
  readonly about: string;
  readonly text: string;
  /** Things are as the model takes them to be, unless it was told otherwise before. */
  readonly asExpected?: true;
}

/** The last news about each thing, and what the model was told of it, which a rewind takes back. */
export interface TaskNews {
  readonly latest: Map<string, News>;
  readonly told: Map<string, string>;
}

export function takeNews({ latest }: TaskNews, news: News): void {
  // Told in the order of the last change.
  latest.delete(news.about);
  latest.set(news.about, news);
}

/** Appends to the history what the model does not know yet. Only where no call is open. */
export function deliverNews({ news, history }: Task): void {
  for (const { about, text, asExpected } of news.latest.values()) {
    const known = news.told.get(about);
    if (known === text || (known === undefined && asExpected === true)) continue;
    history.appendNews(developerNote(text), about);
    news.told.set(about, text);
  }
}

/**
 * News as a journal tells them. What was delivered at `end` or later, or in a part of the
 * conversation that was taken back, is to be told again.
 */
export function restoreNews(
  records: readonly JournalRecord[],
  end: number = records.length,
): TaskNews {
  const latest = new Map<string, News>();
  let told = new Map<string, string>();
  const toldBefore = new Map<string, ReadonlyMap<string, string>>();
  for (const [index, record] of records.entries()) {
    if (record.kind === 'news') takeNews({ latest, told }, record.news);
    if (index >= end) continue;
    if (record.kind === 'item') {
      if (record.messageId !== undefined) toldBefore.set(record.messageId, new Map(told));
      if (record.about !== undefined) told.set(record.about, latest.get(record.about)?.text ?? '');
    }
    if (record.kind === 'event' && record.event.type === 'rewind') {
      told = new Map(toldBefore.get(record.event.messageId) ?? told);
    }
  }
  return { latest, told };
}
