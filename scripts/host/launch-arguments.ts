import path from 'node:path';

/** What we take from a `code` command line. */
export interface LaunchArguments {
  readonly open?: string;
  readonly extensionDevelopmentPath?: string;
  readonly extensionTestsPath?: string;
  readonly trust: 'off' | 'ask';
}

/** Reads the part of `code`'s command line that means something to the web host. */
export function parseLaunchArguments(args: readonly string[]): LaunchArguments {
  const value = (name: string) => {
    const prefix = `--${name}=`;
    return args.find((argument) => argument.startsWith(prefix))?.slice(prefix.length);
  };
  const open = args.find((argument) => !argument.startsWith('-'));
  const development = value('extensionDevelopmentPath');
  const tests = value('extensionTestsPath');
  return {
    ...(open === undefined ? {} : { open: path.resolve(open) }),
    ...(development === undefined ? {} : { extensionDevelopmentPath: path.resolve(development) }),
    ...(tests === undefined ? {} : { extensionTestsPath: path.resolve(tests) }),
    trust: args.includes('--disable-workspace-trust') ? 'off' : 'ask',
  };
}
