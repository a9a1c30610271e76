/**
 * Runs in the extension host: writes how long loading and activating the extension took, its own
 * code alone (timed.cjs) and by VS Code's own marks, since an event may have activated it before we
 * ask.
 */
const { appendFileSync } = require('node:fs');
const vscode = require('vscode');

const id = 'ratchet.ratchet';

exports.run = async () => {
  await vscode.extensions.getExtension(id).activate();
  const times = {
    ...globalThis.RATCHET_BENCH_OWN,
    marked: between('LoadExtensionCode') + between('ActivateExtension'),
  };
  appendFileSync(process.env.RATCHET_BENCH_OUTPUT, `${JSON.stringify(times)}\n`);
};

/** Milliseconds between two of VS Code's marks, which tick once a millisecond. */
function between(step) {
  const marks = globalThis.MonacoPerformanceMarks.getMarks();
  const at = (word) =>
    marks.find(({ name }) => name === `code/extHost/${word}${step}/${id}`).startTime;
  return at('did') - at('will');
}
