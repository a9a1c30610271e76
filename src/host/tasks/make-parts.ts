import * as path from 'node:path';
import * as vscode from 'vscode';
import { instructions } from '../../core/agent/prompt.ts';
import type { RunSettings } from '../../core/agent/task.ts';
import { createApprovals } from '../../core/policy/approvals.ts';
import type { Approver, Clock, JournalRecord, Model, Shell } from '../../core/ports.ts';
import { builtInTools } from '../../core/tools/registry.ts';
import type { Failure } from '../../shared/events.ts';
import { createEditor } from '../edits/create-editor.ts';
import { createProblems } from '../edits/create-problems.ts';
import { pause } from '../edits/in-steps.ts';
import { createGit } from '../git/create-git.ts';
import type { ReviewController } from '../review/review-controller.ts';
import { readSettings, settingsSection } from '../settings.ts';
import { writeTranscript } from '../sessions/write-transcript.ts';
import { createFiles } from '../workspace/create-files.ts';
import { createLanguages } from '../workspace/create-languages.ts';
import { createSearch } from '../workspace/create-search.ts';
import { createWorkspaceShell } from '../workspace/create-workspace-shell.ts';
import { outputName } from '../workspace/output-files.ts';
import { createCheckConsents } from './check-consents.ts';
import type { OwnParts } from './tasks.ts';

const platform = process.platform === 'win32' ? 'windows' : 'posix';

export interface SharedParts {
  readonly model: Model;
  readonly approver: Approver;
  readonly reviews: ReviewController;
  readonly clock: Clock;
  readonly context: vscode.ExtensionContext;
  /** The journal of a task. */
  readonly records: (taskId: string) => Promise<readonly JournalRecord[]>;
  readonly log: (line: string) => void;
}

/** Everything one task works with. The mapping of folder names to folders is frozen here. */
export async function makeParts(taskId: string, shared: SharedParts): Promise<OwnParts> {
  const { context, clock, log } = shared;
  const outputFolder = path.join(context.globalStorageUri.fsPath, 'output', taskId);
  const files = createFiles({ folders: vscode.workspace.workspaceFolders ?? [], outputFolder });
  const shell = withoutSandbox(createWorkspaceShell(files, outputFolder));
  const editor = await createEditor({
    task: { id: taskId },
    files,
    reviews: shared.reviews,
    clock,
  });
  return {
    parts: {
      model: shared.model,
      instructions,
      tools: builtInTools,
      files,
      search: createSearch({
        files,
        appRoot: vscode.env.appRoot,
        workerFile: path.join(context.extensionPath, 'dist', 'plain-search.worker.js'),
        outputFolder,
        log,
      }),
      problems: createProblems(files),
      languages: createLanguages(files),
      git: createGit(),
      pause,
      editor,
      shell,
      approver: shared.approver,
      approve: createApprovals({
        approver: shared.approver,
        files,
        rules: () => {
          const settings = readSettings();
          return { ...settings, mode: settings.approval, platform };
        },
        rememberRule,
        consents: createCheckConsents(context.workspaceState, log),
      }),
      clock,
      settings: runSettings,
      lookBack: async () => {
        const written = await writeTranscript(outputFolder, () => shared.records(taskId), log);
        return written === undefined ? '' : outputName(written);
      },
      log,
    },
    markMessage: (messageId) => editor.markMessage(messageId),
    dispose: () => shell.stopAll(),
  };
}

/** No sandbox is part of this version: where one is required, no command runs. */
function withoutSandbox(shell: Shell): Shell {
  return {
    ...shell,
    run: async (request, signal) =>
      readSettings().sandbox === 'required'
        ? {
            output: '',
            state: {
              kind: 'failed',
              message:
                'Commands are refused: ratchet.commands.sandbox is "required" and no sandbox is available.',
            },
            wallMs: 0,
          }
        : shell.run(request, signal),
  };
}

function runSettings(): RunSettings {
  const settings = readSettings();
  const blocked = findBlock();
  return {
    model: settings.model,
    effort: settings.effort,
    verbosity: settings.verbosity,
    window: settings.contextWindow,
    endpoint: settings.baseUrl,
    budgetUsd: settings.budgetUsd,
    budgetSteps: settings.budgetSteps,
    verifyCommands: settings.verifyCommands,
    redact: settings.redactToolOutput,
    ...(blocked ? { blocked } : {}),
  };
}

function findBlock(): Failure | undefined {
  if (!vscode.workspace.isTrusted)
    return {
      code: 'untrusted',
      message:
        'This folder is in Restricted Mode, so nothing of it is sent or run. Trust it to use Ratchet here.',
      actions: ['manageTrust'],
    };
  if (!vscode.workspace.workspaceFolders?.length)
    return {
      code: 'noFolder',
      message: 'No folder is open. Open the folder you want to work in, then retry.',
      actions: ['openFolder', 'retry'],
    };
  return undefined;
}

/** Keeps a rule for good; with approval `ask`, rules would have no effect, so that is said. */
async function rememberRule(rule: string): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(settingsSection);
  const { allow, approval } = readSettings();
  const target = vscode.ConfigurationTarget.Global;
  if (!allow.includes(rule)) await configuration.update('commands.allow', [...allow, rule], target);
  if (approval !== 'ask') return;
  const use = 'Use Rules';
  const answer = await vscode.window.showInformationMessage(
    'The rule is stored. Rules count only when ratchet.commands.approval is “rules”.',
    use,
  );
  if (answer === use) await configuration.update('commands.approval', 'rules', target);
}
