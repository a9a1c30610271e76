import type { ContentPart, InputMessage } from '../agent/items.ts';

/** Facts about the workspace at the moment a message is sent; frozen into that message. */
export interface ContextSnapshot {
  /** Operating system, shell, roots, date: once per task, in its first message. */
  readonly environment?: readonly string[];
  /** Instruction files of the project, nearest last. */
  readonly instructions?: readonly { readonly path: string; readonly text: string }[];
  readonly activeEditor?: {
    readonly path: string;
    readonly line: number;
    readonly unsaved: boolean;
  };
  readonly openEditors?: readonly string[];
  readonly selections?: readonly SelectedText[];
  readonly files?: readonly { readonly path: string; readonly text: string }[];
  readonly problems?: string;
  readonly terminal?: string;
  readonly diff?: string;
  readonly symbols?: string;
  readonly images?: readonly { readonly label: string; readonly dataUri: string }[];
}

export interface SelectedText {
  readonly path: string;
  /** 1-based, inclusive. */
  readonly startLine: number;
  readonly endLine: number;
  readonly text: string;
}

/** Characters of each kind of context; what is cut is said, with the way to get the rest. */
const contextLimits = {
  instructions: 32_000,
  selection: 40_000,
  file: 40_000,
  other: 20_000,
} as const;

/**
 * The user's message for the model. Context comes first, in parts of its own, and the user's words
 * are the whole of the last part, so that no text of the workspace can pass for them.
 */
export function buildUserMessage(
  text: string,
  doneWhen: readonly string[],
  snapshot: ContextSnapshot,
): InputMessage {
  const sections = describeSnapshot(snapshot);
  const parts: ContentPart[] = [
    ...(sections.length > 0 ? [textPart(sections.join('\n\n'))] : []),
    ...(snapshot.images ?? []).map((image): ContentPart => ({
      type: 'input_image',
      image_url: image.dataUri,
      detail: 'auto',
    })),
    ...(doneWhen.length > 0
      ? [textPart(`The task is done when:\n${doneWhen.map((it) => `- ${it}`).join('\n')}`)]
      : []),
    textPart(text),
  ];
  return { type: 'message', role: 'user', content: parts };
}

function describeSnapshot(snapshot: ContextSnapshot): readonly string[] {
  const { activeEditor } = snapshot;
  return [
    ...(snapshot.environment ? [section('environment', snapshot.environment.join('\n'))] : []),
    ...(snapshot.instructions ?? []).map((file) =>
      section('instructions', cut(file.text, contextLimits.instructions, file.path), {
        path: file.path,
      }),
    ),
    ...(activeEditor
      ? [
          section(
            'editors',
            [
              `active: ${activeEditor.path}, cursor on line ${activeEditor.line}${activeEditor.unsaved ? ', unsaved changes' : ''}`,
              ...(snapshot.openEditors?.length ? [`open: ${snapshot.openEditors.join(', ')}`] : []),
            ].join('\n'),
          ),
        ]
      : []),
    ...(snapshot.symbols ? [section('symbols', cut(snapshot.symbols, contextLimits.other))] : []),
    ...(snapshot.selections ?? []).map((selected) =>
      section('selection', cut(selected.text, contextLimits.selection, selected.path), {
        path: selected.path,
        lines: `${selected.startLine}-${selected.endLine}`,
      }),
    ),
    ...(snapshot.files ?? []).map((file) =>
      section('file', cut(file.text, contextLimits.file, file.path), { path: file.path }),
    ),
    ...(snapshot.problems
      ? [section('problems', cut(snapshot.problems, contextLimits.other))]
      : []),
    ...(snapshot.terminal
      ? [section('terminal', cut(snapshot.terminal, contextLimits.other))]
      : []),
    ...(snapshot.diff ? [section('diff', cut(snapshot.diff, contextLimits.other))] : []),
  ];
}

function section(
  tag: string,
  body: string,
  attributes: Readonly<Record<string, string>> = {},
): string {
  const written = Object.entries(attributes).map(
    ([name, value]) => ` ${name}=${JSON.stringify(value)}`,
  );
  return `<${tag}${written.join('')}>\n${body}\n</${tag}>`;
}

function cut(text: string, limit: number, path?: string): string {
  if (text.length <= limit) return text;
  const rest = text.length - limit;
  return `${text.slice(0, limit)}\n… ${rest} more characters${path ? `; call read_file on ${path} for the rest` : ''}`;
}

function textPart(text: string): ContentPart {
  return { type: 'input_text', text };
}
