import { cutMiddle } from '../tools/bounded-text.ts';
import { isObject, joinLines } from './parse-notebook.ts';

/** What a cell put out, as text of about `limit` characters; empty when there is nothing. */
export function describeOutputs(outputs: unknown, limit: number): string {
  if (!Array.isArray(outputs)) return '';
  const text = outputs
    .map((output) => describeOutput(output).replace(/\n+$/u, ''))
    .filter((part) => part !== '')
    .join('\n');
  return cutMiddle(text, limit, (omitted) => `[${omitted} characters of output left out]`);
}

function describeOutput(output: unknown): string {
  if (!isObject(output)) return '';
  switch (output['output_type']) {
    case 'stream':
      return plain(joinLines(output['text']));
    case 'error': {
      const trace = plain(joinTrace(output['traceback']));
      const line = `${String(output['ename'])}: ${String(output['evalue'])}`;
      return trace.includes(line) ? trace : [trace, line].filter(Boolean).join('\n');
    }
    default:
      return isObject(output['data']) ? describeData(output['data']) : '';
  }
}

function describeData(data: Readonly<Record<string, unknown>>): string {
  const shown = Object.entries(data).map(([type, value]) => {
    if (type === 'text/plain') return plain(joinLines(value));
    const length = (typeof value === 'string' ? value : JSON.stringify(value)).length;
    return `[${type}, ${length} characters]`;
  });
  // The plain text says best what it is.
  return shown
    .sort((one, other) => Number(one.startsWith('[')) - Number(other.startsWith('[')))
    .join('\n');
}

function joinTrace(value: unknown): string {
  return Array.isArray(value) ? value.filter((line) => typeof line === 'string').join('\n') : '';
}

/** Without the terminal's colours, which tracebacks are full of. */
function plain(text: string): string {
  return text.replaceAll(colours, '');
}

const colours = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*[A-Za-z]`, 'g');
