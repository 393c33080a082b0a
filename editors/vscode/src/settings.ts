// What the server is told of the settings: what the user set, and no defaults, since they would hide what a
// project's own configuration says.

import * as vscode from 'vscode';

export const SECTION = 'wit-lsp';

const TOLD = ['profile', 'target', 'select', 'ignore'] as const;

export function settingsFor(scope: vscode.ConfigurationScope | undefined): Record<string, unknown> {
  const configuration = vscode.workspace.getConfiguration(SECTION, scope ?? null);
  const told: Record<string, unknown> = {};
  for (const key of TOLD) {
    const values = configuration.inspect(key);
    const value = values?.workspaceFolderValue ?? values?.workspaceValue ?? values?.globalValue;
    if (value !== undefined) {
      told[key] = value;
    }
  }
  return told;
}

export function setting(name: string): string {
  return vscode.workspace.getConfiguration(SECTION).get<string>(name, '');
}
