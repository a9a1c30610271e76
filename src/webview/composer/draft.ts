import type { VsCode } from '../vs-code.ts';

/** What the user has typed and not sent: the only state the panel keeps itself, across reloads. */
export interface Draft {
  readonly text: string;
  readonly doneWhen: readonly string[];
}

export interface DraftKeeper {
  read(): Draft;
  write(draft: Draft): void;
}

export function createDraft(vscode: VsCode): DraftKeeper {
  return {
    read: () => parseDraft(vscode.getState()),
    write: (draft) => {
      vscode.setState({ draft });
    },
  };
}

/** Storage may hold what another version wrote. */
function parseDraft(stored: unknown): Draft {
  const draft = isRecord(stored) && isRecord(stored['draft']) ? stored['draft'] : {};
  const { text, doneWhen } = draft;
  return {
    text: typeof text === 'string' ? text : '',
    doneWhen: Array.isArray(doneWhen)
      ? doneWhen.filter((line): line is string => typeof line === 'string')
      : [],
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
