import { describeCases, type EditCase, refusal } from './edit-case.ts';

const patch = (...lines: string[]) => ['*** Begin Patch', ...lines, '*** End Patch', ''].join('\n');
const add = (path: string, ...lines: string[]) => [
  `*** Add File: ${path}`,
  ...lines.map((line) => `+${line}`),
];
const remove = (path: string) => [`*** Delete File: ${path}`];
const edit = (path: string, ...lines: string[]) => [`*** Update File: ${path}`, ...lines];
const move = (from: string, to: string, ...lines: string[]) => [
  `*** Update File: ${from}`,
  `*** Move to: ${to}`,
  ...lines,
];

type Files = EditCase['files'];

function gives(
  name: string,
  files: Files,
  sections: string[][],
  after: Record<string, string>,
  options: EditCase['options'] = {},
): EditCase {
  return { name, files, patch: patch(...sections.flat()), gives: after, options };
}

function fails(
  name: string,
  files: Files,
  sections: string[][],
  told: string,
  options: EditCase['options'] = {},
): EditCase {
  return { name, files, patch: patch(...sections.flat()), fails: `${refusal}\n${told}`, options };
}

describeCases('files: added, deleted, changed', [
  gives('add', {}, [add('n', 'a', 'b')], { n: 'a\nb\n' }),
  gives('add an empty file', {}, [add('n')], { n: '' }),
  gives('add a file of one empty line', {}, [add('n', '')], { n: '\n' }),
  gives('add in a folder', {}, [add('x/y/n', 'a')], { 'x/y/n': 'a\n' }),
  gives('add with empty lines for lone pluses', {}, [['*** Add File: n', '+a', '', '+b', '']], {
    n: 'a\n\nb\n',
  }),
  gives('add with a bare @@', {}, [['*** Add File: n', '@@', '+a']], { n: 'a\n' }),
  gives('add lines that look like headers', {}, [add('n', '*** End Patch', '@@', '-x')], {
    n: '*** End Patch\n@@\n-x\n',
  }),
  gives('add without a final newline', {}, [add('n', 'a').concat('\\ No newline at end of file')], {
    n: 'a',
  }),
  gives(
    'add with a marker for a missing final newline before its last line',
    {},
    [['*** Add File: n', '+a', '\\ No newline at end of file', '+b']],
    { n: 'a\nb\n' },
  ),
  gives(
    'add with the header of a diff',
    {},
    [['*** Add File: n', '--- /dev/null', '+++ b/n', '@@ -0,0 +1,2 @@', '+a', '++++ b']],
    { n: 'a\n+++ b\n' },
  ),
  gives('add lines that look like another header', {}, [add('n', '++ b/n', '-- a/n')], {
    n: '++ b/n\n-- a/n\n',
  }),
  gives('delete', { a: '1\n', b: '2\n' }, [remove('a')], { b: '2\n' }),
  gives(
    'change two files',
    { a: '1\n', b: '2\n' },
    [edit('a', '-1', '+one'), edit('b', '-2', '+two')],
    { a: 'one\n', b: 'two\n' },
  ),
  gives(
    'two sections for one file',
    { a: '1\n2\n3\n' },
    [edit('a', '-1', '+one'), edit('a', '-3', '+three')],
    { a: 'one\n2\nthree\n' },
  ),
  gives(
    'the second section on what the first left',
    { a: '1\n2\n' },
    [edit('a', '-1', '+one'), edit('a', ' one', '-2', '+two')],
    { a: 'one\ntwo\n' },
  ),
  gives(
    'the second section on the text before the first',
    { a: '1\n2\n3\n' },
    [edit('a', '-1', '+one', ' 2'), edit('a', ' 1', ' 2', '-3', '+three')],
    { a: 'one\n2\nthree\n' },
  ),
  gives(
    'three sections for one file',
    { a: '1\n2\n3\n' },
    [edit('a', '-1', '+one'), edit('a', '-2', '+two'), edit('a', '-3', '+three')],
    { a: 'one\ntwo\nthree\n' },
  ),
  gives(
    'many sections for one file, one of them on what another left',
    { a: '1\n2\n3\n4\n5\n' },
    [
      edit('a', '-1', '+one'),
      edit('a', '-3', '+three'),
      edit('a', ' three', '-4', '+four'),
      edit('a', '-5', '+five'),
      edit('a', '-five', '+last'),
    ],
    { a: 'one\n2\nthree\nfour\nlast\n' },
  ),
  fails(
    'many sections for one file, one of which does not fit',
    { a: '1\n2\n3\n4\n' },
    [
      edit('a', '-1', '+one'),
      edit('a', '-2', '+two'),
      edit('a', '-6', '+six'),
      edit('a', '-4', '+four'),
    ],
    'a, hunk 1 of 1 (patch line 9): its lines are nowhere in the file, and nothing resembles them. Is it the right file? Read it again.\na would have been changed.',
  ),
  gives(
    'line numbers in a second section are of the text before the first',
    { a: '0\nx\n1\nx\n1\n2\n' },
    [edit('a', '-0', '+0', '+x', '+1'), edit('a', '@@ -4,2 +4,2 @@', '-x', '+y', ' 1')],
    { a: '0\nx\n1\nx\n1\ny\n1\n2\n' },
  ),
  gives('delete, then add: replaced', { a: '1\n' }, [remove('a'), add('a', 'new')], { a: 'new\n' }),
  gives('add, then change', {}, [add('n', 'a', 'b'), edit('n', '-b', '+c')], { n: 'a\nc\n' }),
  gives(
    'add, then delete, beside a change',
    { a: '1\n' },
    [add('n', 'a'), remove('n'), edit('a', '-1', '+2')],
    { a: '2\n' },
  ),
  gives('change, then delete', { a: '1\n', b: '' }, [edit('a', '-1', '+2'), remove('a')], {
    b: '',
  }),
  gives(
    'paths written differently',
    { 'x/a': '1\n2\n' },
    [edit('x/a', '-1', '+one'), edit('./x//y/../a', '-2', '+two')],
    { 'x/a': 'one\ntwo\n' },
  ),
  fails(
    'add over a file',
    { a: '1\n' },
    [add('a', 'new')],
    'a: `*** Add File:` on a file that exists. Change it with `*** Update File:`; to replace it whole, put `*** Delete File: a` before the `*** Add File:`.',
  ),
  fails(
    'add over a binary file',
    { a: { kind: 'binary' } },
    [add('a', 'new')],
    'a: `*** Add File:` on a file that exists. Change it with `*** Update File:`; to replace it whole, put `*** Delete File: a` before the `*** Add File:`.',
  ),
  fails(
    'add over a folder',
    { a: { kind: 'directory' } },
    [add('a', 'new')],
    'a is a folder. Name a file in it.',
  ),
  fails(
    'add twice',
    {},
    [add('n', 'a'), add('n', 'b')],
    'n: `*** Add File:` on a file that another section of this patch already creates. Use one section for it.\nn would have been created.',
  ),
  fails(
    'add over a file the patch changes',
    { a: '1\n' },
    [edit('a', '-1', '+2'), add('a', 'b')],
    'a: `*** Add File:` on a file that another section of this patch already changes. Use one section for it.\na would have been changed.',
  ),
  fails(
    'add below a file',
    {},
    [add('n', 'a'), add('n/m', 'b')],
    'n/m: n is a file in this patch and cannot be a folder too.',
  ),
  fails(
    'delete what is not there',
    {},
    [remove('a')],
    'a: `*** Delete File:` on a file that does not exist. Check the path.',
  ),
  fails(
    'delete twice',
    { a: '1\n' },
    [remove('a'), remove('a')],
    'a is deleted by an earlier section of this patch.\na would have been deleted.',
  ),
  fails(
    'change what is not there',
    {},
    [edit('a', '-1', '+2')],
    'a: `*** Update File:` on a file that does not exist. Check the path, or create it with `*** Add File:`.',
  ),
  fails(
    'change what was deleted',
    { a: '1\n' },
    [remove('a'), edit('a', '-1', '+2')],
    'a is deleted by an earlier section of this patch.\na would have been deleted.',
  ),
  fails(
    'a binary file',
    { a: { kind: 'binary' } },
    [edit('a', '-1', '+2')],
    'a is a binary file; a patch works on text only. Use a command for it.',
  ),
  fails(
    'a folder',
    { a: { kind: 'directory' } },
    [edit('a', '-1', '+2')],
    'a is a folder. Name a file in it.',
  ),
  fails(
    'a file too large',
    { a: { kind: 'tooLarge', bytes: 60_000_000 } },
    [edit('a', '-1', '+2')],
    'a has 60 MB; patches go up to 50 MB. Use a command or a script for it.',
  ),
  fails(
    'a file that may not be written',
    { a: { kind: 'refused', reason: 'the file is read-only.' } },
    [edit('a', '-1', '+2')],
    'a: the file is read-only.',
  ),
  fails(
    'one bad section of three',
    { a: '1\n', b: '2\n' },
    [edit('a', '-1', '+one'), edit('b', '-x', '+y'), add('n', 'a')],
    'b, hunk 1 of 1 (patch line 6): its lines are nowhere in the file, and nothing resembles them. Is it the right file? Read it again.\na would have been changed.\nn would have been created.',
  ),
]);

describeCases('files: moved', [
  gives('move', { a: '1\n' }, [move('a', 'b')], { b: '1\n' }),
  gives('move with a change', { a: '1\n' }, [move('a', 'x/b', '-1', '+2')], { 'x/b': '2\n' }),
  gives('move to the same path', { a: '1\n' }, [move('a', 'a', '-1', '+2')], { a: '2\n' }),
  gives('move onto a deleted file', { a: '1\n', b: '2\n' }, [remove('b'), move('a', 'b')], {
    b: '1\n',
  }),
  gives('move onto a file deleted later', { a: '1\n', b: '2\n' }, [move('a', 'b'), remove('b')], {
    b: '1\n',
  }),
  gives('a chain', { a: '1\n', b: '2\n' }, [move('a', 'b'), move('b', 'c')], {
    b: '1\n',
    c: '2\n',
  }),
  gives('a chain, last first', { a: '1\n', b: '2\n' }, [move('b', 'c'), move('a', 'b')], {
    b: '1\n',
    c: '2\n',
  }),
  gives('a swap', { a: '1\n', b: '2\n' }, [move('a', 'b'), move('b', 'a')], { a: '2\n', b: '1\n' }),
  gives(
    'a swap with changes',
    { a: '1\n', b: '2\n' },
    [move('a', 'b', '-1', '+one'), move('b', 'a', '-2', '+two')],
    { a: 'two\n', b: 'one\n' },
  ),
  gives(
    'three in a circle',
    { a: '1\n', b: '2\n', c: '3\n' },
    [move('a', 'b'), move('b', 'c'), move('c', 'a')],
    { a: '3\n', b: '1\n', c: '2\n' },
  ),
  gives(
    'a circle and a chain into its start',
    { a: '1\n', b: '2\n', d: '4\n' },
    [move('a', 'b'), move('b', 'a'), move('d', 'e')],
    { a: '2\n', b: '1\n', e: '4\n' },
  ),
  gives(
    'move, then change by the new path',
    { a: '1\n2\n' },
    [move('a', 'b', '-1', '+one'), edit('b', '-2', '+two')],
    { b: 'one\ntwo\n' },
  ),
  gives(
    'move, then change by the old path',
    { a: '1\n2\n' },
    [move('a', 'b', '-1', '+one'), edit('a', '-2', '+two')],
    { b: 'one\ntwo\n' },
  ),
  gives('move away, then add', { a: '1\n' }, [move('a', 'b'), add('a', 'new')], {
    a: 'new\n',
    b: '1\n',
  }),
  gives(
    'move to other capitals',
    { a: '1\n' },
    [move('a', 'A')],
    { A: '1\n' },
    { ignoreCase: true },
  ),
  gives('move a new file', {}, [add('n', 'x'), move('n', 'm')], { m: 'x\n' }),
  fails(
    'move, then delete at the old path, where nothing is left',
    { a: '1\n' },
    [move('a', 'b'), remove('a')],
    'a: `*** Delete File:` on a file that an earlier section of this patch moves to b; nothing stays at the old path. Leave this section out, or name b to delete it.\na would have been changed.',
  ),
  fails(
    'move over a file',
    { a: '1\n', b: '2\n' },
    [move('a', 'b')],
    'a: `*** Move to: b` onto a file that exists. Choose another path, or delete the file there with `*** Delete File: b` in the same patch.',
  ),
  fails(
    'move over a file that the patch changes',
    { a: '1\n', b: '2\n' },
    [edit('b', '-2', '+3'), move('a', 'b')],
    'b: two files would be at this path. Give one of them another path, or delete the file that is there in the same patch.',
  ),
  fails(
    'move over a folder',
    { a: '1\n', b: { kind: 'directory' } },
    [move('a', 'b')],
    'a: `*** Move to: b` onto a folder that exists. Choose another path.',
  ),
  fails(
    'move two files to one path',
    { a: '1\n', b: '2\n' },
    [move('a', 'c'), move('b', 'c')],
    'c: two files would be at this path. Give one of them another path, or delete the file that is there in the same patch.',
  ),
  fails(
    'move what is not there',
    {},
    [move('a', 'b')],
    'a: `*** Update File:` on a file that does not exist. Check the path, or create it with `*** Add File:`.',
  ),
  fails(
    'move out of the workspace',
    { a: '1\n' },
    [move('a', '../b')],
    'The path "../b" leads out of the workspace folder.',
  ),
  fails(
    'two spellings of one path',
    { a: '1\n' },
    [add('New', 'x'), add('new', 'y')],
    'new: `*** Add File:` on a file that another section of this patch already creates. Use one section for it.\nNew would have been created.',
    { ignoreCase: true },
  ),
  fails(
    'move over a file in other capitals',
    { a: '1\n', b: '2\n', B: '2\n' },
    [move('a', 'B')],
    'a: `*** Move to: B` onto a file that exists. Choose another path, or delete the file there with `*** Delete File: B` in the same patch.',
    { ignoreCase: true },
  ),
]);

describeCases('paths', [
  fails(
    'above the workspace',
    {},
    [add('../n', 'x')],
    'The path "../n" leads out of the workspace folder.',
  ),
  fails(
    'above the workspace, halfway',
    {},
    [add('a/../../n', 'x')],
    'The path "a/../../n" leads out of the workspace folder.',
  ),
  fails(
    'absolute',
    {},
    [add('/etc/passwd', 'x')],
    'The path "/etc/passwd" is absolute. Write it relative to the workspace folder.',
  ),
  fails(
    'with a drive',
    {},
    [add('C:\\x', 'x')],
    'The path "C:\\\\x" is absolute. Write it relative to the workspace folder.',
  ),
  fails(
    'on a network',
    {},
    [add('\\\\server\\share', 'x')],
    'The path "\\\\\\\\server\\\\share" is absolute. Write it relative to the workspace folder.',
  ),
  fails(
    'in the home folder',
    {},
    [add('~/.bashrc', 'x')],
    'The path "~/.bashrc" is absolute. Write it relative to the workspace folder.',
  ),
  fails(
    'a URI',
    {},
    [add('file:///tmp/x', 'x')],
    'The path "file:///tmp/x" is a URI. Write it as a path relative to the workspace folder.',
  ),
  fails('a folder', {}, [add('src/', 'x')], 'The path "src/" names a folder. Name a file.'),
  fails(
    'a control character',
    {},
    [add('a\u0007b', 'x')],
    'The path "a\\u0007b" has a control character in it.',
  ),
  fails(
    'a name too long',
    {},
    [add('é'.repeat(128), 'x')],
    'The path "éééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé" has a name longer than 255 bytes.',
  ),
  fails(
    'a device name on Windows',
    {},
    [add('src/Con.txt', 'x')],
    'The path "src/Con.txt" has the name "Con.txt", which Windows does not allow.',
    { windows: true },
  ),
  fails(
    'a stream on Windows',
    {},
    [add('a.txt:s', 'x')],
    'The path "a.txt:s" has the name "a.txt:s", which Windows does not allow.',
    { windows: true },
  ),
  fails(
    'a trailing dot on Windows',
    {},
    [add('a.', 'x')],
    'The path "a." has the name "a.", which Windows does not allow.',
    { windows: true },
  ),
  gives(
    'the same names elsewhere',
    {},
    [add('con.txt', 'x'), add('a.txt:s', 'y'), add('a.', 'z')],
    { 'a.': 'z\n', 'a.txt:s': 'y\n', 'con.txt': 'x\n' },
  ),
  gives(
    'absolute, inside the workspace',
    { 'src/a': '1\n' },
    [move('/work/src/a', '/work/src/b', '-1', '+2')],
    { 'src/b': '2\n' },
    { locate: async (path) => (path.startsWith('/work/') ? path.slice(6) : undefined) },
  ),
  fails(
    'absolute, outside the workspace',
    { a: '1\n' },
    [move('a', '/etc/b')],
    'The path "/etc/b" is absolute. Write it relative to the workspace folder.',
    { locate: async () => undefined },
  ),
  gives(
    'letters that the patch composes otherwise',
    { 'cafe\u0301': '1\n', 'na\u00efve': '2\n' },
    [edit('caf\u00e9', '-1', '+one'), edit('nai\u0308ve', '-2', '+two')],
    { 'cafe\u0301': 'one\n', 'na\u00efve': 'two\n' },
  ),
  gives(
    'letters composed both ways are two files',
    { 'caf\u00e9': '1\n', 'cafe\u0301': '1\n' },
    [edit('caf\u00e9', '-1', '+one')],
    { 'caf\u00e9': 'one\n', 'cafe\u0301': '1\n' },
  ),
  fails(
    'add beside a name composed otherwise',
    { 'cafe\u0301': '1\n' },
    [add('caf\u00e9', 'x')],
    'cafe\u0301: `*** Add File:` on a file that exists. Change it with `*** Update File:`; to replace it whole, put `*** Delete File: cafe\u0301` before the `*** Add File:`.',
  ),
  gives('a path named like a property', {}, [add('__proto__', 'x'), add('constructor', 'y')], {
    ['__proto__']: 'x\n',
    constructor: 'y\n',
  }),
]);
