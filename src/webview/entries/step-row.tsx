import type { ReasoningEntry, ToolEntry } from '../../shared/view-entries.ts';
import { Markdown } from '../markdown/markdown.tsx';
import { Disclosure } from '../parts/disclosure.tsx';
import { Icon } from '../parts/icon.tsx';
import type { Post } from '../vs-code.ts';
import { ToolDetailView } from './tool-detail.tsx';

export interface StepRowProps {
  readonly entry: ReasoningEntry | ToolEntry;
  readonly post: Post;
}

/** One compact line: what was done and how it went, opening to the detail. */
export function StepRow({ entry, post }: StepRowProps) {
  return entry.kind === 'tool' ? (
    <ToolRow tool={entry} post={post} />
  ) : (
    <ReasoningRow reasoning={entry} post={post} />
  );
}

function ReasoningRow({ reasoning, post }: { reasoning: ReasoningEntry; post: Post }) {
  const heading = latestHeading(reasoning.text);
  const verb = reasoning.streaming ? 'Thinking' : 'Thought';
  return (
    <Disclosure
      class="step"
      summary={
        <>
          {reasoning.streaming ? <Icon name="loading" spin /> : <Icon name="lightbulb" />}
          <span class="step-title">{heading === '' ? verb : `${verb}: ${heading}`}</span>
        </>
      }
    >
      {() => <Markdown text={reasoning.text} post={post} />}
    </Disclosure>
  );
}

/** Reasoning summaries come as paragraphs under bold headings; the latest says what it is about. */
function latestHeading(text: string): string {
  return [...text.slice(-4_000).matchAll(/^\*\*([^*\n]{1,120})\*\*\s*$/gm)].at(-1)?.[1] ?? '';
}

function ToolRow({ tool, post }: { tool: ToolEntry; post: Post }) {
  const summary = (
    <>
      <StateIcon tool={tool} />
      <span class="step-title" title={titleOf(tool)}>
        {titleOf(tool)}
      </span>
      {tool.summary !== '' && <span class="step-summary">{tool.summary}</span>}
      <span class="visually-hidden">, {stateWords[tool.state]}</span>
    </>
  );
  const { detail } = tool;
  return (
    <div class={`step-block state-${tool.state}`}>
      {detail ? (
        <Disclosure class="step" summary={summary}>
          {() => <ToolDetailView detail={detail} post={post} />}
        </Disclosure>
      ) : (
        <div class="step plain-step">{summary}</div>
      )}
      {tool.state === 'running' && tool.output !== '' && (
        <pre class="live-output" aria-hidden="true">
          {lastLines(tool.output)}
        </pre>
      )}
    </div>
  );
}

const stateWords: Readonly<Record<ToolEntry['state'], string>> = {
  writing: 'being written',
  running: 'running',
  finished: 'finished',
  failed: 'failed',
  interrupted: 'interrupted',
};

function StateIcon({ tool }: { tool: ToolEntry }) {
  switch (tool.state) {
    case 'writing':
    case 'running':
      return <Icon name="loading" spin />;
    case 'failed':
      return <Icon name="error" />;
    case 'interrupted':
      return <Icon name="circle-slash" />;
    case 'finished':
      return <Icon name={toolIcons[tool.name] ?? 'tools'} />;
  }
}

const toolIcons: Readonly<Record<string, string>> = {
  apply_patch: 'edit',
  ask_user: 'comment-discussion',
  changes: 'git-compare',
  diagnostics: 'warning',
  edit_notebook: 'notebook',
  exec_command: 'terminal',
  list_files: 'list-tree',
  read_document: 'file-text',
  read_file: 'file',
  references: 'references',
  rename_symbol: 'symbol-key',
  report: 'checklist',
  run_tests: 'beaker',
  search: 'search',
  symbols: 'symbol-class',
  update_plan: 'checklist',
  view_image: 'file-media',
  write_document: 'new-file',
  write_stdin: 'terminal',
};

function titleOf(tool: ToolEntry): string {
  if (tool.state !== 'writing') return tool.title === '' ? tool.name : tool.title;
  const what = tool.name === 'apply_patch' ? 'Writing patch' : `Preparing ${tool.name}`;
  return tool.characters < 1_000
    ? `${what}…`
    : `${what}… ${Math.round(tool.characters / 1_000)} KB`;
}

/** The live tail is a glance, not a terminal; the whole output comes with the end. */
function lastLines(output: string): string {
  return output.trimEnd().split('\n').slice(-6).join('\n');
}
