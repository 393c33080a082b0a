// All safe fixes of the file in front, in one step: what `wit-lsp fix` does on the command line.

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
    1, // how many of them come with their edit
  );
  const edit = actions.find((action) => action.kind?.value === KIND)?.edit;
  if (edit === undefined) {
    vscode.window.setStatusBarMessage('wit-lsp: nothing that can be fixed safely', 5000);
    return;
  }
  await vscode.workspace.applyEdit(edit);
}
