import type { ToolResult } from '../tools/tool.ts';

/**
 * Tokens whose issuers gave them a form that nothing else has, so that code is not mangled by
 * mistake. Each pattern is linear: fixed prefix, one bounded class. Sources: the issuers' own
 * documentation of their token formats.
 */
const secrets: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['OpenAI key', /\bsk-(?:proj-|svcacct-|admin-)?[\w-]{20,200}/g],
  ['Anthropic key', /\bsk-ant-[\w-]{20,200}/g],
  ['GitHub token', /\b(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_\w{22,255})/g],
  ['GitLab token', /\bglpat-[\w-]{20,64}/g],
  ['AWS access key', /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g],
  ['Google API key', /\bAIza[\w-]{35}/g],
  ['Slack token', /\bxox[abeoprs]-[\w-]{10,250}/g],
  ['Stripe key', /\b[rs]k_live_[A-Za-z0-9]{20,200}/g],
  ['npm token', /\bnpm_[A-Za-z0-9]{36}\b/g],
  ['JSON Web Token', /\beyJ[\w-]{10,2000}\.eyJ[\w-]{10,4000}\.[\w-]{10,2000}/g],
];

const keyBlock = /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----/g;
const keyEnd = /-----END [A-Z ]{0,40}PRIVATE KEY-----/g;

/** The same for a tool's output; pictures and files pass as they are. */
export function redactOutput(output: ToolResult['output']): ToolResult['output'] {
  if (typeof output === 'string') return redactSecrets(output);
  return output.map((part) =>
    part.type === 'input_text' ? { ...part, text: redactSecrets(part.text) } : part,
  );
}

/** The text with what looks like a secret replaced by its name, such as `[GitHub token removed]`. */
export function redactSecrets(text: string): string {
  let redacted = redactKeyBlocks(text);
  for (const [name, pattern] of secrets) {
    redacted = redacted.replace(pattern, `[${name} removed]`);
  }
  return redacted;
}

/** From BEGIN to END, or to the end of the text when it was cut; found without backtracking. */
function redactKeyBlocks(text: string): string {
  keyBlock.lastIndex = 0;
  let result = '';
  let from = 0;
  for (;;) {
    keyBlock.lastIndex = from;
    const begin = keyBlock.exec(text);
    if (!begin) return result + text.slice(from);
    keyEnd.lastIndex = keyBlock.lastIndex;
    const end = keyEnd.exec(text);
    result += `${text.slice(from, begin.index)}[private key removed]`;
    if (!end) return result;
    from = keyEnd.lastIndex;
  }
}
