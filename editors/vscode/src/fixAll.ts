// Applies all safe fixes of the active file in one step, as `wit-lsp fix` does on the command line.

import * as vscode from 'vscode';

const KIND = 'source.fixAll.wit-lsp';

export async function fixAll(): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (document?.languageId !== 'wit') {
    return;
  }
  const all = new vscode.Range(0, 0, document.lineCount, 0);
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    all,
    KIND,
    1, // how many of the actions are resolved
  );
  const edit = actions.find((action) => action.kind?.value === KIND)?.edit;
  if (edit === undefined) {
    vscode.window.setStatusBarMessage('wit-lsp: no safe fixes', 5000);
    return;
  }
  await vscode.workspace.applyEdit(edit);
}
