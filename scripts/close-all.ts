export interface Closable {
  close(): Promise<void>;
}

export interface Resources {
  /** Takes over the closing of `resource` and hands it back. */
  add<T extends Closable>(resource: T): T;
  /** Closes all, the latest first, and goes on when one fails; a second call does nothing. */
  readonly close: () => Promise<void>;
}

/** An empty collection of things to close. */
export function closeAll(): Resources {
  const added: Closable[] = [];
  return {
    add(resource) {
      added.push(resource);
      return resource;
    },
    close: async () => {
      const errors: unknown[] = [];
      for (const resource of added.splice(0).reverse()) {
        await resource.close().catch((error: unknown) => errors.push(error));
      }
      if (errors.length > 0) throw new AggregateError(errors, 'Not everything could be closed.');
    },
  };
}
