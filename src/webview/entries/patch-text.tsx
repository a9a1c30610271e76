import { memo } from '../memo.tsx';

/** A patch as the model wrote it, its lines tinted by what they do. */
export const PatchText = memo(({ patch }: { patch: string }) => {
  const lines = patch.split('\n');
  return (
    <pre class="scroll-text patch" tabIndex={0} role="group" aria-label="Patch">
      {lines.slice(0, linesShown).map((line, index) => (
        <span key={index} class={classOf(line)}>
          {line}
          {'\n'}
        </span>
      ))}
      {lines.length > linesShown && (
        <span class="hint">… {lines.length - linesShown} more lines</span>
      )}
    </pre>
  );
});

const linesShown = 1_000;

function classOf(line: string): string | undefined {
  if (line.startsWith('*** ')) return 'patch-file';
  if (line.startsWith('@@')) return 'patch-place';
  if (line.startsWith('+')) return 'patch-added';
  return line.startsWith('-') ? 'patch-removed' : undefined;
}
