// Does what a user does in VS Code, through the API of extensions. Runs in the extension host.

const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const vscode = require('vscode');

const story = JSON.parse(fs.readFileSync(path.join(__dirname, '../scenario.json'), 'utf8'));
const folder = process.env.WIT_LSP_E2E_FOLDER; // where the driver reads and writes
const { executeCommand } = vscode.commands;

const FIXABLE =
  'package org:fix@1.0.0;\n\ninterface fix {\n  first: func(id: u32)\n  second: func(id: u32)\n}\n';

const steps = {
  'each diagnostic appears once, and its fix resolves it': () => play(story, 'plain'),
  'the same with characters of two code units': () => play(story.emoji, 'emoji'),
  'it is coloured': async () => {
    const document = await show('colours', story.text);
    const line = await ask('.view-line', 'world client');
    const classes = new Set([...line.matchAll(/class="(mtk\d+)/g)].map((match) => match[1]));
    assert.ok(classes.size >= 2, line);
    assert.equal(document.languageId, 'wit');
  },
  'a server that is killed is restarted with the current text': async () => {
    const document = await show('killed', story.text);
    await shows(document, story.diagnostics);
    await replace(document, 'package org:http-client@1.0.0;', 'package org:http-client;');
    await shows(document, [['missing-package-version', 'org:http-client'], ...story.diagnostics]);
    const before = servers();
    assert.equal(before.length, 1, `servers: ${before}`);
    process.kill(before[0], 'SIGKILL');
    await replace(
      document,
      'import wasi:http/outgoing-handler;',
      'import wasi:http/outgoing-handler@0.2.12;',
    );
    const expected = [['missing-package-version', 'org:http-client'], ...story.diagnostics.slice(1)];
    await until('a new server', () => servers().length === 1 && servers()[0] !== before[0]);
    await shows(document, expected);
  },
  'the command restarts the server': async () => {
    const document = await show('restarted', story.text);
    await shows(document, story.diagnostics);
    const [before] = servers();
    await executeCommand('wit-lsp.restart');
    await until('a new server', () => servers().length === 1 && servers()[0] !== before);
    await shows(document, story.diagnostics);
  },
  'changed settings take effect': async () => {
    const document = await show('settings', story.text);
    await shows(document, story.diagnostics);
    await configure('wit-lsp.ignore', ['missing-deadline']);
    await shows(
      document,
      story.diagnostics.filter(([code]) => code !== 'missing-deadline'),
    );
    await configure('wit-lsp.ignore', undefined);
    await shows(document, story.diagnostics);
  },
  'the command does what `wit-lsp fix` does': async () => {
    const document = await show('fixed', FIXABLE);
    await until('diagnostics', () => problems(document).length > 0);
    await executeCommand('wit-lsp.fixAll');
    await until('the fixes', () => document.getText() === fixed(FIXABLE));
    await executeCommand('wit-lsp.fixAll');
    assert.equal(document.getText(), fixed(FIXABLE));
  },
  'saving does the same if it is configured': async () => {
    const document = await show('saved', FIXABLE);
    await until('diagnostics', () => problems(document).length > 0);
    await replace(document, 'package org:fix', 'package org:saved');
    await configure('editor.codeActionsOnSave', { 'source.fixAll': 'explicit' });
    await document.save();
    assert.equal(document.getText(), fixed(FIXABLE).replace('org:fix', 'org:saved'));
    await configure('editor.codeActionsOnSave', undefined);
  },
  'a missing server is reported': async () => {
    const document = await show('missing', story.text);
    await shows(document, story.diagnostics);
    await configure('wit-lsp.server.path', '/nowhere/wit-lsp');
    await executeCommand('notifications.showList');
    await ask('.notification-list-item', 'names no wit-lsp: /nowhere/wit-lsp');
    await executeCommand('notifications.clearAll');
    await shows(document, []);
    await configure('wit-lsp.server.path', undefined);
    await shows(document, story.diagnostics);
  },
};

exports.run = async () => {
  const lines = [];
  let failed = 0;
  const chosen = Object.entries(steps).filter(([name]) => name.includes(process.env.WIT_LSP_E2E_STEPS ?? ''));
  for (const [name, step] of chosen) {
    const start = Date.now();
    try {
      await step();
      lines.push(`ok   ${name} (${Date.now() - start} ms)`);
    } catch (error) {
      failed += 1;
      lines.push(`FAIL ${name}\n${error.stack}`);
    }
    fs.writeFileSync(path.join(folder, 'results.txt'), `${lines.join('\n')}\n`);
    await executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  if (failed) {
    throw new Error(`${failed} failed`);
  }
};

async function play(story, name) {
  const document = await show(name, story.text);
  await shows(document, story.diagnostics);
  await sleep(400);
  await shows(document, story.diagnostics); // still only once each
  for (const { code, title } of story.fixes) {
    const { range } = problems(document).find((each) => codeOf(each) === code);
    const actions = await executeCommand(
      'vscode.executeCodeActionProvider',
      document.uri,
      range,
      'quickfix',
      20,
    );
    const offered = actions.filter((action) => action.title === title);
    assert.equal(offered.length, 1, `${title} among ${actions.map((action) => action.title)}`);
    assert.ok(await vscode.workspace.applyEdit(offered[0].edit));
    await until(`the end of ${code}`, () => !problems(document).some((each) => codeOf(each) === code));
  }
  assert.equal(document.getText(), story.fixed);
  await shows(document, []);
  assert.ok(await document.save());
  assert.equal(fs.readFileSync(document.uri.fsPath, 'utf8'), story.fixed);
  await sleep(400);
  await shows(document, []);
}

/** Opens a new file, which is a package of its own. */
async function show(name, text) {
  const uri = vscode.Uri.joinPath(vscode.workspace.workspaceFolders[0].uri, name, 'client.wit');
  await vscode.workspace.fs.writeFile(uri, Buffer.from(text));
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document);
  return document;
}

/** Waits for exactly these diagnostics, as pairs of a code and the marked text. */
async function shows(document, expected) {
  const wanted = expected.map((pair) => pair.join(' ')).sort();
  const found = () =>
    problems(document)
      .map((each) => `${codeOf(each)} ${document.getText(each.range)}`)
      .sort();
  const same = () => JSON.stringify(found()) === JSON.stringify(wanted);
  await until('diagnostics', same).catch(() => assert.deepEqual(found(), wanted));
}

function problems(document) {
  return vscode.languages.getDiagnostics(document.uri).filter((each) => each.source === 'wit-lsp');
}

function codeOf(diagnostic) {
  return typeof diagnostic.code === 'object' ? diagnostic.code.value : diagnostic.code;
}

async function replace(document, old, by) {
  const start = document.getText().indexOf(old);
  const range = new vscode.Range(document.positionAt(start), document.positionAt(start + old.length));
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, range, by);
  assert.ok(start >= 0 && (await vscode.workspace.applyEdit(edit)));
}

/** The text after `wit-lsp fix`. */
function fixed(text) {
  const file = path.join(folder, 'fixed.wit');
  fs.writeFileSync(file, text);
  execFileSync('wit-lsp', ['fix', '--fail-on', 'never', file]);
  return fs.readFileSync(file, 'utf8');
}

function configure(name, value) {
  return vscode.workspace.getConfiguration().update(name, value, vscode.ConfigurationTarget.Global);
}

/** The process ids of the running servers of this extension host. */
function servers() {
  return fs
    .readdirSync('/proc')
    .filter((pid) => {
      try {
        const parent = / \(.*\) (?!Z)\S (\d+)/s.exec(fs.readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1];
        return (
          Number(parent) === process.pid &&
          /wit_lsp\0--stdio/.test(fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8'))
        );
      } catch {
        return false;
      }
    })
    .map(Number);
}

/** The HTML of an element of the window with this text. */
async function ask(selector, text) {
  const [question, reply] = [path.join(folder, 'question'), path.join(folder, 'answer')];
  fs.writeFileSync(`${question}.new`, JSON.stringify({ selector, text }));
  fs.renameSync(`${question}.new`, question);
  await until('an answer', () => fs.existsSync(reply));
  const { html, error } = JSON.parse(fs.readFileSync(reply, 'utf8'));
  fs.unlinkSync(reply);
  assert.ok(html, error);
  return html;
}

async function until(what, condition) {
  const end = Date.now() + 25_000;
  while (!condition()) {
    if (Date.now() > end) {
      throw new Error(`timed out waiting for ${what}`);
    }
    await sleep(20);
  }
}

function sleep(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
