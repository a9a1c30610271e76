/** The same item without its id, every other field as it came. */
export function withoutId<T extends { readonly id?: string }>(item: T): T {
  // An optional field that is left out makes no other type.
  return Object.fromEntries(Object.entries(item).filter(([name]) => name !== 'id')) as T;
}
