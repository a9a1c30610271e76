import {
  type Command,
  forEachChild,
  parse,
  type ParsedScript,
  type Redirection,
  type SyntaxNode,
  type Word,
} from 'unbash';
import { hiddenCharacter } from './visible-text.ts';

/** What a command line does, as far as it is certain. */
export interface CommandAnalysis {
  /** The argument vectors that run, in order; complete only when `doubts` is empty. */
  readonly commands: readonly Argv[];
  /** Every vector found anywhere, also inside substitutions: what deny rules look at. */
  readonly mentioned: readonly Argv[];
  /** Why the vectors are not the whole story; each a phrase for the user. */
  readonly doubts: readonly string[];
}
export type Argv = readonly string[];

/** Longer lines are asked about without a closer look. */
const lengthMost = 10_000;

/**
 * Reads a line as bash would. Anything whose effect is not plain from the words alone is a doubt:
 * expansions, redirections, assignments, control structures, characters that cannot be seen.
 */
export function analyseCommand(line: string): CommandAnalysis {
  const doubts: string[] = [];
  const hidden = hiddenCharacter(line.replaceAll('\n', ' ').replaceAll('\t', ' '));
  if (hidden !== undefined) doubts.push(`it has an invisible character (${hidden})`);
  if (line.length > lengthMost) {
    return { commands: [], mentioned: [], doubts: ['it is too long to be checked', ...doubts] };
  }
  const script = parse(line);
  const commands: Argv[] = [];
  const mentioned: Argv[] = [];
  collectMentioned(script, mentioned);
  readScript(script, commands, doubts);
  // A lenient parser may pass over what bash would act on; so every character must be accounted for.
  if (doubts.length === 0 && !/^(?:[\s;|&!]|\\\n)*$/.test(remainder(line, script))) {
    doubts.push('parts of it are not understood');
  }
  if (commands.length === 0 && doubts.length === 0) doubts.push('it runs nothing');
  return { commands, mentioned, doubts: [...new Set(doubts)] };
}

function readScript(script: ParsedScript, commands: Argv[], doubts: string[]): void {
  if ((script.errors?.length ?? 0) > 0) doubts.push('it does not parse as a shell command');
  if (script.shebang !== undefined) doubts.push('it begins like a script');
  for (const statement of script.commands) {
    if (statement.background) doubts.push('it goes to the background with &');
    readNode(statement.command, commands, doubts);
  }
}

/** What is left of the line when the words and redirections of its commands are taken out. */
function remainder(line: string, script: ParsedScript): string {
  let rest = '';
  let at = 0;
  const take = (node: { readonly pos: number; readonly end: number }) => {
    if (node.pos < at) return;
    rest += line.slice(at, node.pos);
    at = node.end;
  };
  const visit = (node: SyntaxNode) => {
    if (node.type === 'Command') {
      const words = [...node.prefix, ...(node.name ? [node.name] : []), ...node.suffix];
      for (const word of words) take(word);
    } else if (node.type === 'Time') {
      take({ pos: node.pos, end: node.keywordEnd });
    } else {
      forEachChild(node, visit);
    }
  };
  visit(script);
  return rest + line.slice(at);
}

function readNode(node: SyntaxNode, commands: Argv[], doubts: string[]): void {
  switch (node.type) {
    case 'AndOr':
      for (const part of node.commands) readNode(part, commands, doubts);
      return;
    case 'Pipeline':
      for (const part of node.commands) readNode(part, commands, doubts);
      return;
    case 'Command':
      readCommand(node, commands, doubts);
      return;
    default:
      doubts.push('it uses shell control structures');
  }
}

function readCommand(command: Command, commands: Argv[], doubts: string[]): void {
  for (const part of command.prefix) {
    if (part.type === 'Assignment') doubts.push(`it sets ${part.name} for the command`);
  }
  for (const redirection of command.redirects) {
    const doubt = doubtOfRedirection(redirection);
    if (doubt !== undefined) doubts.push(doubt);
  }
  if (!command.name) return;
  doubtName(command.name, doubts);
  const argv = [command.name.value];
  for (const argument of command.args) {
    if (argument.type === 'Assignment') {
      doubts.push(`it sets ${argument.name}`);
      continue;
    }
    const doubt = doubtOfWord(argument);
    if (doubt !== undefined) doubts.push(doubt);
    argv.push(argument.value);
  }
  commands.push(argv);
}

/** Quotes, escapes and foreign letters have no honest use in a program's name. */
function doubtName(name: Word, doubts: string[]): void {
  const doubt = doubtOfWord(name);
  if (doubt !== undefined) doubts.push(doubt);
  else if (name.text !== name.value)
    doubts.push('its program name is written with quotes or escapes');
  if (!/^[\x21-\x7e]+$/.test(name.value)) doubts.push('its program name has unusual letters');
}

function doubtOfWord(word: Word): string | undefined {
  if (word.text.startsWith('~')) return `it names a home directory (${word.text})`;
  if (word.text.startsWith('=')) return 'it has a word that begins with =';
  if (mixesScripts(word.value)) return 'it mixes look-alike letters of other alphabets';
  for (const part of word.parts ?? []) {
    switch (part.type) {
      case 'Literal':
      case 'SingleQuoted':
        break;
      case 'DoubleQuoted':
        if (part.parts.some((child) => child.type !== 'Literal')) return expands(part.text);
        break;
      case 'Glob':
      case 'ExtendedGlob':
      case 'BraceExpansion':
        return `it leaves file names to the shell (${word.text})`;
      case 'AnsiCQuoted':
      case 'LocaleString':
        return `it hides text in ${part.text}`;
      case 'SimpleExpansion':
      case 'ParameterExpansion':
      case 'CommandExpansion':
      case 'ArithmeticExpansion':
      case 'ProcessSubstitution':
        return expands(part.text);
    }
  }
  return undefined;
}

function expands(text: string): string {
  return `it contains an expansion (${text.length > 60 ? `${text.slice(0, 60)}…` : text})`;
}

/** Latin letters beside Greek, Cyrillic, Armenian or fullwidth ones in a single word. */
function mixesScripts(word: string): boolean {
  if (/^[\x20-\x7e]*$/.test(word)) return false;
  const foreign =
    /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\uff01-\uff5e\u2010-\u2015\u2212]/u;
  return foreign.test(word) && (/[A-Za-z]/.test(word) || word.startsWith('-'));
}

/** Only what goes nowhere or into the other output is plain. */
function doubtOfRedirection(redirection: Redirection): string | undefined {
  if (redirection.type !== 'Redirect') return 'it feeds text into the command (<<)';
  if (redirection.descriptor?.type === 'FileDescriptorVariable')
    return 'it redirects by a variable';
  const target = redirection.target;
  if (!target || target.text !== target.value) return 'it redirects input or output';
  const plain =
    redirection.operator === '>&'
      ? target.value === '1' || target.value === '2'
      : target.value === '/dev/null';
  if (plain) return undefined;
  return redirection.operator.startsWith('<')
    ? `it reads from ${target.value}`
    : `it writes to ${target.value}`;
}

function collectMentioned(node: SyntaxNode, mentioned: Argv[]): void {
  if (node.type === 'Command' && node.name) {
    const words = node.args.map((word) => (word.type === 'Word' ? word.value : word.text));
    mentioned.push([node.name.value, ...words]);
  }
  forEachChild(node, (child) => {
    collectMentioned(child, mentioned);
  });
}
