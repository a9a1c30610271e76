import * as vscode from 'vscode';

/** The lightbulb: fix a problem, refactor a selection. */
export const codeActions: vscode.CodeActionProvider = {
  provideCodeActions(document, range, context) {
    if (!vscode.workspace.isTrusted) return [];
    const actions: vscode.CodeAction[] = [];
    if (context.diagnostics.length > 0) {
      const fix = new vscode.CodeAction('Fix with Ratchet', vscode.CodeActionKind.QuickFix);
      const problem = context.diagnostics.reduce(
        (around, diagnostic) => around.union(diagnostic.range),
        context.diagnostics[0]?.range ?? range,
      );
      fix.diagnostics = [...context.diagnostics];
      fix.command = {
        title: fix.title,
        command: 'ratchet.fix',
        arguments: [document.uri, problem],
      };
      actions.push(fix);
    }
    if (!range.isEmpty) {
      const title = 'Refactor with Ratchet…';
      const refactor = new vscode.CodeAction(title, vscode.CodeActionKind.Refactor);
      refactor.command = { title, command: 'ratchet.refactor', arguments: [document.uri, range] };
      actions.push(refactor);
    }
    return actions;
  },
};

export const codeActionKinds = [vscode.CodeActionKind.QuickFix, vscode.CodeActionKind.Refactor];
