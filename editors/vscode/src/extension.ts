// Finds the server and starts it, or offers to install one.

import * as vscode from 'vscode';
import { State, type LanguageClient } from 'vscode-languageclient/node';
import { createClient } from './client';
import { fixAll } from './fixAll';
import { findServer, installer, places, typed, type Found, type Places } from './server';
import { SECTION, setting } from './settings';

const INSTALL = 'Install';
const SHOW_LOG = 'Show Log';
const SETTINGS = 'Open Settings';

let running: Running | undefined;

export function activate(context: vscode.ExtensionContext): void {
  running = new Running();
  const { restart, install, log } = running;
  const command = (name: string, run: () => unknown) =>
    vscode.commands.registerCommand(`${SECTION}.${name}`, run);
  context.subscriptions.push(
    running,
    command('restart', restart),
    command('install', install),
    command('showLog', () => log.show()),
    command('fixAll', fixAll),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`${SECTION}.server`)) {
        void restart();
      }
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(restart),
    // A server may have been installed in the meantime.
    vscode.window.onDidChangeWindowState((state) => state.focused && running?.retry()),
    vscode.workspace.onDidOpenTextDocument((document) => document.languageId === 'wit' && running?.retry()),
  );
  void restart();
}

export async function deactivate(): Promise<void> {
  await running?.stop();
}

/** The server of this window, if there is one. */
class Running implements vscode.Disposable {
  readonly log = vscode.window.createOutputChannel('wit-lsp', { log: true });
  private readonly status = vscode.languages.createLanguageStatusItem(SECTION, { language: 'wit' });
  private client: LanguageClient | undefined;
  private isMissing = false;
  private waiting: NodeJS.Timeout | undefined;
  /** The last start or stop: each waits for the one before. */
  private last: Promise<void> = Promise.resolve();

  constructor() {
    this.status.name = 'wit-lsp';
    this.show('looking for the server', vscode.LanguageStatusSeverity.Information, true);
  }

  readonly restart = (): Promise<void> =>
    this.afterwards(async () => {
      await this.close();
      await this.open(await findServer(whereToLook()), true);
    });

  /** Looks for a server again if none was found, without a message. */
  retry(): void {
    if (this.isMissing) {
      void this.afterwards(async () => {
        if (this.isMissing) {
          await this.open(await findServer(whereToLook()), false);
        }
      });
    }
  }

  stop(): Promise<void> {
    return this.afterwards(() => this.close());
  }

  readonly install = async (): Promise<void> => {
    const command = await installer(whereToLook(), setting('server.package') || 'wit-lsp');
    if (command === undefined) {
      void vscode.window.showErrorMessage(
        'wit-lsp needs Python 3.10 or newer, but neither Python nor pipx nor uv is on the path.',
      );
      return;
    }
    const terminal = vscode.window.createTerminal({ name: 'Install wit-lsp' });
    terminal.show();
    terminal.sendText(typed(command));
    this.lookUntilFound();
  };

  dispose(): void {
    clearInterval(this.waiting);
    this.status.dispose();
    this.log.dispose();
  }

  /** Looks every two seconds, for ten minutes, while the terminal installs the server. */
  private lookUntilFound(): void {
    let times = 300;
    clearInterval(this.waiting);
    this.waiting = setInterval(() => {
      times -= 1;
      if (times <= 0 || !this.isMissing) {
        clearInterval(this.waiting);
      }
      this.retry();
    }, 2000);
  }

  private afterwards(work: () => Promise<void>): Promise<void> {
    this.last = this.last.then(work).catch((error: unknown) => {
      this.log.error(error instanceof Error ? error : String(error));
    });
    return this.last;
  }

  private async close(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    try {
      await client?.dispose();
    } catch (error) {
      this.log.info(`the previous server had already ended: ${String(error)}`);
    }
  }

  private async open(found: Found, loudly: boolean): Promise<void> {
    this.isMissing = !('version' in found);
    if (!('version' in found)) {
      this.show('no server', vscode.LanguageStatusSeverity.Error);
      if (loudly) {
        this.log.error(['No server was found.', ...found.reasons].join('\n'));
        void this.complain(found.reasons);
      }
      return;
    }
    this.log.info(`${found.path} is wit-lsp ${found.version}`);
    const client = createClient(found, this.log);
    this.client = client;
    client.onDidChangeState(({ newState }) => {
      if (this.client === client) {
        const running = newState === State.Running;
        const { Information, Warning } = vscode.LanguageStatusSeverity;
        const stopped = newState === State.Stopped;
        this.show(
          running ? found.version : stopped ? 'stopped' : 'starting',
          stopped ? Warning : Information,
          !running && !stopped,
        );
      }
    });
    await client.start();
  }

  private show(text: string, severity: vscode.LanguageStatusSeverity, busy = false): void {
    this.status.text = `wit-lsp: ${text}`;
    this.status.severity = severity;
    this.status.busy = busy;
    this.status.command = this.isMissing
      ? { title: INSTALL, command: `${SECTION}.install` }
      : { title: SHOW_LOG, command: `${SECTION}.showLog` };
  }

  private async complain(reasons: readonly string[]): Promise<void> {
    const set = setting('server.path');
    const missing = 'wit-lsp is not installed: WIT files are coloured, but not checked.';
    const message = set
      ? `The setting wit-lsp.server.path names no wit-lsp: ${reasons.join('; ')}`
      : [missing, ...reasons].join(' ');
    const buttons = set ? [SETTINGS, SHOW_LOG] : [INSTALL, SHOW_LOG];
    switch (await vscode.window.showErrorMessage(message, ...buttons)) {
      case INSTALL:
        return this.install();
      case SETTINGS:
        await vscode.commands.executeCommand('workbench.action.openSettings', 'wit-lsp.server.path');
        return;
      case SHOW_LOG:
        this.log.show();
    }
  }
}

/** Leaves out folders that the user does not trust, so that no program in them is started. */
function whereToLook(): Places {
  const folders = vscode.workspace.isTrusted ? (vscode.workspace.workspaceFolders ?? []) : [];
  const paths = folders.filter((folder) => folder.uri.scheme === 'file').map((folder) => folder.uri.fsPath);
  return places(setting('server.path'), paths);
}
