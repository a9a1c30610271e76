import { describeCases, refuse, update } from './edit-case.ts';

const shop = `class Cart {
  total() {
    return 0;
  }

  clear() {
    this.items = [];
  }
}

class Order {
  total() {
    return 0;
  }

  clear() {
    this.items = [];
  }
}
`;
const inOrder = (from: string, to: string) => {
  const at = shop.indexOf('class Order');
  return shop.slice(0, at) + shop.slice(at).replace(from, to);
};
const inCart = (from: string, to: string) => shop.replace(from, to);

const python = `def load(path):
    data = read(path)
    if data:
        return data
    else:
        return None


def save(path):
    data = read(path)
    if data:
        return data
    else:
        return None
`;

const readme = '# Tool\n\n## Build\n\nRun it.\n\n## Test\n\nRun it.\n\n## Deploy\n\nSteps.\n';
const ini = '[build]\nfast = no\n[test]\nfast = no\n';
const flat = 'void one() {\nx = 1;\n}\nvoid two() {\nx = 1;\n}\nx = 2;\n';
const cpp = `class A {
public:
  int x;
};
class B {
public:
  int x;
private:
  int y;
};
`;

// Different lines with the same hash, so that comparing them for real is what tells them apart.
const [twin, otherTwin] = ['line 1rnw', 'line ipba'];

const spaces4 = 'def f():\n    a = 1\n    b = 2\n';
const tabs = 'def f():\n\ta = 1\n\tb = 2\n';
const quotes = 'say “hello” – he said…\nit’s\u00a0here\n';

describeCases('the place of a hunk', [
  update('the only exact place', 'x\ny\nz\n', '-y\n+Y', 'x\nY\nz\n'),
  update('the first line', 'x\ny\n', '-x\n+X', 'X\ny\n'),
  update('the last line', 'x\ny\n', '-y\n+Y', 'x\nY\n'),
  update('the whole file', 'x\ny\n', '-x\n-y\n+Y', 'Y\n'),
  update('an exact place beside one with trailing space', 'x \ny\nx\n', '-x\n+X', 'x \ny\nX\n'),
  update('an exact place beside one indented otherwise', '  x\nx\n', '-x\n+X', '  x\nX\n'),
  update('trailing space in the file', 'a  \nb\n', ' a\n-b\n+B', 'a  \nB\n'),
  update('trailing space in the patch', 'a\nb\n', ' a \t\n-b\n+B', 'a\nB\n'),
  update('context keeps its own trailing space', 'a\t\nb \nc\n', ' a\n-b\n+B\n c', 'a\t\nB\nc\n'),
  update(
    'an indentation left out',
    spaces4,
    ' def f():\n-b = 2\n+b = 3'.replace(' def f():\n', ''),
    'def f():\n    a = 1\n    b = 3\n',
  ),
  update(
    'tabs for spaces',
    tabs,
    ' def f():\n     a = 1\n-    b = 2\n+    b = 3\n+    if b:\n+        c = 4',
    'def f():\n\ta = 1\n\tb = 3\n\tif b:\n\t\tc = 4\n',
  ),
  update(
    'spaces for tabs',
    spaces4,
    ' def f():\n \ta = 1\n-\tb = 2\n+\tb = 3\n+\tif b:\n+\t\tc = 4',
    'def f():\n    a = 1\n    b = 3\n    if b:\n        c = 4\n',
  ),
  update(
    'two spaces for four',
    'if x:\n    if y:\n        a()\n',
    ' if x:\n   if y:\n-    a()\n+    b()\n+    if z:\n+      c()',
    'if x:\n    if y:\n        b()\n        if z:\n            c()\n',
  ),
  update(
    'four spaces for two, by one depth to go by',
    'a(\n  b,\n  c,\n)\n',
    '     b,\n+    if (\n+        d,\n+            e,\n     c,',
    'a(\n  b,\n  if (\n    d,\n      e,\n  c,\n)\n',
  ),
  update(
    'four spaces for two, deep inside',
    'a(\n  b(\n    c(\n      d,\n',
    '-            d,\n+            e(\n+                f(\n+                    g,',
    'a(\n  b(\n    c(\n      e(\n        f(\n          g,\n',
  ),
  update(
    'everything one level too shallow',
    'class A:\n    def f(self):\n        return 1\n',
    ' def f(self):\n-    return 1\n+    x = 2\n+    return x',
    'class A:\n    def f(self):\n        x = 2\n        return x\n',
  ),
  update(
    'all indentation lost, line for line',
    'def f():\n    a()\n    b()\n',
    ' def f():\n a()\n-b()\n+c()',
    'def f():\n    a()\n    c()\n',
  ),
  update(
    'an added blank line stays blank',
    tabs,
    '     a = 1\n-    b = 2\n+\n+    b = 3',
    'def f():\n\ta = 1\n\n\tb = 3\n',
  ),
  update(
    'to the letter, nothing is re-indented',
    '\ta\n\tb\n',
    ' \ta\n+    x\n \tb',
    '\ta\n    x\n\tb\n',
  ),
  update(
    'plain quotes, dash and ellipsis',
    quotes,
    '-say "hello" - he said...\n+say nothing',
    'say nothing\nit’s\u00a0here\n',
  ),
  update(
    'the file’s quotes in context',
    quotes,
    ' say "hello" - he said...\n-it\'s here\n+it\'s gone',
    'say “hello” – he said…\nit’s\u00a0gone\n',
  ),
  update(
    'the file’s quotes beside a change',
    '“a” and “b”\n',
    '-"a" and "b"\n+"a" or "b"',
    '“a” or “b”\n',
  ),
  update('a composed letter', 'cafe\u0301\nx\n', ' café\n-x\n+y', 'cafe\u0301\ny\n'),
  update('a zero-width space', 'a\u200bb\nx\n', ' ab\n-x\n+y', 'a\u200bb\ny\n'),
  refuse(
    'an exact place twice',
    'x\ny\nx\n',
    '-x\n+X',
    'f, hunk 1 of 1 (patch line 3): its lines are at more than one place: lines 1, 3. Nothing was chosen. Add more context lines, or an `@@` line with the class or function that the place is in.',
  ),
  refuse(
    'a loose place twice',
    'x \ny\nx\t\n',
    '-x\n+X',
    'f, hunk 1 of 1 (patch line 3): its lines are at more than one place: lines 1, 3. Nothing was chosen. Add more context lines, or an `@@` line with the class or function that the place is in.',
  ),
  refuse(
    'many places',
    'x\n'.repeat(30),
    '-x\n+X',
    'f, hunk 1 of 1 (patch line 3): its lines are at more than one place: lines 1, 2, 3, 4, 5, 6, 7, 8 and more. Nothing was chosen. Add more context lines, or an `@@` line with the class or function that the place is in.',
  ),
  refuse(
    'overlapping places',
    'x\nx\nx\n',
    '-x\n-x\n+X',
    'f, hunk 1 of 1 (patch line 3): its lines are at more than one place: lines 1, 2. Nothing was chosen. Add more context lines, or an `@@` line with the class or function that the place is in.',
  ),
  ...[
    { where: 'after @@', before: 'a\nx\n\na\nx\n', body: '@@\n\n a\n-x\n+y', at: '1, 4' },
    { where: 'at the end', before: 'a\n\nb\na\nb\n', body: '-a\n+A\n', at: '1, 4' },
    {
      where: 'after @@, on top of three lines of context',
      before: '1\na\nb\nc\nx\n\na\nb\nc\nx\n',
      body: '@@\n\n a\n b\n c\n-x\n+y',
      at: '2, 7',
    },
  ].map(({ where, before, body, at }) =>
    refuse(
      `an empty line ${where} may be spacing, and does not choose`,
      before,
      body,
      `f, hunk 1 of 1 (patch line 3): its lines are at more than one place: lines ${at}. Nothing was chosen, since empty lines at the ends of a hunk may be mere spacing (an empty line of the file is written as a single space). Add more context lines, or an \`@@\` line with the class or function that the place is in.`,
    ),
  ),
  update(
    'an empty line of context with its mark chooses',
    'a\n\nb\na\nb\n',
    '-a\n+A\n ',
    'A\n\nb\na\nb\n',
  ),
  update(
    'an empty line that the line numbers count chooses',
    'a\n\nb\na\nb\n',
    '@@ -9,2 +9,2 @@\n-a\n+A\n',
    'A\n\nb\na\nb\n',
  ),
  refuse(
    'similar lines only',
    'const a = 1;\nconst b = 2;\nconst c = 3;\n',
    ' const a = 1;\n-const b = 5;\n+const b = 6;\n const c = 3;',
    'f, hunk 1 of 1 (patch line 3): its lines are nowhere in the file. Nearest are lines 1 to 3 (2 of 3 lines equal). The first difference is at line 2: the patch has `const b = 5;`, the file has `const b = 2;`. Read the file there and send the patch again with its lines as they are now:\n1| const a = 1;\n2| const b = 2;\n3| const c = 3;',
  ),
  refuse(
    'a line more in the patch, before the first of the file',
    'one\ntwo\n',
    ' zero\n one\n-two\n+TWO',
    'f, hunk 1 of 1 (patch line 3): its lines are nowhere in the file. Nearest are lines 1 to 2 (2 of 3 lines equal). The first difference is before line 1: the patch has `zero`, the file begins behind it. Read the file there and send the patch again with its lines as they are now:\n1| one\n2| two',
  ),
  refuse(
    'lines with their numbers',
    'alpha\nbeta\n',
    ' 1| alpha\n-2| beta\n+2| gamma',
    'f, hunk 1 of 1 (patch line 3): its lines begin with line numbers, which are no part of the file: leave them out; its lines are nowhere in the file. Nearest are lines 1 to 2 (0 of 2 lines equal). The first difference is at line 1: the patch has `1| alpha`, the file has `alpha`. Read the file there and send the patch again with its lines as they are now:\n1| alpha\n2| beta',
  ),
  refuse(
    'lines that another hunk adds',
    'a\nb\nc\n',
    '@@\n-a\n+alpha\n@@\n alpha\n-b\n+B',
    'f, hunk 2 of 2 (patch line 6): its lines are nowhere in the file. Nearest are lines 1 to 2 (1 of 2 lines equal). The first difference is at line 1: the patch has `alpha`, the file has `a`. Read the file there and send the patch again with its lines as they are now:\n1| a\n2| b\n3| c\nHunk 1 adds `alpha`; all hunks of a file are compared with its text before the patch. Put changes that touch each other into one hunk.\nf: hunk 1 would have applied.',
  ),
  refuse(
    'a line more in the file',
    'one\ntwo\nthree\nfour\n',
    ' one\n-three\n+THREE',
    'f, hunk 1 of 1 (patch line 3): its lines are nowhere in the file. Nearest are lines 1 to 2 (1 of 2 lines equal). The first difference is at line 2: the patch has `three`, the file has `two`. Read the file there and send the patch again with its lines as they are now:\n1| one\n2| two\n3| three\n4| four',
  ),
  refuse(
    'a difference far into a long line',
    `${'x'.repeat(1000)}1${'y'.repeat(500)}\nb\n`,
    ` ${'x'.repeat(1000)}2${'y'.repeat(500)}\n-b\n+c`,
    `f, hunk 1 of 1 (patch line 3): its lines are nowhere in the file. Nearest are lines 1 to 2 (1 of 2 lines equal). The first difference is at line 1: the patch has \`…${'x'.repeat(40)}2${'y'.repeat(119)}…\`, the file has \`…${'x'.repeat(40)}1${'y'.repeat(119)}…\`. Read the file there and send the patch again with its lines as they are now:\n1| ${'x'.repeat(160)}…\n2| b`,
  ),
  refuse(
    'past the end of the file',
    'a\nb\n',
    ' b\n-c\n+C',
    'f, hunk 1 of 1 (patch line 3): its lines are nowhere in the file. Nearest are lines 2 to 2 (1 of 2 lines equal). The first difference is at line 3: the patch has `c`, the file ends. Read the file there and send the patch again with its lines as they are now:\n2| b',
  ),
  refuse(
    'nothing alike',
    'a\nb\n',
    '-entirely different\n+x',
    'f, hunk 1 of 1 (patch line 3): its lines are nowhere in the file, and nothing resembles them. Is it the right file? Read it again.',
  ),
  refuse(
    'a word alike',
    'let counterValue = 1;\n',
    '-counterValue += 2;\n+x',
    'f, hunk 1 of 1 (patch line 3): its lines are nowhere in the file. Nearest are lines 1 to 1 (0 of 1 lines equal). The first difference is at line 1: the patch has `counterValue += 2;`, the file has `let counterValue = 1;`. Read the file there and send the patch again with its lines as they are now:\n1| let counterValue = 1;',
  ),
  refuse(
    'an empty file',
    '',
    '-a\n+b',
    'f, hunk 1 of 1 (patch line 3): the file is empty, so its context and `-` lines are nowhere.',
  ),
  refuse(
    'applied before',
    'alpha\nbravo\nc\n',
    ' alpha\n-beta\n+bravo\n c',
    'f, hunk 1 of 1 (patch line 3): its old lines are nowhere in the file, but its new lines are already at line 1: it seems to have been applied before. Leave the hunk out, or read the file again.',
  ),
  refuse(
    'one of three hunks',
    'a\nb\nc\nd\ne\nf\n',
    '@@\n-a\n+A\n@@\n-cc\n+C\n@@\n-e\n+E',
    'f, hunk 2 of 3 (patch line 6): its lines are nowhere in the file, and nothing resembles them. Is it the right file? Read it again.\nf: hunks 1, 3 would have applied.',
  ),
  refuse(
    'an indentation that stays open',
    'if a:\n    x()\n  y()\n',
    '     if a:\n x()\n+z()\n y()',
    "f, hunk 1 of 1 (patch line 3): its lines were found at line 1, but with another indentation, which leaves open how far to indent `z()`. Write the hunk with the file's own indentation:\n1| if a:\n2|     x()\n3|   y()",
  ),
  refuse(
    'whole words that differ in case',
    'Alpha\nbeta\n',
    '-alpha\n+x',
    'f, hunk 1 of 1 (patch line 3): its lines are nowhere in the file, and nothing resembles them. Is it the right file? Read it again.',
  ),
]);

describeCases('anchors', [
  update(
    'the part that the anchor heads',
    shop,
    '@@ class Order {\n-    return 0;\n+    return 1;',
    inOrder('return 0', 'return 1'),
  ),
  update(
    'the first of two parts',
    shop,
    '@@ class Cart {\n-    return 0;\n+    return 1;',
    inCart('return 0', 'return 1'),
  ),
  update(
    'the name alone',
    shop,
    '@@ class Order\n-    return 0;\n+    return 1;',
    inOrder('return 0', 'return 1'),
  ),
  update(
    'nested anchors',
    shop,
    '@@ class Order\n@@ total()\n-    return 0;\n+    return 1;',
    inOrder('return 0', 'return 1'),
  ),
  update(
    'nested anchors, indented',
    shop,
    '@@ class Order\n@@   total() {\n-    return 0;\n+    return 1;',
    inOrder('return 0', 'return 1'),
  ),
  update(
    'the anchor once more as context',
    shop,
    '@@ class Order {\n class Order {\n   total() {\n-    return 0;\n+    return 1;',
    inOrder('return 0', 'return 1'),
  ),
  update(
    'lines that begin before the anchor and hold it',
    shop,
    '@@ class Order {\n \n class Order {\n-  total() {\n+  sum() {',
    inOrder('total', 'sum'),
  ),
  update(
    'an anchor and a looser match',
    shop,
    '@@ class Order\n-return 0;\n+return 1;',
    inOrder('return 0', 'return 1'),
  ),
  update(
    'a Python function',
    python,
    '@@ def save(path):\n-        return None\n+        return {}',
    python.slice(0, python.indexOf('def save')) +
      python.slice(python.indexOf('def save')).replace('None', '{}'),
  ),
  update(
    'a Python function, past its else',
    python,
    '@@ def load(path):\n     else:\n-        return None\n+        return {}',
    python.replace('None', '{}'),
  ),
  update(
    'a heading',
    readme,
    '@@ ## Test\n-Run it.\n+Run npm test.',
    readme.replace('## Test\n\nRun it.', '## Test\n\nRun npm test.'),
  ),
  update(
    'a section of an INI file',
    ini,
    '@@ [test]\n-fast = no\n+fast = yes',
    '[build]\nfast = no\n[test]\nfast = yes\n',
  ),
  update(
    'code without indentation',
    flat,
    '@@ void one() {\n-x = 1;\n+x = 3;',
    flat.replace('x = 1', 'x = 3'),
  ),
  update(
    'a plain line, up to the end of its block',
    shop,
    '@@     return 0;\n@@   clear() {\n@@ class Order {\n   total() {\n-    return 0;\n+    return 1;'.replace(
      '@@     return 0;\n@@   clear() {\n',
      '',
    ),
    inOrder('return 0', 'return 1'),
  ),
  update(
    'an import line',
    'import a\nimport b\n\nx = 1\n',
    '@@ import a\n-x = 1\n+x = 2',
    'import a\nimport b\n\nx = 2\n',
  ),
  update(
    'an addition goes behind its anchor',
    shop,
    '@@ class Order {\n+  id = 1;\n+',
    inOrder('class Order {\n', 'class Order {\n  id = 1;\n\n'),
  ),
  update(
    'an addition behind nested anchors',
    shop,
    '@@ class Order\n@@ clear()\n+    log();',
    inOrder('clear() {\n', 'clear() {\n    log();\n'),
  ),
  update(
    'an addition with a blank line after its anchor',
    shop,
    '@@ class Order {\n\n+  id = 1;',
    inOrder('class Order {\n', 'class Order {\n  id = 1;\n'),
  ),
  update('an addition without an anchor goes to the end', 'a\nb\n', '@@\n+c', 'a\nb\nc\n'),
  update(
    'an anchor in other punctuation',
    '# it’s “A”\nx\nx\n'.replace('x\nx', 'x'),
    '@@ # it\'s "A"\n-x\n+y',
    '# it’s “A”\ny\n',
  ),
  update(
    'a hunk after an anchored one goes on in its part',
    shop,
    '@@ class Cart {\n-    return 0;\n+    return 1;\n@@\n-    this.items = [];\n+    this.items = null;',
    inCart('return 0', 'return 1').replace('= []', '= null'),
  ),
  refuse(
    'a hunk after an anchored one does not go on behind its part',
    'class A {\n  a() {\n    x();\n  }\n}\n\nclass B {\n  b() {\n    y();\n  }\n}\n',
    '@@ class A {\n@@ a() {\n-    x();\n+    z();\n@@\n }\n+end();',
    'f, hunk 2 of 2 (patch line 7): its lines are at more than one place: lines 5, 11. Nothing was chosen. Add more context lines, or an `@@` line with the class or function that the place is in.\nf: hunk 1 would have applied.',
  ),
  refuse(
    'the part that the anchor heads has other lines',
    inOrder('return 0', 'return 7'),
    '@@ class Order {\n-    return 0;\n+    return 1;',
    'f, hunk 1 of 1 (patch line 3): its lines are not below `@@ class Order {`, but at line 3, which belongs to something else. Correct the `@@` line if you mean that place; otherwise read the file again, since the lines below `@@ class Order {` are different from what the hunk expects.',
  ),
  refuse(
    'lines of the part behind only',
    inCart('return 0', 'return 7'),
    '@@ class Cart {\n-    return 0;\n+    return 1;',
    'f, hunk 1 of 1 (patch line 3): its lines are not below `@@ class Cart {`, but at line 13, which belongs to something else. Correct the `@@` line if you mean that place; otherwise read the file again, since the lines below `@@ class Cart {` are different from what the hunk expects.',
  ),
  refuse(
    'a heading with other lines',
    readme.replace('## Test\n\nRun it.', '## Test\n\nGo.'),
    '@@ ## Test\n-Steps.\n+No steps.',
    'f, hunk 1 of 1 (patch line 3): its lines are not below `@@ ## Test`, but at line 13, which belongs to something else. Correct the `@@` line if you mean that place; otherwise read the file again, since the lines below `@@ ## Test` are different from what the hunk expects.',
  ),
  refuse(
    'an anchor that is not there',
    shop,
    '@@ class Basket {\n-    return 0;\n+    return 1;',
    "f, hunk 1 of 1 (patch line 3): there is no line `class Basket {` in the file. The hunk's lines are at lines 3, 13; correct the `@@` line or leave it out if you mean that place.",
  ),
  refuse(
    'an anchor that is not there, unique lines',
    'class A {\n  x = 1;\n}\n',
    '@@ class B {\n-  x = 1;\n+  x = 2;',
    "f, hunk 1 of 1 (patch line 3): there is no line `class B {` in the file. The hunk's lines are at line 2; correct the `@@` line or leave it out if you mean that place.",
  ),
  refuse(
    'half a word is no anchor',
    'class Border {\n  x = 1;\n}\n',
    '@@ class Bord\n-  x = 1;\n+  x = 2;',
    "f, hunk 1 of 1 (patch line 3): there is no line `class Bord` in the file. The hunk's lines are at line 2; correct the `@@` line or leave it out if you mean that place.",
  ),
  refuse(
    'a nested anchor outside the outer one',
    'class A {\n  a() {\n    x();\n  }\n}\nclass B {\n  b() {\n    x();\n  }\n}\n',
    '@@ class A\n@@ b()\n-    x();\n+    y();',
    "f, hunk 1 of 1 (patch line 3): there is no line `b()` below `@@ class A`. The hunk's lines are at lines 3, 8; correct the `@@` line or leave it out if you mean that place.",
  ),
  refuse(
    'an anchor at two places, lines at both',
    shop,
    '@@ total()\n-    return 0;\n+    return 1;',
    'f, hunk 1 of 1 (patch line 3): its lines are at more than one place: lines 3, 13. Nothing was chosen. Add more context lines, or an `@@` line with the class or function that the place is in.',
  ),
  update(
    'an anchor at two places, lines at one',
    inCart('return 0', 'return 7'),
    '@@ total()\n-    return 0;\n+    return 1;',
    inCart('return 0', 'return 7').replace('return 0', 'return 1'),
  ),
  refuse(
    'an addition behind an anchor at two places',
    shop,
    '@@ total()\n+    log();',
    'f, hunk 1 of 1 (patch line 3): `@@ total()` is at more than one place: lines 2, 12. Put the enclosing class or function on an `@@` line before it, or add context lines.',
  ),
  refuse(
    'twice in one part',
    'class A {\n  x();\n  x();\n}\n',
    '@@ class A {\n-  x();\n+  y();',
    'f, hunk 1 of 1 (patch line 3): its lines are at more than one place: lines 2, 3. Nothing was chosen. Add more context lines, or an `@@` line with the class or function that the place is in.',
  ),
]);

const methods = Array.from(
  { length: 700 },
  (_, at) => `class C${at}:\n    def f(self):\n        return ${at % 2}\n`,
).join('');
const firstBlocks = 'if x:\n    a\n'.repeat(700);

describeCases('anchors that are at hundreds of lines', [
  update(
    'below one that is at one',
    methods,
    '@@ class C690:\n@@     def f(self):\n-        return 0\n+        return 9',
    methods.replace(
      'C690:\n    def f(self):\n        return 0',
      'C690:\n    def f(self):\n        return 9',
    ),
  ),
  update(
    'below one that is at one, by its words',
    methods,
    '@@ class C690:\n@@ f(self)\n-        return 0\n+        return 9',
    methods.replace(
      'C690:\n    def f(self):\n        return 0',
      'C690:\n    def f(self):\n        return 9',
    ),
  ),
  update(
    'lines at one place',
    `${firstBlocks}end\n`,
    '@@ if x:\n-end\n+END',
    `${firstBlocks}END\n`,
  ),
  refuse(
    'lines below the first and below a late one',
    `if x:\n    b\n${firstBlocks}if x:\n    b\n`,
    '@@ if x:\n-    b\n+    c',
    'f, hunk 1 of 1 (patch line 3): its lines are at more than one place: lines 2, 1404. Nothing was chosen. Add more context lines, or an `@@` line with the class or function that the place is in.',
  ),
  refuse(
    'an addition',
    firstBlocks,
    '@@ if x:\n+    b',
    'f, hunk 1 of 1 (patch line 3): `@@ if x:` is at more than one place: lines 1, 3, 5, 7, 9, 11, 13, 15 and more. Put the enclosing class or function on an `@@` line before it, or add context lines.',
  ),
  refuse(
    'a long anchor is not repeated in full',
    'a\n',
    `@@ ${'long '.repeat(100)}\n-a\n+b`,
    `f, hunk 1 of 1 (patch line 3): there is no line \`${'long '.repeat(32)}…\` in the file. Copy the \`@@\` line from the file as it is now, or leave it out and add context lines.`,
  ),
]);

describeCases('line numbers', [
  update(
    'one of several places, with lengths that are right',
    'x\n1\nx\n1\nx\n',
    '@@ -3,2 +3,2 @@\n-x\n+y\n 1',
    'x\n1\ny\n1\nx\n',
  ),
  update('the end of the file', 'x\n1\nx\n', '@@ -3 +3 @@\n-x\n+y', 'x\n1\ny\n'),
  refuse(
    'a place that would be the end of the file, if the numbers were of this text',
    'x\n1\nx\n2\n',
    '@@ -3 +3 @@\n-x\n+y',
    'f, hunk 1 of 1 (patch line 3): its lines are at more than one place: lines 1, 3. Nothing was chosen. Add more context lines, or an `@@` line with the class or function that the place is in.',
  ),
  update(
    'lines at one place, whatever the numbers',
    'a\nb\n',
    '@@ -90,7 +90,7 @@\n-b\n+B',
    'a\nB\n',
  ),
  update('an addition at the end', 'a\nb\n', '@@ -2,0 +3 @@\n+c', 'a\nb\nc\n'),
  update('an addition to an empty file', '', '@@ -0,0 +1,2 @@\n+a\n+b', 'a\nb\n'),
  refuse(
    'a place that the numbers do not name',
    'x\n1\nx\n2\nx\n',
    '@@ -4,1 +4,1 @@\n-x\n+y',
    'f, hunk 1 of 1 (patch line 3): its lines are at more than one place: lines 1, 3, 5. Nothing was chosen. Add more context lines, or an `@@` line with the class or function that the place is in.',
  ),
  refuse(
    'a place that stale numbers name, as another hunk shows',
    'x\n1\n2\nx\n1\nend\n',
    '@@ -1,2 +1,2 @@\n-x\n+y\n 1\n@@ -4 +4 @@\n-end\n+END',
    'f, hunk 1 of 2 (patch line 3): its lines are at more than one place: lines 1, 4. Nothing was chosen. Add more context lines, or an `@@` line with the class or function that the place is in.\nf: hunk 2 would have applied.',
  ),
  refuse(
    'lengths that are made up',
    'x\n1\nx\n2\nx\n',
    '@@ -3,7 +3,9 @@\n-x\n+y',
    'f, hunk 1 of 1 (patch line 3): its lines are at more than one place: lines 1, 3, 5. Nothing was chosen. Add more context lines, or an `@@` line with the class or function that the place is in.',
  ),
  ...['-1,0 +2,1', '-0,0 +1,1', '-9,3 +9,4'].map((numbers) =>
    refuse(
      `an addition with numbers alone: ${numbers}`,
      'a\nb\nc\n',
      `@@ ${numbers} @@\n+x`,
      'f, hunk 1 of 1 (patch line 3): it has only `+` lines, and the line numbers of its `@@` line alone do not say surely where they go. Add the lines around the place as context, or drop the numbers to add them at the end of the file.',
    ),
  ),
]);

describeCases('anchors in other languages', [
  update(
    'past clauses at the depth of the anchor',
    'try:\n    a()\nexcept E:\n    b()\nfinally:\n    c()\n',
    '@@ try:\n-    c()\n+    d()',
    'try:\n    a()\nexcept E:\n    b()\nfinally:\n    d()\n',
  ),
  refuse(
    'a bare @@ does not go on where its lines are twice',
    'class A {\n  a();\n  x();\n  x();\n}\nclass B {\n  x();\n}\n',
    '@@ class A {\n-  a();\n+  b();\n@@\n-  x();\n+  y();',
    'f, hunk 2 of 2 (patch line 6): its lines are at more than one place: lines 3, 4, 7. Nothing was chosen. Add more context lines, or an `@@` line with the class or function that the place is in.\nf: hunk 1 would have applied.',
  ),
  update(
    'C++, past an access label',
    cpp,
    '@@ class B {\n-  int y;\n+  int z;',
    cpp.replace('int y', 'int z'),
  ),
  update(
    'C++, by the access label',
    cpp,
    '@@ class B {\n@@ public:\n-  int x;\n+  int z;',
    cpp.slice(0, 40) + cpp.slice(40).replace('int x', 'int z'),
  ),
  refuse(
    'a plain line reaches to the end of its function only',
    'def f():\n    a = 1\n    b = 2\n\ndef g():\n    c = 3\n',
    '@@     a = 1\n-    c = 3\n+    c = 4',
    'f, hunk 1 of 1 (patch line 3): its lines are not below `@@ a = 1`, but at line 6, which belongs to something else. Correct the `@@` line if you mean that place; otherwise read the file again, since the lines below `@@ a = 1` are different from what the hunk expects.',
  ),
  refuse(
    'lines of one hash are still two lines',
    `${twin}\nb\n`,
    `-${otherTwin}\n+x`,
    'f, hunk 1 of 1 (patch line 3): its lines are nowhere in the file. Nearest are lines 1 to 1 (0 of 1 lines equal). The first difference is at line 1: the patch has `line ipba`, the file has `line 1rnw`. Read the file there and send the patch again with its lines as they are now:\n1| line 1rnw\n2| b',
  ),
  update(
    'lines of one hash, side by side',
    `${twin}\n${otherTwin}\n`,
    `-${otherTwin}\n+x`,
    `${twin}\nx\n`,
  ),
]);

describeCases('the order of hunks', [
  update('in order', 'a\nb\nc\nd\n', '@@\n-a\n+A\n@@\n-d\n+D', 'A\nb\nc\nD\n'),
  update('out of order', 'a\nb\nc\nd\n', '@@\n-d\n+D\n@@\n-a\n+A', 'A\nb\nc\nD\n'),
  update('touching', 'a\nb\nc\n', '@@\n-a\n+A\n@@\n-b\n+B', 'A\nB\nc\n'),
  update('shared context', 'a\nb\nc\n', '@@\n-a\n+A\n b\n@@\n b\n-c\n+C', 'A\nb\nC\n'),
  update('context that another hunk removes', 'a\nb\nc\n', '@@\n-a\n b\n@@\n-b\n c', 'c\n'),
  update(
    'as many equal hunks as places',
    'x\n1\nx\n2\nx\n',
    '@@\n-x\n+y\n@@\n-x\n+y\n@@\n-x\n+y',
    'y\n1\ny\n2\ny\n',
  ),
  update(
    'as many hunks as places, in file order',
    'x\n1\nx\n2\n',
    '@@\n-x\n+y\n@@\n-x\n+z',
    'y\n1\nz\n2\n',
  ),
  update(
    'additions on both sides of a line, the later one first',
    'a\nb\n',
    '@@\n+2\n b\n@@\n a\n+1',
    'a\n1\n2\nb\n',
  ),
  update(
    'context alone that is at two places',
    'a\nx\na\nb\n',
    '@@\n a\n@@\n-b\n+B',
    'a\nx\na\nB\n',
  ),
  update('additions on both sides of a line', 'a\nb\n', '@@\n a\n+1\n@@\n+2\n b', 'a\n1\n2\nb\n'),
  refuse(
    'fewer hunks than places',
    'x\n1\nx\n2\nx\n',
    '@@\n-x\n+y\n@@\n-x\n+y',
    'f, hunk 1 of 2 (patch line 3): its lines are at more than one place: lines 1, 3, 5. Nothing was chosen. Add more context lines, or an `@@` line with the class or function that the place is in.\nf, hunk 2 of 2 (patch line 6): its lines are at more than one place: lines 1, 3, 5. Nothing was chosen. Add more context lines, or an `@@` line with the class or function that the place is in.',
  ),
  refuse(
    'more hunks than places',
    'x\n1\nx\n',
    '@@\n-x\n+y\n@@\n-x\n+y\n@@\n-x\n+y',
    'f, hunk 1 of 3 (patch line 3): its lines are at more than one place: lines 1, 3. Nothing was chosen. Add more context lines, or an `@@` line with the class or function that the place is in.\nf, hunk 2 of 3 (patch line 6): its lines are at more than one place: lines 1, 3. Nothing was chosen. Add more context lines, or an `@@` line with the class or function that the place is in.\nf, hunk 3 of 3 (patch line 9): its lines are at more than one place: lines 1, 3. Nothing was chosen. Add more context lines, or an `@@` line with the class or function that the place is in.',
  ),
  refuse(
    'as many hunks as places, other hunks out of order',
    'x\n1\nx\n2\n',
    '@@\n-2\n+3\n@@\n-x\n+y\n@@\n-x\n+z',
    'f, hunk 2 of 3 (patch line 6): its lines are at more than one place: lines 1, 3. Nothing was chosen. Add more context lines, or an `@@` line with the class or function that the place is in.\nf, hunk 3 of 3 (patch line 9): its lines are at more than one place: lines 1, 3. Nothing was chosen. Add more context lines, or an `@@` line with the class or function that the place is in.\nf: hunk 1 would have applied.',
  ),
  refuse(
    'one of three places, between the neighbours: what it was meant for may have changed since',
    'x\n1\nx\n2\nx\n',
    '@@\n-1\n+one\n@@\n-x\n+y\n@@\n-2\n+two',
    'f, hunk 2 of 3 (patch line 6): its lines are at more than one place: lines 1, 3, 5. Nothing was chosen. Add more context lines, or an `@@` line with the class or function that the place is in.\nf: hunks 1, 3 would have applied.',
  ),
  refuse(
    'the same hunk twice',
    'a\nb\n',
    '@@\n-a\n+A\n@@\n-a\n+A',
    'f, hunk 2 of 2 (patch line 6): it makes the same change at line 1 as hunk 1. Leave one of them out, or give each the context of its own place.\nf: hunk 1 would have applied.',
  ),
  refuse(
    'the same addition twice',
    'a\nb\n',
    '@@\n a\n+x\n@@\n a\n+x',
    'f, hunk 2 of 2 (patch line 6): it makes the same change at line 2 as hunk 1. Leave one of them out, or give each the context of its own place.\nf: hunk 1 would have applied.',
  ),
  refuse(
    'two hunks for one line',
    'a\nb\nc\n',
    '@@\n a\n-b\n+1\n@@\n-b\n+2\n c',
    'f, hunk 2 of 2 (patch line 7): it changes line 2, which hunk 1 changes too. Put both changes into one hunk.\nf: hunk 1 would have applied.',
  ),
]);

const done = (line: number, shown: string) =>
  `f, hunk 1 of 1 (patch line 3): the file is already as it would leave it at line ${line}: it seems to have been applied before. Leave the hunk out; if you do mean another change there, copy the lines before and behind it from the file, indentation included:\n${shown}`;

describeCases('a patch for the second time', [
  refuse('an addition at the end', 'a\nlast();\n', '@@\n+last();', done(2, '1| a\n2| last();')),
  refuse(
    'an addition without lines behind it',
    'first();\nsecond();\nz\n',
    '@@\n first();\n+second();',
    done(2, '1| first();\n2| second();\n3| z'),
  ),
  refuse(
    'an addition without lines before it',
    'first();\nsecond();\nz\n',
    '@@\n+first();\n second();',
    done(1, '1| first();\n2| second();\n3| z'),
  ),
  refuse(
    'an addition below an anchor',
    'class A\n  id = 1;\n  z\n',
    '@@ class A\n+  id = 1;',
    done(2, '1| class A\n2|   id = 1;\n3|   z'),
  ),
  refuse(
    'an indentation',
    'def f():\n    if x:\n        a()\n',
    '@@\n     if x:\n-    a()\n+        a()',
    done(3, '2|     if x:\n3|         a()'),
  ),
  refuse(
    'a condition around a line',
    'def f():\n    if x:\n        a()\n',
    '@@\n-    a()\n+    if x:\n+        a()',
    done(3, '2|     if x:\n3|         a()'),
  ),
  update(
    'a line wanted twice, between lines that are there',
    'first();\nsecond();\nz\n',
    '@@\n first();\n+second();\n second();',
    'first();\nsecond();\nsecond();\nz\n',
  ),
  update(
    'a blank line that has less white space than the patch',
    'a\n\nb\n',
    '@@\n a\n-  \n-b\n+\n+B',
    'a\n\nB\n',
  ),
  update(
    'one more bracket before another',
    'a(\n  b(\n  )\n',
    '@@\n   b(\n+  )',
    'a(\n  b(\n  )\n  )\n',
  ),
  update(
    'an indentation by tabs, never made before',
    '\tif x:\n\ta()\n',
    '@@\n     if x:\n-    a()\n+        a()',
    '\tif x:\n\t\ta()\n',
  ),
]);

describeCases('the end of the file', [
  update('the last of two places', 'x\ny\nx\n', '@@\n-x\n+X\n*** End of File', 'x\ny\nX\n'),
  update(
    'with blank lines behind, loosely',
    'x\ny\nx \n\n',
    '@@\n-x\n+X\n*** End of File',
    'x\ny\nX\n\n',
  ),
  update('an addition', 'a\n', '@@\n+b\n*** End of File', 'a\nb\n'),
  update(
    'another hunk behind it',
    'a\nb\nc\n',
    '@@\n-c\n+C\n*** End of File\n@@\n-a\n+A',
    'A\nb\nC\n',
  ),
  update('an addition to an empty file', '', '@@\n+a\n+b', 'a\nb\n'),
  update('in a file without a final newline', 'x\ny\nx', '@@\n-x\n+X\n*** End of File', 'x\ny\nX'),
  refuse(
    'lines that are not at the end',
    'x\ny\n',
    '@@\n-x\n+X\n*** End of File',
    'f, hunk 1 of 1 (patch line 3): `*** End of File` says that its lines end the file, but they are at line 1 and the file has 2 lines. Leave `*** End of File` out if you mean that place.',
  ),
]);
