import { describeCases, type EditCase, refusal } from './edit-case.ts';

const abc = 'a\nb\nc\n';
const changed = 'a\nB\nc\n';
const hunk = '@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n';
const diff = `--- a/f\n+++ b/f\n${hunk}`;

function gives(
  name: string,
  patch: string,
  after: Record<string, string> = { f: changed },
  files: Record<string, string> = { f: abc },
): EditCase {
  return { name, files, patch, gives: after };
}

function fails(name: string, patch: string, told: string): EditCase {
  return { name, files: { f: abc }, patch, fails: told };
}

const formReminder = `The form is:
*** Begin Patch
*** Update File: path/to/file
@@ optional line that precedes the hunk, such as a function's header
 context line
-removed line
+added line
*** End Patch`;

describeCases('unified diffs', [
  gives('as diff writes it', diff),
  gives('as git writes it', `diff --git a/f b/f\nindex 1269488..4f4a2c1 100644\n${diff}`),
  gives('in a fence, with words around it', `Here:\n\`\`\`diff\n${diff}\`\`\`\nThat is all.\n`),
  gives('between Begin and End', `*** Begin Patch\n${diff}*** End Patch\n`),
  gives(
    'below an Update header',
    `*** Begin Patch\n*** Update File: f\ndiff --git a/f b/f\nindex 1..2 100644\n${diff}*** End Patch\n`,
  ),
  gives('without a/ and b/', `--- f\n+++ f\n${hunk}`),
  gives(
    'without a/ and b/, in a folder a',
    `--- a/f\n+++ a/f\n${hunk}`,
    { 'a/f': changed },
    { 'a/f': abc },
  ),
  gives('with times', `--- a/f\t2024-01-01 10:00:00\n+++ b/f\t2024-01-01 10:00:01\n${hunk}`),
  gives('with CRLF', diff.replaceAll('\n', '\r\n')),
  gives('with numbers that are wrong', diff.replace('-1,3 +1,3', '-40,2 +41,9')),
  gives(
    'of two files',
    `${diff}${diff.replaceAll('/f', '/g')}`,
    { f: changed, g: changed },
    { f: abc, g: abc },
  ),
  gives(
    'of several hunks',
    '--- a/f\n+++ b/f\n@@ -1,2 +1,2 @@\n-a\n+A\n b\n@@ -3 +3 @@ heading\n-c\n+C\n',
    { f: 'A\nb\nC\n' },
  ),
  gives('of a new file', '--- /dev/null\n+++ b/n\n@@ -0,0 +1,2 @@\n+x\n+y\n', {
    f: abc,
    n: 'x\ny\n',
  }),
  gives(
    'of a new file with an empty line that lost its plus',
    '--- /dev/null\n+++ b/n\n@@ -0,0 +1,3 @@\n+x\n\n+y\n',
    { f: abc, n: 'x\n\ny\n' },
  ),
  ...['', 'diff --git a/g b/g\nindex 1269488..4f4a2c1 100644\n'].map((head) =>
    gives(
      `of two files, with numbers that promise more lines${head === '' ? '' : ', as git writes it'}`,
      `${diff.replace('-1,3 +1,3', '-1,7 +1,7')}${head}${diff.replaceAll('/f', '/g')}`,
      { f: changed, g: changed },
      { f: abc, g: abc },
    ),
  ),
  gives(
    'in which a removed and an added line at the end of a hunk look like a header',
    '--- a/f\n+++ b/f\n@@ -1,2 +1,2 @@\n a\n--- x\n+++ y\n@@ -3 +3 @@\n-c\n+C\n',
    { f: 'a\n++ y\nC\n' },
    { f: 'a\n-- x\nc\n' },
  ),
  gives('as git mails it', `From 1\nSubject: x\n\n---\n f | 2 +-\n\n${diff}-- \n2.40.1\n`),
  gives(
    'in a fence, with fewer lines than its numbers say and a change at its end',
    '```diff\n--- a/f\n+++ b/f\n@@ -2,9 +2,9 @@\n-b\n-c\n+B\n```\n',
    { f: 'a\nB\n' },
  ),
  gives(
    'of a new file without a final newline',
    '--- /dev/null\n+++ b/n\n@@ -0,0 +1 @@\n+x\n\\ No newline at end of file\n',
    { f: abc, n: 'x' },
  ),
  gives(
    'of a new empty file',
    'diff --git a/n b/n\nnew file mode 100644\nindex 0000000..e69de29\n',
    { f: abc, n: '' },
  ),
  gives(
    'of a deleted file',
    'diff --git a/f b/f\ndeleted file mode 100644\n--- a/f\n+++ /dev/null\n@@ -1,3 +0,0 @@\n-a\n-b\n-c\n',
    {},
  ),
  gives(
    'of a moved file',
    'diff --git a/f b/g\nsimilarity index 100%\nrename from f\nrename to g\n',
    { g: abc },
  ),
  gives(
    'of a moved and changed file',
    `diff --git a/f b/x/g\nsimilarity index 60%\nrename from f\nrename to x/g\n--- a/f\n+++ b/x/g\n${hunk}`,
    { 'x/g': changed },
  ),
  gives(
    'with removed and added lines that look like its headers',
    '--- a/f\n+++ b/f\n@@ -1,2 +1,2 @@\n--- x\n+++ y\n b\n',
    { f: '++ y\nb\n' },
    { f: '-- x\nb\n' },
  ),
  gives(
    'in which the numbers say which of equal places',
    '--- a/f\n+++ b/f\n@@ -3 +3 @@\n-x\n+y\n',
    { f: 'x\n1\ny\n' },
    { f: 'x\n1\nx\n' },
  ),
  fails(
    'of a deleted file that has more lines',
    '--- a/f\n+++ /dev/null\n@@ -1,2 +0,0 @@\n-a\n-b\n',
    `${refusal}\nf: its lines are not those that the diff removes. Read it again; to delete it whatever it holds, use \`*** Delete File: f\`.`,
  ),
  fails(
    'that was cut off in a change',
    '--- a/f\n+++ b/f\n@@ -1,3 +1,3 @@\n a\n-b\n',
    `Patch line 5: the diff ends here in a change, with fewer lines than the numbers of its last \`@@\` line say, and seems to have been cut off. Nothing was applied. Send it again as a whole, with the lines that follow the change.\n${formReminder}`,
  ),
  fails(
    'of a new file with a line of another kind',
    '--- /dev/null\n+++ b/n\n@@ -0,0 +1,3 @@\n+x\ny\n+z\n',
    `Patch line 1: a new file has \`+\` lines only.\n${formReminder}`,
  ),
  fails(
    'of a binary file',
    'diff --git a/f b/f\nindex 1..2 100644\nBinary files a/f and b/f differ\n',
    `Patch line 1: \`Binary files a/f and b/f differ\` cannot be applied here.\n${formReminder}`,
  ),
  fails(
    'of a mode',
    'diff --git a/f b/f\nold mode 100644\nnew mode 100755\n',
    `Patch line 1: the diff has no hunks.\n${formReminder}`,
  ),
  fails(
    'of a path in quotes',
    '--- "a/caf\\303\\251"\n+++ "b/caf\\303\\251"\n@@ -1 +1 @@\n-a\n+b\n',
    `Patch line 1: the path is quoted. Write it plainly, in the form below.\n${formReminder}`,
  ),
  fails(
    'with lines that the file does not have',
    '--- a/f\n+++ b/f\n@@ -1,2 +1,2 @@\n a\n-x\n+y\n',
    `${refusal}\nf, hunk 1 of 1 (patch line 3): its lines are nowhere in the file. Nearest are lines 1 to 2 (1 of 2 lines equal). The first difference is at line 2: the patch has \`x\`, the file has \`b\`. Read the file there and send the patch again with its lines as they are now:\n1| a\n2| b\n3| c`,
  ),
]);
