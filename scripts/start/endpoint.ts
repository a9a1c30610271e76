/** Where the model's answers come from, as environment for VS Code. */
export interface Endpoint {
  readonly env: Readonly<Record<string, string>>;
  /** The line the person reads. */
  readonly told: string;
  close(): Promise<void>;
}

/**
 * The real endpoint when there is a key; else the practice endpoint, on the sample only: its one
 * recorded task fits no other folder.
 */
export async function chooseEndpoint(
  env: Readonly<Record<string, string | undefined>>,
  onSample: boolean,
): Promise<Endpoint> {
  const nothing = () => Promise.resolve();
  if (env['OPENAI_API_KEY'] !== undefined && env['OPENAI_API_KEY'] !== '') {
    const where = env['OPENAI_BASE_URL'] ?? 'https://api.openai.com/v1';
    return { env: {}, told: `Using OPENAI_API_KEY with ${where}.`, close: nothing };
  }
  if (!onSample) {
    const told =
      'OPENAI_API_KEY is not set: the panel will ask for a key ("Ratchet: Set API Key").';
    return { env: {}, told, close: nothing };
  }
  const { startPractice } = await import('../../test/support/practice/server.ts');
  const { fixSample, readablePace } =
    await import('../../test/support/practice/scripts/fix-sample.ts');
  const practice = await startPractice({ script: fixSample(), pace: readablePace });
  return {
    env: {
      OPENAI_API_KEY: 'practice',
      OPENAI_BASE_URL: `${practice.url}/v1`,
      RATCHET_PRACTICE: '1',
    },
    told: 'OPENAI_API_KEY is not set: the practice endpoint plays one recorded task on the sample.',
    close: () => practice.close(),
  };
}
