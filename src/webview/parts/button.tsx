import type { ComponentChildren } from 'preact';

export interface ButtonProps {
  readonly children: ComponentChildren;
  readonly onClick: () => void;
  readonly primary?: boolean;
  readonly disabled?: boolean;
  readonly title?: string;
}

/** A button with words on it, in VS Code's two ranks. */
export function Button({ children, onClick, primary = false, disabled, title }: ButtonProps) {
  return (
    <button
      type="button"
      class={primary ? 'button primary' : 'button'}
      onClick={onClick}
      disabled={disabled}
      title={title}
    >
      {children}
    </button>
  );
}
