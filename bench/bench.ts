/** One measured figure. */
export interface Row {
  readonly name: string;
  readonly value: number;
  /** As printed after the value: `ms`, `KB`, … */
  readonly unit: string;
  /** Highest value that is good enough, in the same unit. */
  readonly goal?: number;
  /** The same figure without our doing, in the same unit. */
  readonly baseline?: number;
  /** `value` ÷ `baseline`, where that says more than the two. */
  readonly ratio?: number;
}

/** What a `bench/*.bench.ts` file exports. */
export interface Bench {
  readonly name: string;
  run(): Promise<readonly Row[]>;
}
