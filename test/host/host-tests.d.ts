/** Made by esbuild.mjs out of the files found under test/host. */
declare module 'host-tests' {
  export const hostTests: readonly { readonly file: string; readonly load: () => unknown }[];
}
