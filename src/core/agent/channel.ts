/**
 * Runs `work`, which may push events, and yields them as they come; returns what it came to. A
 * rejection of `work` is thrown after its last event.
 */
export async function* joined<Value, Result>(
  work: (push: (value: Value) => boolean) => Promise<Result>,
): AsyncGenerator<Value, Result> {
  const channel = new Channel<Value>();
  const result = work((value) => channel.push(value)).finally(() => {
    channel.close();
  });
  // Awaited below; until the last event is read, a rejection must not count as unhandled.
  result.catch(() => undefined);
  yield* channel;
  return await result;
}

/**
 * Joins what several callbacks push into one async iteration. Used where tools run side by side and
 * the loop, a generator, has to yield their events as they come.
 */
class Channel<Value> implements AsyncIterable<Value> {
  readonly #values: Value[] = [];
  #closed = false;
  #wake: (() => void) | undefined;

  /** False when the channel is closed and the value was not taken. */
  push(value: Value): boolean {
    if (this.#closed) return false;
    this.#values.push(value);
    this.#wake?.();
    return true;
  }

  close(): void {
    this.#closed = true;
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Value> {
    for (;;) {
      const batch = this.#values.splice(0);
      yield* batch;
      if (this.#values.length > 0) continue;
      if (this.#closed) return;
      await new Promise<void>((resolve) => (this.#wake = resolve));
      this.#wake = undefined;
    }
  }
}
