// The language client: how it starts the server, and which settings it sends.

import * as vscode from 'vscode';
import { LanguageClient, TransportKind, type LanguageClientOptions } from 'vscode-languageclient/node';
import type { Server } from './server';
import { SECTION, setting, settingsFor } from './settings';

export function createClient(server: Server, log: vscode.LogOutputChannel): LanguageClient {
  const options: LanguageClientOptions = {
    // Excludes the old versions that a diff view shows.
    documentSelector: [
      { scheme: 'file', language: 'wit' },
      { scheme: 'untitled', language: 'wit' },
      { scheme: 'file', pattern: '**/wit-lsp.toml' },
    ],
    outputChannel: log,
    middleware: {
      workspace: {
        configuration: (params) =>
          params.items.map((item) =>
            item.section === SECTION
              ? settingsFor(item.scopeUri === undefined ? undefined : vscode.Uri.parse(item.scopeUri))
              : null,
          ),
        // Without the sections, the notification carries no settings, and the server asks for them.
        didChangeConfiguration: (_sections, next) => next(undefined),
      },
    },
  };
  const args = ['--stdio', '--log-level', setting('server.logLevel') || 'warning'];
  const run = { command: server.path, args, transport: TransportKind.stdio };
  return new LanguageClient(SECTION, 'wit-lsp', run, options);
}
