/** A codicon; decoration only, so the words beside it or the button's name must say it. */
export function Icon({ name, spin = false }: { name: string; spin?: boolean }) {
  const turning = spin ? ' codicon-modifier-spin' : '';
  return <span class={`codicon codicon-${name}${turning}`} aria-hidden="true" />;
}
