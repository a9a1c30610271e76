/**
 * Builds `dist/`: the extension, what it loads on demand, the panel, and (with `--tests`) the
 * tests that run inside VS Code. `--watch` rebuilds on change; `--dev` keeps names and adds source
 * maps, which a release does not carry.
 */
import { copyFile, glob, mkdir, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { build, context } from 'esbuild';

const root = import.meta.dirname;
const argument = new Set(process.argv.slice(2));
const development = argument.has('--dev') || argument.has('--watch');

/** @type {import('esbuild').BuildOptions} */
const common = {
  absWorkingDir: root,
  bundle: true,
  minify: !development,
  sourcemap: development ? 'linked' : false,
  sourcesContent: false,
  legalComments: 'none',
  logLevel: 'warning',
  logOverride: { 'empty-import-meta': 'silent' },
  define: { 'process.env.NODE_ENV': development ? '"development"' : '"production"' },
};

/** @type {import('esbuild').BuildOptions} */
const node = {
  ...common,
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  mainFields: ['module', 'main'],
};

/** Paths of source files by the name each takes in `dist/`. */
const workers = {};
for await (const file of glob('src/**/*.worker.ts', { cwd: root })) {
  workers[path.basename(file, '.ts')] = file;
}

/**
 * One module that knows every host test by its path and loads it only when mocha is ready, so that
 * a new test file is found by its name and never has to be listed.
 * @type {import('esbuild').Plugin}
 */
const hostTests = {
  name: 'host-tests',
  setup(plugins) {
    plugins.onResolve({ filter: /^host-tests$/ }, () => ({
      path: 'host-tests',
      namespace: 'host-tests',
    }));
    plugins.onLoad({ filter: /.*/, namespace: 'host-tests' }, async () => {
      const files = (await Array.fromAsync(glob('test/host/**/*.test.ts', { cwd: root }))).sort();
      const entries = files.map((file) => {
        const name = JSON.stringify(file.replaceAll(path.sep, '/'));
        return `{ file: ${name}, load: () => require(${JSON.stringify(`./${file.replaceAll(path.sep, '/')}`)}) }`;
      });
      return {
        contents: `export const hostTests = [${entries.join(',\n')}];`,
        resolveDir: root,
        watchDirs: [path.join(root, 'test/host')],
      };
    });
  },
};

/** Modules that are files of their own in `dist/`, loaded when they are first needed. */
const apart = { engine: 'src/engine.ts', o200k: 'src/model/o200k.ts' };

/**
 * Keeps those modules out of every other bundle however they are imported, so that neither
 * activation pays for the engine nor the engine for the tokenizer's tables.
 * @type {import('esbuild').Plugin}
 */
const keepApart = {
  name: 'keep-apart',
  setup(plugins) {
    plugins.onResolve({ filter: /\/(engine|o200k)\.[jt]s$/ }, (found) => {
      if (found.kind === 'entry-point') return undefined;
      const file = path.resolve(found.resolveDir, found.path).replace(/\.js$/, '.ts');
      const name = Object.keys(apart).find((key) => path.join(root, apart[key]) === file);
      return name ? { path: `./${name}.js`, external: true } : undefined;
    });
  },
};

/**
 * esbuild copies VS Code's whole API, some hundred names, for every module with `import * as vscode`:
 * most of what loading costs. A copy is for what has a default export or may be an ES module; VS
 * Code's API is neither, and is taken as it is.
 * @type {import('esbuild').Plugin}
 */
const vscodeUncopied = {
  name: 'vscode-uncopied',
  setup(plugins) {
    plugins.initialOptions.write = false;
    plugins.onEnd(async ({ outputFiles = [] }) => {
      for (const { path: file, contents } of outputFiles) {
        const code = Buffer.from(contents).toString();
        await mkdir(path.dirname(file), { recursive: true });
        await writeFile(file, code.replaceAll(/[\w$]+\((require\("vscode"\)),\s*1\)/g, '$1'));
      }
    });
  },
};

/**
 * mocha's main file is an ES module, which `require` answers with another shape in Node 22 (the
 * oldest VS Code) than in Node 24; the file behind it is CommonJS in both.
 * @type {import('esbuild').Plugin}
 */
const mochaForCommonJs = {
  name: 'mocha-for-commonjs',
  setup(plugins) {
    plugins.onResolve({ filter: /^mocha$/ }, () => ({
      path: 'mocha/lib/mocha.cjs',
      external: true,
    }));
  },
};

/** @type {(import('esbuild').BuildOptions & { entryPoints: Record<string, string> })[]} */
const targets = [
  {
    ...node,
    entryPoints: { extension: 'src/extension.ts' },
    external: ['vscode'],
    plugins: [keepApart, vscodeUncopied],
    outdir: 'dist',
  },
  {
    ...node,
    entryPoints: { ...apart, ...workers },
    external: ['vscode'],
    plugins: [keepApart, vscodeUncopied],
    outdir: 'dist',
  },
  {
    ...common,
    entryPoints: { panel: 'src/webview/main.tsx' },
    outdir: 'dist/webview',
    platform: 'browser',
    format: 'iife',
    target: 'es2023',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.svg': 'dataurl', '.ttf': 'file' },
  },
];
if (argument.has('--tests')) {
  targets.push({
    ...node,
    entryPoints: { index: 'test/host/index.ts' },
    external: ['vscode'],
    outdir: 'dist/test',
    minify: false,
    sourcemap: 'linked',
    plugins: [hostTests, mochaForCommonJs],
  });
}

/** Leaves out what is not there (yet), so that each part builds by itself. */
function present(target) {
  const entryPoints = Object.fromEntries(
    Object.entries(target.entryPoints).filter(([, file]) => existsSync(path.join(root, file))),
  );
  return { ...target, entryPoints };
}

/** All but the tests, which no release carries and which may be running. */
async function removeEarlierBuild() {
  for await (const entry of glob('dist/*', { cwd: root, exclude: ['dist/test'] })) {
    await rm(path.join(root, entry), { recursive: true, force: true });
  }
}

async function copyCodicons() {
  const from = path.join(root, 'node_modules/@vscode/codicons/dist');
  const to = path.join(root, 'dist/webview');
  await mkdir(to, { recursive: true });
  for (const file of ['codicon.css', 'codicon.ttf']) {
    await copyFile(path.join(from, file), path.join(to, file));
  }
}

if (argument.has('--clean')) await removeEarlierBuild();
await copyCodicons();
// dist/ is CommonJS whatever the package around it says.
await writeFile(path.join(root, 'dist/package.json'), '{ "type": "commonjs" }\n');

const found = targets.map(present).filter((target) => Object.keys(target.entryPoints).length > 0);
if (argument.has('--watch')) {
  for (const target of found) {
    const watcher = await context({ ...target, logLevel: 'info' });
    await watcher.watch();
  }
} else {
  const results = await Promise.allSettled(found.map((target) => build(target)));
  // esbuild has printed what was wrong.
  if (results.some((result) => result.status === 'rejected')) process.exitCode = 1;
}
