/** Runs in the extension host: times loading and activating the extension, once for each window. */
const { appendFileSync } = require('node:fs');
const vscode = require('vscode');

exports.run = async () => {
  const extension = vscode.extensions.getExtension('ratchet.ratchet');
  if (extension.isActive) throw new Error('Active already: there is nothing left to time.');
  const start = performance.now();
  await extension.activate();
  appendFileSync(process.env.RATCHET_BENCH_OUTPUT, `${performance.now() - start}\n`);
};
