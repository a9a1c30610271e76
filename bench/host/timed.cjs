/**
 * Stands before an extension in its own folder and takes the time of its code alone: loading it, and
 * the call of activate(). These are the two that VS Code counts in “Show Running Extensions”.
 */
const path = require('node:path');

const started = performance.now();
const extension = require(path.join(__dirname, 'extension.js'));
const loaded = performance.now();

exports.activate = (context) => {
  const called = performance.now();
  const api = extension.activate(context);
  globalThis.RATCHET_BENCH_OWN = { load: loaded - started, activate: performance.now() - called };
  return api;
};
