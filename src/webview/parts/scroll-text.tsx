import { memo } from '../memo.tsx';

/** Preformatted text of any size, shown as it is, scrolling in both directions when it must. */
export const ScrollText = memo(({ text, label }: { text: string; label: string }) => (
  <pre class="scroll-text" tabIndex={0} role="group" aria-label={label}>
    {text}
  </pre>
));
