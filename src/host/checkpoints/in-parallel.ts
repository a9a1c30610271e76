/** How much goes on at once by default: enough to hide waiting, too little to starve anything. */
const width = 16;

/** Maps in order of the items, several at a time; the first failure is thrown, the rest let go. */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  map: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (;;) {
      const at = next++;
      const item = items[at];
      if (item === undefined) return;
      results[at] = await map(item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, work));
  return results;
}
