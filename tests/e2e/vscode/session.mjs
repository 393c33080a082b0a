// Starts one VS Code: its server, and a browser that shows its window. All its files are in one folder.

import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const home = process.env.WIT_LSP_E2E_VSCODE; // where install/vscode.sh installed it
const vscode = path.join(home, 'node_modules/code-server/lib/vscode/out/server-main.js');
const { chromium } = createRequire(path.join(home, 'package.json'))('playwright-core');

// Turns off everything else that could appear or change.
const QUIET = {
  'workbench.startupEditor': 'none',
  'workbench.enableExperiments': false,
  'workbench.tips.enabled': false,
  'security.workspace.trust.enabled': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.colorTheme': 'Default Dark Modern',
  'telemetry.telemetryLevel': 'off',
  'terminal.integrated.defaultProfile.linux': 'sh',
  'terminal.integrated.profiles.linux': { sh: { path: '/bin/sh' } },
};

export const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export async function until(what, condition, seconds = 30) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const value = await condition();
    if (value) {
      return value;
    }
    if (Date.now() > end) {
      throw new Error(`timed out waiting for ${what}`);
    }
    await sleep(50);
  }
}

/** Installs packaged extensions before VS Code starts. */
export function install(folder, ...packages) {
  for (const file of packages) {
    const args = [vscode, ...places(folder), '--install-extension', file];
    const run = spawnSync(process.execPath, args, { encoding: 'utf8', env: environment() });
    if (run.status !== 0 || !/successfully installed/.test(run.stdout)) {
      throw new Error(`${file}: ${run.stdout}${run.stderr}`);
    }
  }
}

/**
 * Opens the folder `workspace`. `payload` is a list of options for VS Code in the browser, as pairs; paths begin with
 * `file:`. With `driver`, it can run a suite in the extension host, but does not show notifications by itself.
 */
export async function open({
  folder,
  workspace,
  payload,
  settings = {},
  driver = false,
  prepare = async () => {},
}) {
  // Some settings only work as machine settings.
  const machine = path.join(folder, 'data/data/Machine');
  mkdirSync(machine, { recursive: true });
  writeFileSync(path.join(machine, 'settings.json'), JSON.stringify(settings));
  const user = path.join(folder, 'data/data/User');
  mkdirSync(user, { recursive: true });
  writeFileSync(path.join(user, 'settings.json'), JSON.stringify(QUIET));
  const log = path.join(folder, 'vscode.log');
  const output = openSync(log, 'w');
  const options = ['--host', '127.0.0.1', '--port', '0', '--without-connection-token'];
  options.push('--accept-server-license-terms', '--telemetry-level', 'off');
  if (driver) {
    options.push('--enable-smoke-test-driver');
  }
  const server = spawn(process.execPath, [vscode, ...options, ...places(folder)], {
    stdio: ['ignore', output, output],
    detached: true,
    env: { ...environment(), WIT_LSP_E2E_FOLDER: folder },
  });
  const listening = () => /agent listening on (\d+)/.exec(readFileSync(log, 'utf8'))?.[1];
  let browser;
  const close = async () => {
    await browser?.close();
    if (server.exitCode === null) {
      process.kill(-server.pid, 'SIGTERM'); // with all its child processes
      await Promise.race([new Promise((resolve) => server.once('exit', resolve)), sleep(3000)]);
    }
  };
  try {
    const port = await until('VS Code', listening);
    browser = await chromium.launch({
      executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--force-color-profile=srgb'],
    });
    const page = await browser.newPage({ viewport: { width: 1120, height: 700 } });
    await prepare(page);
    const remote = (value) => value.replace(/^file:/, `vscode-remote://127.0.0.1:${port}`);
    const pairs = JSON.stringify(payload.map(([key, value]) => [key, remote(value)]));
    await page.goto(`http://127.0.0.1:${port}/?folder=${workspace}&payload=${encodeURIComponent(pairs)}`);
    return { page, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function places(folder) {
  return [
    '--server-data-dir',
    path.join(folder, 'data'),
    '--extensions-dir',
    path.join(folder, 'extensions'),
  ];
}

/** The environment without the start-up files of a shell, which would change the path. */
function environment() {
  return { ...process.env, SHELL: '/bin/sh', VSCODE_CLI: '1' };
}
