import { describeCases, type EditCase, refusal, update, updatePatch } from './edit-case.ts';

const abc = 'a\nb\nc\n';
const change = '@@\n a\n-b\n+B\n c';
const changed = 'a\nB\nc\n';

/** The usual change of `f`, in a patch of unusual form. */
function wrapped(
  name: string,
  patch: string,
  gives: Record<string, string> = { f: changed },
): EditCase {
  return { name, files: { f: abc }, patch, gives };
}

function broken(name: string, patch: string, fails: string): EditCase {
  return { name, files: { f: abc }, patch, fails: `${fails}\n${formReminder}` };
}

const formReminder = `The form is:
*** Begin Patch
*** Update File: path/to/file
@@ optional line that precedes the hunk, such as a function's header
 context line
-removed line
+added line
*** End Patch`;

describeCases('the form of a patch', [
  update('three kinds of lines', abc, change, changed),
  update('no @@ before the first hunk', abc, ' a\n-b\n+B\n c', changed),
  update('a blank line straight after @@', abc, '@@\n\n a\n-b\n+B\n c', changed),
  update('blank lines before the next header', abc, `${change}\n\n\n`, changed),
  update('an empty line as an empty context line', 'a\n\nb\n', ' a\n\n-b\n+B', 'a\n\nB\n'),
  update('a whitespace context line for an empty line', 'a\n\nb\n', ' a\n \n-b\n+B', 'a\n\nB\n'),
  update(
    'an empty context line at the end that is in the file',
    'a\n\nb\nc\nb\n',
    '-a\n+A\n',
    'A\n\nb\nc\nb\n',
  ),
  update('line numbers in @@', abc, '@@ -1,3 +1,3 @@\n a\n-b\n+B\n c', changed),
  update('wrong line numbers in @@', abc, '@@ -70,3 +71,4 @@\n a\n-b\n+B\n c', changed),
  update(
    'line numbers and a heading in @@',
    abc,
    '@@ -1,3 +1,3 @@ class Elsewhere\n-b\n+B',
    changed,
  ),
  update('line numbers without counts', abc, '@@ -1 +1 @@\n-b\n+B', changed),
  update('context lines without a prefix', abc, '@@\na\n-b\n+B\nc', changed),
  update(
    'context lines without a prefix, indented by tabs',
    '\ta\n\tb\n\tc\n',
    '@@\n\ta\n-\tb\n+\tB\n+\t\tC\n\tc',
    '\ta\n\tB\n\t\tC\n\tc\n',
  ),
  update(
    'context lines without a prefix, indented by spaces',
    'f:\n    a\n    b\n    c\n',
    '@@\nf:\n    a\n-    b\n+    if x:\n+        b\n    c',
    'f:\n    a\n    if x:\n        b\n    c\n',
  ),
  update(
    'an insertion between context lines without a prefix',
    'f:\n    a\n    c\n',
    '@@\n    a\n+    b\n    c',
    'f:\n    a\n    b\n    c\n',
  ),
  update(
    'context one column off, and added lines with it',
    'f:\n    a\n    c\n',
    '@@\n    a\n+   b\n    c',
    'f:\n    a\n    b\n    c\n',
  ),
  update(
    'End of File indented with all headers',
    abc,
    '@@\n-c\n+C\n  *** End of File',
    'a\nb\nC\n',
  ),
  update('indented @@ lines', abc, '  @@\n a\n-b\n+B\n @@ b\n-c\n+C', 'a\nB\nC\n'),
  update('indented @@ lines of the file', 'x\n@@ b\nb\n', ' @@ b\n-b\n+B', 'x\n@@ b\nB\n'),
  update('End of File twice', abc, '@@\n-c\n+C\n*** End of File\n*** End of File', 'a\nb\nC\n'),
  update('lines behind End of File', 'a\n', '@@\n a\n*** End of File\n+b', 'a\nb\n'),
  update('a context line alone beside a change', abc, '@@\n a\n@@\n-b\n+B', changed),
  update('an ellipsis in @@', abc, '@@ ... @@\n-b\n+B', changed),
  update('an anchor closed by @@', abc, '@@ a @@\n-b\n+B', changed),
  update('an anchor without a space', abc, '@@a\n-b\n+B', changed),
  update('a bare @@ before an anchored one', abc, '@@\n@@ a\n-b\n+B', changed),
  update('@@ without lines before the end', abc, `${change}\n@@`, changed),
  update(
    'the marker for a missing final newline',
    abc,
    '@@\n-c\n\\ No newline at end of file\n+C',
    'a\nb\nC\n',
  ),
  update("another tool's file lines", abc, '--- a/f\n+++ b/f\n@@ -2 +2 @@\n-b\n+B', changed),
  update(
    'a removed and an added line that look like headers of another tool',
    '-- x\nb\n',
    '@@\n--- x\n+++ y',
    '++ y\nb\n',
  ),
  wrapped('CRLF in the patch', updatePatch(change).replaceAll('\n', '\r\n')),
  wrapped('white space around the patch', `\n\n  \n${updatePatch(change)}\n \n`),
  wrapped('no newline at the end', updatePatch(change).trimEnd()),
  wrapped('a byte order mark before the patch', `\uFEFF${updatePatch(change)}`),
  wrapped('a code fence', `\`\`\`\n${updatePatch(change)}\`\`\`\n`),
  wrapped('a code fence with a language', `\`\`\`diff\n${updatePatch(change)}\`\`\``),
  wrapped('a tilde fence', `~~~~patch\n${updatePatch(change)}~~~~`),
  wrapped('a quoted heredoc', `apply_patch <<'EOF'\n${updatePatch(change)}EOF\n`),
  wrapped('a plain heredoc', `<<EOF\n${updatePatch(change)}EOF`),
  wrapped('a heredoc in double quotes', `apply_patch <<"PATCH"\n${updatePatch(change)}PATCH\n`),
  wrapped(
    'a heredoc without End Patch',
    `<<'EOF'\n*** Begin Patch\n*** Update File: f\n${change}\nEOF\n`,
  ),
  wrapped(
    'a fence without End Patch',
    `\`\`\`\n*** Begin Patch\n*** Update File: f\n${change}\n\`\`\`\n`,
  ),
  wrapped(
    'a heredoc in a fence',
    `\`\`\`sh\napply_patch <<'EOF'\n${updatePatch(change)}EOF\n\`\`\``,
  ),
  wrapped('a heredoc for bash -lc', `bash -lc "apply_patch <<'EOF'\n${updatePatch(change)}EOF"`),
  wrapped('a heredoc that takes tabs off', `apply_patch <<-EOF\n${updatePatch(change)}EOF\n`),
  wrapped('an argument in single quotes', `apply_patch '${updatePatch(change).trimEnd()}'\n`),
  wrapped('an argument in double quotes', `apply_patch "${updatePatch(change)}"`),
  broken(
    'an argument that the shell would change',
    `apply_patch "${updatePatch('@@\n a\n-b\n+\\"B\\"').trimEnd()}"`,
    'Patch line 7: "*** End Patch\\"" is not a line of a hunk. Every line of a hunk starts with a space (context), `-` (removed) or `+` (added).',
  ),
  wrapped('a tag around the patch', `<patch>\n*** Update File: f\n${change}\n</patch>\n`),
  {
    name: 'a fence as the last context line of a fenced patch without End Patch',
    files: { f: 'b\nx\n```\nb\nx\ny\n' },
    patch: '```\n*** Begin Patch\n*** Update File: f\n-b\n+B\n x\n ```\n```\n',
    gives: { f: 'B\nx\n```\nb\nx\ny\n' },
  },
  {
    name: 'a command that goes to a folder first',
    files: { f: abc, 'p q/f': abc },
    patch: `cd 'p q' && apply_patch <<'EOF'\n${updatePatch(`*** Move to: g\n${change}`)}EOF\n`,
    gives: { f: abc, 'p q/g': changed },
  },
  {
    name: 'a command that goes to a folder on a line of its own',
    files: { f: abc, 'p/f': abc },
    patch: `\`\`\`bash\ncd ./p\napply_patch <<'EOF'\n${updatePatch(change)}EOF\n\`\`\`\n`,
    gives: { f: abc, 'p/f': changed },
  },
  ...[
    'cd "$ROOT" && apply_patch <<EOF',
    'cd a && cd b && apply_patch <<EOF',
    'cd; patch <<EOF',
  ].map((command) =>
    broken(
      `a folder that is not known: ${command}`,
      `${command}\n${updatePatch(change)}EOF\n`,
      'The command around the patch changes the folder in a way that cannot be followed here. Send the bare patch, with paths relative to the workspace folder.',
    ),
  ),
  wrapped(
    'words before the file header',
    `*** Begin Patch\n\nFirst f.\n*** Update File: f\n${change}\n*** End Patch`,
  ),
  wrapped('words before the patch', `Here is the patch:\n\n${updatePatch(change)}`),
  wrapped('words after the patch', `${updatePatch(change)}\nThat is all.\n`),
  wrapped('no End Patch', `*** Begin Patch\n*** Update File: f\n${change}\n`),
  wrapped('no End Patch and no newline', `*** Begin Patch\n*** Update File: f\n${change}`),
  wrapped('no Begin Patch', `*** Update File: f\n${change}\n*** End Patch\n`),
  wrapped('Begin Patch twice', `*** Begin Patch\n${updatePatch(change)}`),
  wrapped(
    'padded headers',
    `*** Begin Patch  \n***  Update File:  f  \n${change}\n*** End Patch\t\n`,
  ),
  wrapped(
    'an indented file header',
    `*** Begin Patch\n  *** Update File: f\n${change}\n*** End Patch\n`,
  ),
  wrapped(
    'indented headers throughout',
    `  *** Begin Patch\n  *** Update File: f\n${change}\n  *** End Patch\n`,
  ),
  wrapped(
    'an indented End Patch',
    `*** Begin Patch\n*** Update File: f\n${change}\n *** End Patch\n`,
  ),
  wrapped(
    'headers in other capitals',
    `*** begin patch\n*** UPDATE FILE: f\n${change}\n*** end patch\n`,
  ),
  wrapped(
    'no space after the stars',
    `***Begin Patch\n***Update File:f\n${change}\n***End Patch\n`,
  ),
  wrapped(
    'stops and stars behind the words of headers',
    `*** Begin Patch:\n*** Update File: f ***\n${change}\n*** End Patch.\n`,
  ),
  ...['"f"', "'f'", '`f`'].map((path) =>
    wrapped(`a path in quotes: ${path}`, updatePatch(change).replace('File: f', `File: ${path}`)),
  ),
  {
    name: 'a new path in quotes',
    files: { f: abc },
    patch: updatePatch(`*** Move to: "my notes.md"\n${change}`),
    gives: { 'my notes.md': changed },
  },
  wrapped('the whole patch indented', updatePatch(change).replaceAll(/^/gm, '    ')),
  wrapped('the whole patch indented by a tab', updatePatch(change).replaceAll(/^/gm, '\t')),
  wrapped('a path with ./', updatePatch(change).replace('File: f', 'File: ./f')),
  {
    name: 'an indented second file header inside a hunk',
    files: { f: abc, g: abc },
    patch: `*** Begin Patch\n*** Update File: f\n${change}\n *** Update File: g\n${change}\n*** End Patch\n`,
    gives: { f: changed, g: changed },
  },
  {
    name: 'context that reads like a header',
    files: { f: 'x\n*** Update File: g\n@@\n-b\n*** End Patch\nend\n', g: abc },
    patch: updatePatch('@@\n *** Update File: g\n @@\n--b\n+-B\n *** End Patch'),
    gives: { f: 'x\n*** Update File: g\n@@\n-B\n*** End Patch\nend\n', g: abc },
  },
  {
    name: 'all headers indented, with a move and an end of the file',
    files: { f: abc },
    patch:
      '  *** Begin Patch\n  *** Update File: f\n  *** Move to: g\n@@\n-c\n+C\n  *** End of File\n  *** End Patch\n',
    gives: { g: 'a\nb\nC\n' },
  },
  {
    name: 'context that reads like the end of the patch, and does not fit',
    files: { f: 'intro\na\nq\n' },
    patch: updatePatch(' intro\n-a\n+b\n *** End Patch\n-old\n+new'),
    fails: `${refusal}\nf, hunk 1 of 1 (patch line 3): its lines are nowhere in the file. Nearest are lines 1 to 3 (2 of 4 lines equal). The first difference is at line 3: the patch has \`*** End Patch\`, the file has \`q\`. Read the file there and send the patch again with its lines as they are now:\n1| intro\n2| a\n3| q`,
  },
  {
    name: 'context that reads like a deletion, and does not fit',
    files: { f: 'intro\nold\nother\n', g: 'x\n' },
    patch: updatePatch(' intro\n-old\n+new\n *** Delete File: g'),
    fails: `${refusal}\nf, hunk 1 of 1 (patch line 3): its lines are nowhere in the file. Nearest are lines 1 to 3 (2 of 3 lines equal). The first difference is at line 3: the patch has \`*** Delete File: g\`, the file has \`other\`. Read the file there and send the patch again with its lines as they are now:\n1| intro\n2| old\n3| other`,
  },
  broken(
    'lines of a hunk behind an early End Patch',
    updatePatch(`${change}\n*** End Patch\n+more`),
    'Patch line 9: this line stands behind `*** End Patch`. Put that at the very end; a line of a file that reads so needs its prefix (space, `-` or `+`) too.',
  ),
  ...['+more', '-c', '@@\n-c', ' c\n+more', '+more\n*** Begin Patch\n*** End Patch'].map((lines) =>
    broken(
      `lines of a hunk behind End Patch, and nothing behind them: ${JSON.stringify(lines)}`,
      updatePatch(change) + lines,
      `Patch line ${lines.startsWith(' ') ? 10 : 9}: this line stands behind \`*** End Patch\`. Put that at the very end; a line of a file that reads so needs its prefix (space, \`-\` or \`+\`) too.`,
    ),
  ),
  wrapped('a list behind the patch', `${updatePatch(change)}\nDone:\n- b is B\n- that is all\n`),
  {
    name: 'a line without a prefix that is not in the file',
    files: { f: abc },
    patch: updatePatch('@@\n a\n-b\n+B\nB2\n c'),
    fails: `${refusal}\nf, hunk 1 of 1 (patch line 3): patch line 7 starts with none of space, \`-\` and \`+\` and was read as context; its lines are nowhere in the file. Nearest are lines 1 to 3 (2 of 4 lines equal). The first difference is at line 3: the patch has \`B2\`, the file has \`c\`. Read the file there and send the patch again with its lines as they are now:\n1| a\n2| b\n3| c`,
  },
  {
    name: 'two patches in one text',
    files: { f: abc, g: abc },
    patch: updatePatch(change) + updatePatch(change).replace('File: f', 'File: g'),
    gives: { f: changed, g: changed },
  },
  {
    name: 'a path with spaces',
    files: { 'my notes.md': abc },
    patch: updatePatch(change).replace('File: f', 'File: my notes.md'),
    gives: { 'my notes.md': changed },
  },
  {
    name: 'a path with backslashes',
    files: { 'src/f': abc },
    patch: updatePatch(change).replace('File: f', 'File: src\\f'),
    gives: { 'src/f': changed },
  },
  broken('an empty text', '', 'The patch is empty.'),
  broken('white space only', ' \n\t\n', 'The patch is empty.'),
  broken(
    'words only',
    'I changed b to B.',
    'This is not a patch: it has no `*** Begin Patch` line and no file header (it may have been cut off).',
  ),
  broken(
    'a header that was cut off',
    '*** Begin Pat',
    'This is not a patch: it has no `*** Begin Patch` line and no file header (it may have been cut off).',
  ),
  broken(
    'no sections',
    '*** Begin Patch\n*** End Patch\n',
    'Patch line 1: the patch names no file: it has no `*** Add File:`, `*** Update File:` or `*** Delete File:` line.',
  ),
  broken(
    'a file header that was cut off',
    '*** Begin Patch\n*** Upd',
    'Patch line 2: this line belongs to no file: a `*** Add File:`, `*** Update File:` or `*** Delete File:` line must come first.',
  ),
  broken(
    'no path',
    '*** Begin Patch\n*** Update File:\n-b\n*** End Patch',
    'Patch line 2: the header has no path.',
  ),
  broken(
    'no hunks',
    '*** Begin Patch\n*** Update File: f\n*** End Patch',
    'Patch line 2: no hunks follow `*** Update File: f`.',
  ),
  broken(
    'lines without prefixes and nothing that changes',
    updatePatch('@@\n a\nb\n c'),
    'Patch line 5: "b" is not a line of a hunk. Every line of a hunk starts with a space (context), `-` (removed) or `+` (added).',
  ),
  broken(
    'an anchor without lines',
    updatePatch(`${change}\n@@ class A`),
    'Patch line 8: There are no lines after this `@@` line. Write the context, `-` and `+` lines of the hunk below it.',
  ),
  broken(
    'an added file without plus signs',
    '*** Begin Patch\n*** Add File: g\nhello\n*** End Patch',
    'Patch line 3: every line below `*** Add File:` starts with `+` (an empty line is a lone `+`).',
  ),
  broken(
    'lines below Delete',
    '*** Begin Patch\n*** Delete File: f\n-a\n*** End Patch',
    'Patch line 3: nothing follows `*** Delete File:`; to remove some lines only, use `*** Update File:`.',
  ),
  broken(
    'Move to after a hunk',
    updatePatch(`${change}\n*** Move to: g`),
    'Patch line 8: `*** Move to:` must come directly after `*** Update File:`.',
  ),
  broken(
    'Move to nowhere',
    updatePatch(`*** Move to:\n${change}`),
    'Patch line 3: `*** Move to:` has no path.',
  ),
  broken(
    'Move to twice',
    updatePatch(`*** Move to: g\n*** Move to: h\n${change}`),
    'Patch line 4: `*** Move to:` is there twice.',
  ),
  broken(
    'an unknown header',
    updatePatch('*** Rename to: g'),
    'Patch line 3: "*** Rename to: g" is not a line of a hunk. Every line of a hunk starts with a space (context), `-` (removed) or `+` (added).',
  ),
  ...[
    { where: 'behind a removed line', body: '*** Update File: f\n@@\n a\n-b\n' },
    { where: 'in an added line', body: '*** Update File: f\n@@\n-b\n+B' },
    { where: 'before the context of an added line', body: '*** Update File: f\n@@\n+B\n' },
    { where: 'in context before a change', body: `*** Update File: f\n${change}\n@@\n a\n` },
    { where: 'behind @@', body: `*** Update File: f\n${change}\n@@\n` },
    { where: 'in a new path', body: '*** Update File: f\n*** Move to: g' },
    { where: 'in a new file', body: '*** Add File: g\n+hel' },
    { where: 'in the path of a deleted file', body: '*** Delete File: f' },
  ].map(({ where, body }) =>
    broken(
      `cut off ${where}`,
      `*** Begin Patch\n${body}`,
      `Patch line ${body.trimEnd().split('\n').length + 1}: the patch ends here without \`*** End Patch\`, and seems to have been cut off. Nothing was applied. Send it again as a whole, or in several shorter patches.`,
    ),
  ),
  {
    name: 'no End Patch behind a whole added line',
    files: { f: abc },
    patch: '*** Begin Patch\n*** Update File: f\n@@\n-b\n+B\n',
    gives: { f: 'a\nB\nc\n' },
  },
  {
    name: 'no End Patch behind a whole line of a new file',
    files: {},
    patch: '*** Begin Patch\n*** Add File: g\n+hello\n',
    gives: { g: 'hello\n' },
  },
  {
    name: 'no End Patch behind the end of the file',
    files: { f: abc },
    patch: '*** Begin Patch\n*** Update File: f\n-c\n+C\n*** End of File\n',
    gives: { f: 'a\nb\nC\n' },
  },
  {
    name: 'no End Patch behind a whole path',
    files: { f: abc, g: abc },
    patch: '*** Begin Patch\n*** Delete File: f\n',
    gives: { g: abc },
  },
  {
    name: 'a patch that changes nothing',
    files: { f: abc },
    patch: updatePatch(' a\n-b\n+b'),
    fails:
      'The patch changes nothing: the files already are as it would leave them. Nothing was written.',
  },
]);
