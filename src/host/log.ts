import * as vscode from 'vscode';

/** The log channel; made on first use, since idle costs nothing. Never given secrets. */
export function createLog(subscriptions: vscode.Disposable[]): {
  readonly line: (text: string) => void;
  readonly show: () => void;
} {
  let channel: vscode.LogOutputChannel | undefined;
  const open = (): vscode.LogOutputChannel => {
    if (!channel) {
      channel = vscode.window.createOutputChannel('Ratchet', { log: true });
      subscriptions.push(channel);
    }
    return channel;
  };
  return {
    line: (text) => {
      open().info(text);
    },
    show: () => {
      open().show();
    },
  };
}
