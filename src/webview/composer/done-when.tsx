import { useLayoutEffect, useRef } from 'preact/hooks';

import { IconButton } from '../parts/icon-button.tsx';

export interface DoneWhenProps {
  readonly lines: readonly string[];
  readonly onLines: (lines: readonly string[]) => void;
}

/** The criteria by which the task counts as done, a line each; the answer takes them up one by one. */
export function DoneWhen({ lines, onLines }: DoneWhenProps) {
  const list = useRef<HTMLUListElement>(null);
  const before = useRef(lines.length);
  useLayoutEffect(() => {
    // A line the user has just added is the one they want to write.
    const added = lines.length > before.current && lines.at(-1) === '';
    if (added) [...(list.current?.querySelectorAll('input') ?? [])].at(-1)?.focus();
    before.current = lines.length;
  }, [lines.length]);
  if (lines.length === 0) return null;
  return (
    <div class="done-when">
      <span class="done-when-title">Done when</span>
      <ul ref={list} aria-label="Done when">
        {lines.map((line, index) => (
          <li key={index}>
            <input
              type="text"
              aria-label={`Criterion ${index + 1}`}
              placeholder="npm test passes"
              maxLength={2_000}
              value={line}
              onInput={(event) => {
                onLines(lines.with(index, event.currentTarget.value));
              }}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || event.isComposing) return;
                event.preventDefault();
                if (line.trim() !== '') onLines([...lines, '']);
              }}
            />
            <IconButton
              icon="close"
              label={`Remove criterion ${index + 1}`}
              onClick={() => {
                onLines(lines.filter((_, other) => other !== index));
              }}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}
