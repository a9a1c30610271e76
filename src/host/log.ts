import * as vscode from 'vscode';

/** The log: a channel that is made on first use, since idle costs nothing. Never given secrets. */
export class Log implements vscode.Disposable {
  #channel: vscode.LogOutputChannel | undefined;

  readonly line = (text: string): void => {
    this.#open().info(text);
  };

  readonly show = (): void => {
    this.#open().show();
  };

  dispose(): void {
    this.#channel?.dispose();
  }

  #open(): vscode.LogOutputChannel {
    return (this.#channel ??= vscode.window.createOutputChannel('Ratchet', { log: true }));
  }
}
