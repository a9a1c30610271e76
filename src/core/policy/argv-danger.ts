import type { Argv } from './analyse-command.ts';
import { programName } from './argv-rule.ts';
import { gitDanger } from './git-danger.ts';
import { argumentDanger } from './argument-danger.ts';

/** Programs that run other programs, whose names say nothing about what happens. */
export const wrappers: ReadonlySet<string> = new Set(
  words(`. alias ash bash batch busybox builtin bwrap chroot chrt cmd command csh dash doas eval
    enable entr env exec expect fakeroot firejail fish flock gdb ionice ksh linux32 linux64 lldb ltrace
    nice nohup nsenter parallel pkexec powershell proot prlimit pwsh runuser script script setarch setpriv
    setsid sh source sshpass start stdbuf strace su sudo systemd-run taskset time timeout
    toybox trap unbuffer unshare valgrind watch watchexec wsl xargs zsh`),
);

/** Builtins that change what later words of the same line mean. */
const shellState = new Set(
  words(`alias bind complete declare export fc hash history let local mapfile read readarray readonly set
    shopt typeset ulimit umask unalias unset`),
);

const network = new Set(
  words(`aria2c aws axel az curl dig docker doctl drill fetch fly flyctl ftp gcloud gh glab gsutil heroku
    helm host http https hub kubectl lftp lynx mail mosh mutt nc ncat netcat netlify nslookup openssl ping
    ping6 podman psql mysql mongosh redis-cli rclone restic rsync scp sendmail sftp socat ssh
    ssh-copy-id telnet terraform tftp tracepath traceroute vercel w3m websocat wget whois wrangler xh`),
);

const destructive = new Set(
  words(`at chattr chgrp chmod chown cipher crontab dd defaults del diskutil erase fdisk
    format halt icacls init insmod install iptables kill killall launchctl link ln losetup mkfs mknod
    modprobe mount mv nft osascript parted passwd pkill poweroff rd reboot reg rm rmdir rsync schtasks
    service setfacl shred shutdown srm systemctl takeown tee truncate ufw umount unlink useradd
    usermod visudo wipefs xdg-open open code code-insiders cursor`),
);

const installers = new Set(
  words(`apk apt apt-get aptitude brew choco conda dnf dpkg easy_install emerge flatpak mamba nix
    nix-env nix-shell npx bunx pnpx pacman pipx port rpm scoop snap uvx winget yum zypper corepack`),
);

/** Package managers and the subcommands that download, install or run what was downloaded. */
const managers: Readonly<Record<string, ReadonlySet<string>>> = {
  npm: new Set(
    words(`i in ins inst insta instal install add ci clean-install install-clean cit it sit
      install-test install-ci-test isntall up update upgrade udpate rebuild rb link ln exec x init create
      innit publish unpublish config c set login adduser logout token dedupe prune uninstall rm remove
      un r audit deprecate dist-tag owner access pack version explore edit`),
  ),
  pnpm: new Set(
    words(`i install add update up upgrade dlx exec create link import rebuild rb fetch ci publish
      config remove rm uninstall un prune patch env setup self-update deploy store`),
  ),
  yarn: new Set(
    words(`install add up upgrade dlx exec create link import rebuild npm publish config
      remove set plugin global unplug policies`),
  ),
  bun: new Set(words('i install add a update x create c link publish remove rm pm upgrade init')),
  deno: new Set(words('install add eval upgrade publish compile init remove uninstall repl run x')),
  pip: new Set(words('install download wheel uninstall config index cache')),
  pip3: new Set(words('install download wheel uninstall config index cache')),
  uv: new Set(words('add sync pip tool run publish remove lock venv python self')),
  poetry: new Set(words('install add update publish self config remove lock')),
  cargo: new Set(words('install add update publish fetch login yank owner uninstall remove')),
  go: new Set(words('install get generate run env mod')),
  gem: new Set(words('install update push fetch uninstall exec')),
  bundle: new Set(words('install add update exec config')),
  composer: new Set(words('install require update exec global create-project config remove')),
  dotnet: new Set(words('add restore tool new nuget workload publish')),
  mix: new Set(words('deps.get archive.install local.hex escript.install')),
};

/** Options of programs that are harmless without them; a trailing `=` or more letters count too. */
const risky: Readonly<Record<string, readonly string[]>> = {
  find: words('-exec -execdir -ok -okdir -delete -fprint -fprint0 -fprintf -fls'),
  fd: words('-x --exec -X --exec-batch'),
  fdfind: words('-x --exec -X --exec-batch'),
  rg: words(
    '--pre --pre-glob --hostname-bin -z --search-zip -u -uu -uuu --unrestricted --no-ignore --hidden -. -f --file --no-ignore-vcs --no-ignore-parent --no-ignore-dot --no-ignore-global --no-ignore-files --no-ignore-exclude -L --follow',
  ),
  grep: words('-r -R --recursive --dereference-recursive -d --directories -f --file'),
  egrep: words('-r -R --recursive -d -f --file'),
  fgrep: words('-r -R --recursive -d -f --file'),
  ag: words('--pager -u --unrestricted --hidden -a -U --skip-vcs-ignores'),
  sort: words('-o --output --compress-program -T --temporary-directory --files0-from'),
  uniq: [],
  tar: words(
    '--to-command --checkpoint-action -I --use-compress-program --rsh-command --rmt-command -F --info-script --new-volume-script -x --extract --get -c --create -r -u --remove-files -P',
  ),
  unzip: words('-o -d'),
  zip: words('-T -TT --unzip-command -m'),
  date: words('-s --set -f --file'),
  tree: words('-o'),
  file: words('-C -m --magic-file -f'),
  hostname: words('-F -b'),
  less: words('-o -O --log-file -k --lesskey-file'),
  more: [],
  man: words('-P --pager -H --html'),
  diff: words('--to-file --from-file'),
  jq: words('-f --from-file -L'),
  yq: words('-i --inplace --in-place'),
  wc: words('--files0-from'),
  du: words('--files0-from -X'),
  python: words('-c -m -i -'),
  python3: words('-c -m -i -'),
  node: words(
    '-e --eval -p --print -r --require --import --loader --experimental-loader -i --interactive --env-file --inspect --inspect-brk --inspect-wait --test-reporter --experimental-config-file --run -',
  ),
  perl: words('-e -E -i -n -p -M -m'),
  ruby: words('-e -i -n -p -r'),
  php: words('-r -a -S -d'),
  lua: words('-e -l -i'),
  tsx: words('-e --eval -p --print -r --require --import'),
  'ts-node': words('-e --eval -p --print -r --require'),
  make: words('-f --file --makefile --eval -C -I SHELL'),
  prettier: words('--plugin --config'),
  eslint: words(
    '--rulesdir --resolve-plugins-relative-to --plugin --parser -c --config -o --output-file',
  ),
  mocha: words('-r --require --import'),
  tsc: words('--build -b --init'),
  jest: words('--config -c --globalSetup --setupFilesAfterEnv'),
};

/** Programs whose first argument is a program of its own kind. */
const inlineLanguages = new Set(
  words('awk gawk mawk nawk sed gsed ed ex vi vim nvim emacs nano bc dc m4'),
);

/**
 * Why this vector must be asked about even when wildcard rules or automatic approval would let it
 * run; undefined when nothing is known against it. Only a rule that spells it out covers it.
 */
export function argvDanger(argv: Argv): string | undefined {
  const [first = '', ...rest] = argv;
  const name = programName(first);
  if (wrappers.has(name)) return `${name} runs whatever it is given`;
  if (/^[\\/]|^[a-z]:/i.test(first)) return `it runs a program by its absolute path (${first})`;
  if (shellState.has(name)) return `${name} changes what follows it means`;
  if (network.has(name)) return `${name} can send data out of the machine`;
  if (destructive.has(name) || name.startsWith('mkfs')) return `${name} can destroy or expose data`;
  if (installers.has(name)) return `${name} downloads and runs packages`;
  const manager = managers[name];
  if (manager) {
    const verb = rest.find((word) => !word.startsWith('-'));
    if ((verb === undefined && name === 'yarn') || rest.some((word) => manager.has(word))) {
      return `${name} ${verb ?? 'install'} changes, downloads or runs packages, scripts of theirs included`;
    }
    const prefix = rest.find((word) =>
      /^(?:--prefix|-C|--cwd|--dir|--script-shell|--node-options|--userconfig|--globalconfig)(?:=|$)/.test(
        word,
      ),
    );
    if (prefix !== undefined) return `${prefix} makes ${name} work elsewhere or otherwise`;
  }
  if (name === 'git') return gitDanger(rest) ?? argumentDanger(rest);
  if (inlineLanguages.has(name)) {
    return plainSed(name, rest)
      ? argumentDanger(rest)
      : `${name} takes a program that can write files and run commands`;
  }
  const option = riskyOption(name, rest);
  if (option !== undefined)
    return `${name} ${option} can run commands, write files or read past ignore rules`;
  if (name === 'cd' || name === 'pushd' || name === 'popd') return folderDanger(name, rest);
  return argumentDanger(rest);
}

function riskyOption(name: string, given: Argv): string | undefined {
  const base = /^(?:python|pip|ruby|perl|node|php|lua)[\d.]+$/.test(name)
    ? name.replace(/[\d.]+$/, '')
    : name;
  const options = risky[name] ?? risky[base];
  if (!options) return undefined;
  const short = abbreviating.has(name);
  return given.find((word) => options.some((option) => sameOption(word, option, short)));
}

/** Programs that take any clear beginning of a long option for the whole (GNU getopt_long). */
const abbreviating = new Set(words('sort tar grep egrep fgrep date less diff wc du file make zip'));

/** Counts `--output=x`, `-ox` and `-no` as uses of `--output` and `-o`; `--outp` where it is one. */
function sameOption(word: string, option: string, abbreviated: boolean): boolean {
  if (word === option) return true;
  if (option.startsWith('--')) {
    const given = word.split('=')[0] ?? '';
    return (
      given === option ||
      (abbreviated && given.length > 2 && given.startsWith('--') && option.startsWith(given))
    );
  }
  if (/^-[^-]$/.test(option))
    return /^-[^-]/.test(word) && !/^-[a-z]+-/i.test(word) && word.includes(option[1] ?? '');
  return word.startsWith(`${option}=`);
}

/** `sed -n 10,20p file` is how models page through a file; nothing else of sed is plain. */
function plainSed(name: string, given: Argv): boolean {
  const [option, script, ...files] = given;
  return (
    (name === 'sed' || name === 'gsed') &&
    option === '-n' &&
    /^\d+(?:,(?:\d+|\$))?p$/.test(script ?? '') &&
    files.every((file) => !file.startsWith('-'))
  );
}

function folderDanger(name: string, given: Argv): string | undefined {
  const [folder] = given;
  if (folder === undefined || folder.startsWith('-')) return `${name} leaves the workspace`;
  return argumentDanger(given);
}

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}
