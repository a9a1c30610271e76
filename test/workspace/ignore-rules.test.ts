import assert from 'node:assert/strict';
import { createIgnoreRules } from '../../src/host/workspace/ignore-rules.ts';

const files: Readonly<Record<string, string>> = {
  '.gitignore': 'node_modules/\n*.log\n/dist\n!keep.log\nbuild/*\n!build/keep.txt\n',
  '.ratchetignore': 'private/\n*.sql\n!node_modules/\n',
  'packages/a/.gitignore': 'generated.ts\n!important.log\n',
  'packages/a/.ratchetignore': '!schema.sql\n',
};

function rules() {
  return createIgnoreRules({
    readText: async (relative) => files[relative],
    excludes: ['**/.DS_Store', '**/*.hidden', 'out'],
  });
}

describe('createIgnoreRules', () => {
  const hidden: readonly (readonly [path: string, why: 'secret' | 'ignored', covers: string])[] = [
    ['a.log', 'ignored', 'a.log'],
    ['src/deep/a.log', 'ignored', 'src/deep/a.log'],
    ['dist/a.js', 'ignored', 'dist/'],
    ['private/plan.md', 'ignored', 'private/'],
    ['src/private/plan.md', 'ignored', 'src/private/'],
    ['db/x.sql', 'ignored', 'db/x.sql'],
    ['packages/a/generated.ts', 'ignored', 'packages/a/generated.ts'],
    ['build/x.txt', 'ignored', 'build/x.txt'],
    ['src/.DS_Store', 'ignored', 'src/.DS_Store'],
    ['out/a.js', 'ignored', 'out/'],
    ['.git/config', 'ignored', '.git/'],
    ['sub/.git/HEAD', 'ignored', 'sub/.git/'],
    ['.env', 'secret', '.env'],
    ['config/.ENV.local', 'secret', 'config/.ENV.local'],
    ['keys/server.pem', 'secret', 'keys/server.pem'],
    ['dist/.env', 'secret', 'dist/.env'],
  ];
  for (const [path, why, covers] of hidden) {
    it(`hides ${path}`, async () => {
      const found = await rules().hides(path, 'file');
      assert.deepEqual([found?.why, found?.covers], [why, covers]);
    });
  }

  const shown = [
    ...[
      'src/a.ts',
      'keep.log',
      'packages/a/important.log',
      'packages/a/schema.sql',
      'src/dist/a.js',
    ],
    ...['build/keep.txt', 'packages/b/generated.ts', '.gitignore', '.env.example', 'src/out.ts'],
    // .ratchetignore has the last word, in both directions.
    'node_modules/a/index.js',
  ];
  for (const path of shown) {
    it(`shows ${path}`, async () => {
      assert.equal(await rules().hides(path, 'file'), undefined);
    });
  }

  it('names the file that hides it', async () => {
    const found = await rules().hides('packages/a/generated.ts', 'file');
    assert.equal(found?.reason, 'packages/a/.gitignore ignores it');
  });

  it('tells folders from files', async () => {
    assert.equal(await rules().hides('private', 'file'), undefined);
    assert.equal((await rules().hides('private', 'directory'))?.why, 'ignored');
    assert.equal(await rules().hides('', 'directory'), undefined);
  });

  it('reads each rule file once', async () => {
    const reads: string[] = [];
    const counted = createIgnoreRules({
      readText: async (relative) => {
        reads.push(relative);
        return files[relative];
      },
      excludes: [],
    });
    await Promise.all(['src/a', 'src/b', 'src/c/d'].map((path) => counted.hides(path, 'file')));
    assert.equal(new Set(reads).size, reads.length);
  });
});
