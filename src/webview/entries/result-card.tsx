import type { CheckResult, Review, ReviewFile } from '../../shared/events.ts';
import type { ResultEntry } from '../../shared/view-entries.ts';
import { Counts } from '../parts/counts.tsx';
import { Disclosure } from '../parts/disclosure.tsx';
import { FileName } from '../parts/file-name.tsx';
import { formatUsd, plural } from '../parts/format.ts';
import { Icon } from '../parts/icon.tsx';
import { ScrollText } from '../parts/scroll-text.tsx';
import type { Post } from '../vs-code.ts';
import { countLines } from './count-lines.ts';

export interface ResultCardProps {
  readonly entry: ResultEntry;
  readonly reviews: readonly Review[];
  readonly post: Post;
}

/** How the run ended: what was checked and how, what changed, what it cost. */
export function ResultCard({ entry, reviews, post }: ResultCardProps) {
  const files = changedFiles(reviews.filter(({ id }) => entry.reviewIds.includes(id)));
  const { usage } = entry;
  return (
    <section class="result" aria-label={entry.state === 'done' ? 'Result' : 'Checks'}>
      {entry.checks.length > 0 && (
        <ul class="checks" aria-label="Checks">
          {entry.checks.map((check) => (
            <CheckRow key={check.name} check={check} />
          ))}
        </ul>
      )}
      {files.length > 0 && <ChangedFiles files={files} post={post} />}
      {entry.state === 'done' && (
        <p class="result-line">
          {files.length === 0 && <span>No files changed</span>}
          {usage && (
            <span>
              {plural(usage.requests, 'request')}, {formatUsd(usage.usd)}
            </span>
          )}
        </p>
      )}
    </section>
  );
}

function ChangedFiles({ files, post }: { files: readonly ReviewFile[]; post: Post }) {
  const { added, removed } = countLines(files);
  return (
    <Disclosure
      class="step"
      startOpen={files.length <= 5}
      summary={
        <>
          <Icon name="diff-multiple" />
          <span class="step-title">{plural(files.length, 'file')} changed</span>
          <Counts added={added} removed={removed} />
        </>
      }
    >
      {() => (
        <ul class="files">
          {files.map((file) => (
            <li key={file.path}>
              <button
                type="button"
                class="file-row"
                onClick={() => {
                  post({ type: 'openFile', uri: file.uri });
                }}
              >
                <FileName path={file.path} kind={file.kind} />
                <Counts {...countLines([file])} />
                {file.decision === 'pending' && <span class="decision">not reviewed</span>}
              </button>
            </li>
          ))}
        </ul>
      )}
    </Disclosure>
  );
}

/** A file that several steps touched counts once; one whose changes were all undone does not. */
function changedFiles(reviews: readonly Review[]): readonly ReviewFile[] {
  const byPath = new Map<string, ReviewFile>();
  for (const file of reviews
    .filter(({ state }) => state !== 'failed')
    .flatMap(({ files }) => files)) {
    if (file.decision === 'undone') continue;
    const known = byPath.get(file.path);
    byPath.set(file.path, known ? { ...file, hunks: [...known.hunks, ...file.hunks] } : file);
  }
  return [...byPath.values()];
}

const checkIcons = { passed: 'pass', failed: 'error', notRun: 'circle-slash' } as const;
const checkWords = { passed: 'passed', failed: 'failed', notRun: 'not run' } as const;

function CheckRow({ check }: { check: CheckResult }) {
  const { name, status, evidence } = check;
  const summary = (
    <>
      <Icon name={checkIcons[status]} />
      <span class="step-title">{name}</span>
      <span class="step-summary">{checkWords[status]}</span>
    </>
  );
  return (
    <li class={`check check-${status}`}>
      {evidence === undefined || evidence === '' ? (
        <div class="step plain-step">{summary}</div>
      ) : (
        <Disclosure class="step" summary={summary}>
          {() => <ScrollText text={evidence} label={`Evidence: ${name}`} />}
        </Disclosure>
      )}
    </li>
  );
}
