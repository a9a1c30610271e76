/** A part of `npm test` that runs in a process of its own. */
export interface Suite {
  readonly name: SuiteName;
  readonly title: string;
  /** Which files, relative to the repository; how they are run follows from the name. */
  readonly files: string;
  readonly except: readonly string[];
  /** Per test, in milliseconds: for a slow, shared machine. */
  readonly timeout: number;
}

export type SuiteName = 'pure' | 'runs' | 'host' | 'e2e' | 'ui';

/** In the order in which they run: the quick ones tell first. */
export const suites: readonly Suite[] = [
  {
    name: 'pure',
    title: 'Pure tests, in Node',
    files: 'test/**/*.test.ts',
    except: [
      'test/agent-runs/**',
      'test/host/**',
      'test/e2e/**',
      'test/ui/**',
      'test/support/sample/**',
    ],
    timeout: 30_000,
  },
  {
    name: 'runs',
    title: 'Whole tasks over HTTP, with faults, kills and stops, in Node',
    files: 'test/agent-runs/**/*.test.ts',
    except: [],
    timeout: 60_000,
  },
  {
    name: 'ui',
    title: 'Tests of the panel, in a browser',
    files: 'test/ui/**/*.test.ts',
    except: [],
    timeout: 120_000,
  },
  {
    name: 'host',
    title: 'Tests inside a real VS Code',
    files: 'test/host/**/*.test.ts',
    except: [],
    timeout: 120_000,
  },
  {
    name: 'e2e',
    title: 'Tests that drive a real VS Code as a person does',
    files: 'test/e2e/**/*.test.ts',
    except: [],
    timeout: 300_000,
  },
];
