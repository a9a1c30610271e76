import assert from 'node:assert/strict';
import { type CommandRules, decideCommand } from '../../../src/core/policy/decide-command.ts';

const rules = (parts: Partial<CommandRules> = {}): CommandRules => ({
  allow: [],
  deny: [],
  mode: 'rules',
  platform: 'posix',
  ...parts,
});
/** Rules a careless user might have: each covers the first word of the attacks below. */
const generous = [
  ...['git **', 'git show **', 'git diff **', 'git log **', 'ls **', 'cat **', 'find **', 'sed **'],
  ...['sort **', 'tar **', 'rg **', 'awk **', 'echo **', 'npm **', 'npm test', 'env **', 'sh **'],
  ...[
    'busybox **',
    'timeout **',
    'nohup **',
    'xargs **',
    'sudo **',
    'ping **',
    'dig **',
    'grep **',
  ],
  ...[
    'node **',
    'python3 **',
    'pip **',
    'yarn **',
    'curl **',
    'cd **',
    'rm **',
    'ls',
    'git status',
  ],
];

describe('decideCommand', () => {
  describe('asks although wildcard rules cover the words and automatic approval is on', () => {
    const attacks: readonly (readonly [why: string, ...lines: string[]])[] = [
      ['expansions', 'ls $(id)', 'ls `id`', 'ls "$(id)"', 'ls "a`id`b"', 'cat <(id)', 'ls >(id)'],
      ['zsh substitution', 'cat =(id)', '=ls', 'ls =id'],
      ['here documents', 'cat <<< $(id)', 'cat <<<x', 'cat <<E\nx\nE'],
      ['parameters', 'echo ${x@P}', 'echo ${!x}', 'echo ${x:=y}', 'echo $x', 'echo $((1+1))'],
      ['the background', 'ls &', 'ls & cat x'],
      ['carriage return', 'ls\rrm x', 'ls \rx'],
      ['control structures', 'if ls; then cat x; fi', 'for x in a; do ls; done', '(ls)', '{ ls; }'],
      [
        'functions',
        'ls() { id; }',
        'ls() { id; }; ls',
        '[[ -f x ]]',
        '((x=1))',
        'while ls; do ls; done',
      ],
      [
        'output to files',
        'git show > ~/.ssh/x',
        'ls > x',
        'ls >> x',
        'ls &> x',
        'ls >| x',
        'ls 2> x',
      ],
      [
        'other redirections',
        'cat < /etc/passwd',
        'ls <> x',
        'ls >&3',
        'ls {fd}> x',
        'ls > "/dev/null "',
      ],
      [
        'git output',
        'git diff --output=x',
        'git diff --output x',
        'git diff --outpu=x',
        'git log -o x',
      ],
      [
        'git configuration',
        'git -c core.pager=id log',
        'git --exec-path=. log',
        'git -C .. log',
        'git -p log',
      ],
      [
        'git programs',
        'git log --ext-diff',
        'git show --textconv',
        'git grep -Oless x',
        'git grep --open-files-in-pager x',
      ],
      [
        'git that loses work',
        'git reset --hard',
        'git clean -fd',
        'git checkout .',
        'git restore x',
        'git stash drop',
      ],
      [
        'git that reaches out',
        'git push',
        'git fetch',
        'git pull',
        'git clone x',
        'git remote add x y',
      ],
      [
        'git as a way around',
        'git config alias.x !id',
        'git bisect run id',
        'git branch -D x',
        'git show HEAD:.env',
      ],
      [
        'find',
        'find . -exec id ;',
        'find . -execdir id +',
        'find . -ok id',
        'find . -delete',
        'find . -fprintf x y',
        'find . -fls x',
      ],
      [
        'sed',
        'sed -i s/a/b/ x',
        'sed 1e\\ id x',
        'sed s/a/b/e x',
        "sed -n '1w x' y",
        'sed -n 1p -i x',
        'sed --in-place s/a/b/ x',
      ],
      [
        'sort',
        'sort -o x y',
        'sort -ox y',
        'sort --output=x y',
        'sort --outp x',
        'sort --compress-program=id x',
        'sort -uo x y',
      ],
      [
        'tar',
        'tar xf x --to-command=id',
        'tar -xf x',
        'tar cf x --checkpoint-action=exec=id',
        'tar tf x -I id',
        'tar --use-compress-program=id -tf x',
      ],
      [
        'ripgrep',
        'rg --pre id x',
        'rg --pre=id x',
        'rg --hostname-bin=id x',
        'rg -uu x',
        'rg --no-ignore x',
      ],
      ['awk', 'awk \'BEGIN{system("id")}\'', 'awk 1 x', 'gawk x'],
      [
        'environment prefixes',
        'LD_PRELOAD=x ls',
        'PAGER=id git log',
        'GIT_SSH_COMMAND=id git status',
        'x=1',
        'export A=b',
      ],
      [
        'wrappers',
        'env ls',
        'sh -c ls',
        'bash -c ls',
        'busybox ls',
        'timeout 5 ls',
        'nohup ls',
        'xargs ls',
        'sudo ls',
      ],
      [
        'more wrappers',
        'nice ls',
        'command ls',
        'exec ls',
        'eval ls',
        'source x',
        '. x',
        'builtin cd',
        'setsid ls',
        'watch ls',
      ],
      [
        'installs',
        'npm install',
        'npm i x',
        'npm ci',
        'npm --silent install',
        'yarn',
        'yarn add x',
        'pnpm add x',
        'bun add x',
      ],
      [
        'more installs',
        'npx x',
        'pip install x',
        'python3 -m pip install x',
        'cargo install x',
        'apt-get install x',
        'npm exec x',
        'npm --prefix .. test',
      ],
      [
        'names that carry data',
        'ping x.example',
        'dig x.example',
        'nslookup x',
        'host x',
        'curl x',
        'wget x',
        'nc x 1',
        'ssh x',
        'openssl s_client',
      ],
      [
        'inline programs',
        'node -e 1',
        'node --eval=1',
        'node -pe 1',
        'python3 -c 1',
        'python3.12 -c 1',
        'perl -e 1',
        'ruby -e 1',
        'php -r 1',
      ],
      [
        'node options',
        'node --require ./x y',
        'node -r ./x y',
        'node --import ./x y',
        'node --inspect x',
      ],
      [
        'field separators',
        'cat$IFS/etc/passwd',
        'cat${IFS}x',
        "l''s",
        'l\\s',
        '"ls"',
        "'git' status",
        "$'ls'",
        'ls $"x"',
      ],
      ['look-alikes', 'gіt status', 'ⅼs', 'ls ѕrc/a', 'ls –la', 'ｌs', 'git stаtus'],
      [
        'hidden characters',
        'ls \u202esrc',
        'ls\u200b',
        '\ufeffls',
        'ls \u00a0',
        'ls \u2028x',
        'ls a\u{e0041}',
        'ls \x1b[2K',
        'ls \x07',
      ],
      ['globs', 'ls *', 'cat *.ts', 'ls a?', 'ls [ab]', 'ls {a,b}', 'ls !(x)', 'rm *'],
      [
        'places outside',
        'cat /etc/passwd',
        'cat ~/.ssh/id_rsa',
        'cat ../x',
        'ls a/../../x',
        'cat file:///etc/passwd',
        'cat C:\\\\x',
        'ls --x=/etc',
        'cd ..',
        'cd',
        'cd -',
      ],
      [
        'secrets',
        'cat .env',
        'cat src/.ENV.local',
        'cat config/server.pem',
        'cat ./id_rsa',
        'git show HEAD:config/.env',
        'grep x .npmrc',
      ],
      [
        'protected files',
        'touch .vscode/tasks.json',
        'ls .git/hooks/pre-commit .husky/x',
        'cat .GITHUB/workflows/x.yml',
      ],
      [
        'recursive grep',
        'grep -r x',
        'grep -R x',
        'grep -rn x',
        'grep --recursive x',
        'grep -d recurse x',
      ],
      [
        'destruction',
        'rm x',
        'rm -rf x',
        'dd if=a',
        'mv a b',
        'chmod +x a',
        'ln -s a b',
        'kill 1',
        'tee x',
        'truncate x',
      ],
      [
        'what does not parse',
        "ls 'x",
        'ls "x',
        'ls (',
        'ls )',
        'ls |',
        'ls &&',
        'if',
        'ls ;; x',
        '# only a comment',
      ],
      ['absolute programs', '/tmp/git status', '/bin/ls', 'C:/x.exe'],
      [
        'a changed meaning',
        'alias ls=rm',
        'set -x',
        'trap ls EXIT',
        'enable -f x ls',
        'hash -p /x ls',
      ],
    ];
    for (const [why, ...lines] of attacks) {
      for (const line of lines) {
        it(`${why}: ${JSON.stringify(line)}`, () => {
          for (const mode of ['rules', 'auto'] as const) {
            const decision = decideCommand(line, rules({ mode, allow: generous }));
            assert.equal(decision.kind, 'ask', `${mode}: ${JSON.stringify(decision)}`);
          }
        });
      }
    }
  });

  describe('a rule for one part never covers the rest', () => {
    const rest = ['make x', 'node x.js', './x.sh'];
    for (const joint of [';', '\n', '&&', '||', '|', ' |& ', ';;', '\n\n']) {
      for (const other of rest) {
        it(JSON.stringify(`ls ${joint} ${other}`), () => {
          const line = `ls ${joint} ${other}`;
          assert.equal(decideCommand(line, rules({ allow: ['ls'] })).kind, 'ask');
          assert.equal(decideCommand(`${other} ${joint} ls`, rules({ allow: ['ls'] })).kind, 'ask');
        });
      }
    }
  });

  describe('lets run what rules cover', () => {
    const cases: readonly (readonly [line: string, ...allow: string[]])[] = [
      ['npm test', 'npm test'],
      ['npm test', "'npm' test"],
      ['npm run build && npm test', 'npm run *', 'npm test'],
      ['git status; git log --oneline -5', 'git status', 'git log --oneline -5'],
      ['git log --oneline src', 'git log --oneline **'],
      ['git diff', 'git diff **'],
      ['npm test 2>&1 | tail -20', 'npm test', 'tail -20'],
      ['npm test > /dev/null', 'npm test'],
      ['npm test \\\n  --silent', 'npm test --silent'],
      ['node --test "test/a b.ts"', 'node --test **'],
      ['time npm test', 'npm test'],
      ['! npm test', 'npm test'],
      ['find . -delete', 'find . -delete'],
      ['timeout 60 npm test', 'timeout 60 npm test'],
      ['sed -n 1,20p src/a.ts', 'sed -n 1,20p **'],
      ['echo café', 'echo **'],
      ["echo '*'", "echo '*'"],
    ];
    for (const [line, ...allow] of cases) {
      it(`${JSON.stringify(line)} by ${allow.join(', ')}`, () => {
        const decision = decideCommand(line, rules({ allow }));
        assert.equal(decision.kind, 'allow', JSON.stringify(decision));
      });
    }
  });

  describe('asks where rules do not cover exactly', () => {
    const cases: readonly (readonly [line: string, ...allow: string[]])[] = [
      ['npm test --silent', 'npm test'],
      ['npm', 'npm test'],
      ['npm test', 'npm *  **x'],
      ['git log --all', 'git log **'],
      ['git log x y', 'git log *'],
      ['./npm test', 'npm test'],
      ['NPM test', 'npm test'],
      ['echo x', "echo '*'"],
      ['npm test', '* test'],
      ['npm test', 'npm test; ls'],
      ['npm test', 'A=b npm test'],
      ['npm test', ''],
      ['find . -delete', 'find **'],
    ];
    for (const [line, ...allow] of cases) {
      it(`${JSON.stringify(line)} by ${allow.join(', ')}`, () => {
        assert.equal(decideCommand(line, rules({ allow })).kind, 'ask');
      });
    }
  });

  describe('a deny rule wins, wherever the command hides', () => {
    const deny = ['git push', 'rm -rf', 'npm publish **'];
    const lines = [
      'git push',
      'git push origin main',
      'git -C x push',
      'git -c a=b push --force',
      '/usr/bin/git push',
      'GIT push',
      'git.exe push',
      'ls && git push',
      'ls | xargs git push',
      'ls $(git push)',
      'ls `git push`',
      'ls "$(git push)"',
      'cat <(git push)',
      'if ls; then git push; fi',
      '(git push)',
      'x() { git push; }',
      'env A=b git push',
      'sudo -u me git push',
      'timeout 5 git push',
      "sh -c 'git push'",
      'bash -lc "ls; git push"',
      'eval "git push"',
      'sh -c "sh -c \'git push\'"',
      'g"i"t pu\\sh',
      'find . -exec git push ;',
      'rm -rf x',
      'rm -fr x',
      'rm -r -f x',
      'rm x -rf',
      'npm publish',
      'npm --tag x publish',
    ];
    for (const line of lines) {
      it(JSON.stringify(line), () => {
        for (const mode of ['ask', 'rules', 'auto'] as const) {
          const decision = decideCommand(line, rules({ mode, deny, allow: [line, 'git **'] }));
          assert.equal(decision.kind, 'never', JSON.stringify(decision));
        }
      });
    }
    for (const line of [
      'git status',
      'git log',
      'rm x',
      'npm test',
      'git commit -m "do not push"',
    ]) {
      it(`does not touch ${line}`, () => {
        assert.notEqual(decideCommand(line, rules({ deny })).kind, 'never');
      });
    }
  });

  describe('automatic approval lets run what is plain', () => {
    const plain = [
      ...[
        'npm test',
        'npm run build',
        'node --test',
        'npx-like-name x',
        'make',
        'cargo test',
        'go test ./...',
      ],
      ...[
        'git status',
        'git diff HEAD~1 -- src',
        'git log -n 5',
        'git add src/a.ts',
        'git commit -m "x y"',
      ],
      ...[
        'ls -la src',
        'cat src/a.ts',
        'grep -n foo src/a.ts',
        'cd packages/a && npm test',
        'python3 -V',
      ],
      ...[
        './scripts/check.sh',
        'pytest -q tests/test_a.py',
        'tsc --noEmit',
        'rg foo src',
        'git branch',
        'wc -l a',
      ],
    ];
    for (const line of plain) {
      it(JSON.stringify(line), () => {
        const decision = decideCommand(line, rules({ mode: 'auto' }));
        assert.equal(decision.kind, 'allow', JSON.stringify(decision));
      });
    }
  });

  it('approves nothing on a fresh install', () => {
    for (const line of ['ls', 'git status', 'npm test', 'true']) {
      assert.equal(decideCommand(line, rules({ mode: 'ask' })).kind, 'ask');
    }
  });

  it('asks in mode ask although a rule allows', () => {
    assert.equal(decideCommand('ls', rules({ mode: 'ask', allow: ['ls'] })).kind, 'ask');
  });

  it('refuses what no shell could run', () => {
    for (const line of ['', '  \n', 'ls \0x']) {
      assert.equal(decideCommand(line, rules({ mode: 'auto', allow: ['ls'] })).kind, 'never');
    }
  });

  it('asks about megabytes without reading them', () => {
    const decision = decideCommand(`ls ${'x '.repeat(5_000_000)}`, rules({ mode: 'auto' }));
    assert.equal(decision.kind, 'ask');
  });

  describe('what "Always allow…" would store', () => {
    const cases: readonly (readonly [line: string, rule: string | undefined])[] = [
      ['npm test', 'npm test'],
      ['  npm   test ', 'npm test'],
      ['node --test "a b"', "node --test 'a b'"],
      ["echo 'it'\\''s' '*' ''", "echo 'it'\\''s' '*' ''"],
      ['npm test && ls', undefined],
      ['ls > x', undefined],
      ['sh -c "ls"', undefined],
      ['sudo ls', undefined],
      ['LD_PRELOAD=x ls', undefined],
    ];
    for (const [line, rule] of cases) {
      it(JSON.stringify(line), () => {
        const decision = decideCommand(line, rules());
        assert.ok(decision.kind === 'ask');
        assert.equal(decision.rule, rule);
        if (rule !== undefined) {
          assert.equal(decideCommand(line, rules({ allow: [rule] })).kind, 'allow');
          assert.equal(decideCommand(`${line} x`, rules({ allow: [rule] })).kind, 'ask');
        }
      });
    }
  });

  describe('on Windows', () => {
    for (const line of ['echo %PATH%', 'ls ^& id', 'ls @(id)', "ls 'a'", 'ls `a']) {
      it(`asks about ${line}`, () => {
        const windows = rules({ mode: 'auto', platform: 'windows' });
        assert.equal(decideCommand(line, windows).kind, 'ask');
      });
    }
  });

  it('says why', () => {
    const reason = (line: string) => {
      const decision = decideCommand(line, rules({ mode: 'auto', deny: ['git push'] }));
      return decision.kind === 'allow' ? '' : decision.reason;
    };
    assert.match(reason('ls > notes.txt'), /writes to notes\.txt/);
    assert.match(reason('PAGER=id git log'), /sets PAGER/);
    assert.match(reason('find . -delete'), /find -delete/);
    assert.match(reason('git push'), /git push.*deny/);
    assert.match(reason('ls \u202ex'), /U\+202E/);
  });
});
