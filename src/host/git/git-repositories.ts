import * as vscode from 'vscode';

/** The part of the built-in Git extension's API (version 1) that is used here. */
export interface GitRepository {
  readonly rootUri: vscode.Uri;
  readonly inputBox: { value: string };
  readonly state: { readonly HEAD: { readonly name?: string } | undefined };
  /** Unified diff of the staged changes, or of those that are not staged. */
  diff(staged: boolean): Promise<string>;
  diffBetween(from: string, to: string): Promise<readonly { readonly uri: vscode.Uri }[]>;
  diffBetween(from: string, to: string, path: string): Promise<string>;
  getMergeBase(one: string, other: string): Promise<string | undefined>;
  /** The branch this one came from. */
  getBranchBase(
    name: string,
  ): Promise<{ readonly remote?: string; readonly name?: string } | undefined>;
}

interface GitExtension {
  getAPI(version: 1): { readonly repositories: readonly GitRepository[] };
}

/** The repositories VS Code has open; none when Git is off or missing. */
export async function gitRepositories(): Promise<readonly GitRepository[]> {
  const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
  if (!extension) return [];
  try {
    return (await extension.activate()).getAPI(1).repositories;
  } catch (error) {
    // Git is switched off by a setting, or its program was not found: VS Code says so itself.
    if (error instanceof Error) return [];
    throw error;
  }
}
