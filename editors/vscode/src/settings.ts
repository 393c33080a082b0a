// The settings that are sent to the server: only those that the user set. The defaults would override the project's
// own configuration.

import * as vscode from 'vscode';

export const SECTION = 'wit-lsp';

const SENT = ['profile', 'target', 'select', 'extend-select', 'ignore', 'features'] as const;

export function settingsFor(scope: vscode.ConfigurationScope | undefined): Record<string, unknown> {
  const configuration = vscode.workspace.getConfiguration(SECTION, scope ?? null);
  const sent: Record<string, unknown> = {};
  for (const key of SENT) {
    const values = configuration.inspect(key);
    const value = values?.workspaceFolderValue ?? values?.workspaceValue ?? values?.globalValue;
    if (value !== undefined) {
      sent[key] = value;
    }
  }
  return sent;
}

export function setting(name: string): string {
  return vscode.workspace.getConfiguration(SECTION).get<string>(name, '');
}
