import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';

import { Icon } from './icon.tsx';

export interface DisclosureProps {
  /** What the row says; it is the button's name. */
  readonly summary: ComponentChildren;
  readonly children: () => ComponentChildren;
  readonly class?: string;
  readonly startOpen?: boolean;
}

/** A row that opens to show more; what it hides is not built until then. */
export function Disclosure(props: DisclosureProps) {
  const [open, setOpen] = useState(props.startOpen ?? false);
  const id = useId();
  return (
    <div class={`disclosure ${props.class ?? ''}`}>
      <button
        type="button"
        class="disclosure-row"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => {
          setOpen(!open);
        }}
      >
        {props.summary}
        <span class="twistie">
          <Icon name={open ? 'chevron-down' : 'chevron-right'} />
        </span>
      </button>
      {open && (
        <div id={id} class="disclosure-body">
          {props.children()}
        </div>
      )}
    </div>
  );
}
