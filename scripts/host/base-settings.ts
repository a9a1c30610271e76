/** Settings that keep a window offline and free of greetings: only what we do is seen in it. */
export const quietSettings: Readonly<Record<string, unknown>> = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'npm.fetchOnlinePackageInfo': false,
  'typescript.disableAutomaticTypeAcquisition': true,
  'json.schemaDownload.enable': false,
  'window.confirmBeforeClose': 'never',
};

/** The same for tests, where nobody answers a question that VS Code asks at the start. */
export const testSettings: Readonly<Record<string, unknown>> = {
  ...quietSettings,
  // In the browser VS Code saves by itself, which would race with tests of unsaved text.
  'files.autoSave': 'off',
  'git.autofetch': false,
  // Drawn without a GPU, whatever moves costs as much time as what is tested.
  'workbench.reduceMotion': 'on',
  'editor.cursorBlinking': 'solid',
  // The whole server does the same a little later; two at once slow every start down.
  'typescript.tsserver.useSyntaxServer': 'never',
  'git.openRepositoryInParentFolders': 'never',
  'security.workspace.trust.startupPrompt': 'never',
};

/** Values of `workbench.colorTheme` that every supported VS Code understands. */
export const themes = {
  light: 'Default Light Modern',
  dark: 'Default Dark Modern',
  highContrast: 'Default High Contrast',
} as const;
