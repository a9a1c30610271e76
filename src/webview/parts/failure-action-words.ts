import type { FailureAction } from '../../shared/events.ts';

export const failureActionWords: Readonly<Record<FailureAction, string>> = {
  retry: 'Retry',
  setApiKey: 'Set API Key',
  selectModel: 'Select Model',
  openSettings: 'Open Settings',
  openFolder: 'Open Folder',
  manageTrust: 'Manage Workspace Trust',
  openBilling: 'Open Billing',
  showLog: 'Show Log',
};
