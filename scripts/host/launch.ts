import { format } from 'node:util';
import { outputMark } from '../../test/support/output-mark.ts';
import { runScript, say, Trouble } from '../say.ts';
import { parseLaunchArguments } from './launch-arguments.ts';
import { startHost } from './start-host.ts';
import { untilStopped } from './until-stopped.ts';

/**
 * Runs `extensionTestsPath` in the npm-borne VS Code and takes over its exit code, printing what
 * the tests print: the part of the `code` command line that @vscode/test-electron uses.
 */
await runScript(async () => {
  const options = parseLaunchArguments(process.argv.slice(2));
  if (options.extensionTestsPath === undefined) {
    throw new Trouble(
      '--extensionTestsPath=FILE is needed; "npm start" opens a window to live in.',
    );
  }
  const stopped = untilStopped();
  const host = await startHost(options);
  const output = testOutput();
  try {
    await host.context.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) => {
      output.take(type, args);
    });
    const exited = new Promise<number>((resolve, reject) => {
      host.context.on('page', (page) => {
        page.on('crash', () => {
          reject(new Trouble('The browser page crashed.'));
        });
      });
      host.context.exposeFunction('codeAutomationExit', resolve).catch(reject);
    });
    await host.page();
    const code = await Promise.race([exited, stopped]);
    if (code !== 0) output.explain();
    return code;
  } finally {
    await host.close();
  }
});

/** Tells what the tests print from what the workbench says in the same log. */
function testOutput() {
  const chatter: string[] = [];
  let spoke = false;
  return {
    take(type: string, args: unknown[]): void {
      const text = format(...args);
      if (text.startsWith(outputMark)) {
        spoke = true;
        say(text.slice(outputMark.length));
      } else if (process.env['RATCHET_HOST_LOG'] === 'all') say(`[${type}] ${text}`);
      else chatter.push(`[${type}] ${text}`);
    },
    /** When the tests never started, the workbench's words are all there is to go by. */
    explain(): void {
      if (!spoke) for (const line of chatter.slice(-30)) say(line);
    },
  };
}
