// Where the server is found, and which programs are skipped.

import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { build } from 'esbuild';

const OURS = 'wit-lsp 1.2.3 (wit_lsp, Python 3.12.1)';
let bundle;
let server;
let root;
let places;

before(async () => {
  bundle = await mkdtemp(path.join(tmpdir(), 'wit-lsp-'));
  const outfile = path.join(bundle, 'server.mjs');
  await build({ entryPoints: ['src/server.ts'], outfile, bundle: true, platform: 'node', format: 'esm' });
  server = await import(outfile);
});
after(() => rm(bundle, { recursive: true }));
beforeEach(async () => {
  root = await mkdtemp(path.join(bundle, 'place-'));
  const at = (name) => path.join(root, name);
  places = {
    set: '',
    folders: [at('one'), at('two')],
    searchPath: [at('first'), '.', at('second')].join(':'),
    bins: [at('bins')],
    home: at('home'),
    appData: undefined,
    windows: false,
  };
});

test('the workspace comes before the path, and the path before the home folder', async () => {
  for (const where of ['home/.local/bin', 'bins', 'second', 'first', 'two/.venv/bin', 'one/.venv/bin']) {
    await program(where, 'wit-lsp', OURS);
    assert.deepEqual(await server.findServer(places), { path: `${root}/${where}/wit-lsp`, version: '1.2.3' });
  }
});

test('another program of the same name is skipped', async () => {
  await program('first', 'wit-lsp', 'wit-lsp 0.4.0');
  await program('second', 'wit-lsp', OURS);
  assert.equal((await server.findServer(places)).path, `${root}/second/wit-lsp`);
});

test('if there is no server, the programs that were skipped are reported', async () => {
  await program('first', 'wit-lsp', 'wit-lsp 0.4.0');
  await mkdir(path.join(root, 'second/wit-lsp'), { recursive: true });
  const { reasons } = await server.findServer(places);
  assert.equal(reasons.length, 1);
  assert.match(reasons[0], /first\/wit-lsp: another program.*“wit-lsp 0.4.0”/);
});

test('only the path in the setting is searched', async () => {
  await program('one/.venv/bin', 'wit-lsp', OURS);
  const find = (set) => server.findServer({ ...places, set });
  assert.match((await find('/nowhere/wit-lsp')).reasons[0], /no such program/);
  await program('home/tools', 'wit-lsp', OURS);
  assert.equal((await find('~/tools/wit-lsp')).path, `${root}/home/tools/wit-lsp`);
  await program('one/env/bin', 'wit-lsp', OURS);
  assert.equal((await find('${workspaceFolder}/env/bin/wit-lsp')).path, `${root}/one/env/bin/wit-lsp`);
  assert.equal((await find('env/bin/wit-lsp')).path, `${root}/one/env/bin/wit-lsp`);
});

test('names on Windows', async () => {
  const windows = { ...places, windows: true, searchPath: '', appData: path.join(root, 'data') };
  await program('data/Python/Python312/Scripts', 'wit-lsp.exe', OURS);
  assert.equal((await server.findServer(windows)).path, `${root}/data/Python/Python312/Scripts/wit-lsp.exe`);
  await program('two/.venv/Scripts', 'wit-lsp.exe', OURS);
  assert.equal((await server.findServer(windows)).path, `${root}/two/.venv/Scripts/wit-lsp.exe`);
});

test('pipx comes before uv, and uv before pip', async () => {
  const install = async (what) => {
    const command = await server.installer(places, what);
    return command && server.typed(command);
  };
  assert.equal(await install('wit-lsp'), undefined);
  await program('second', 'python3', '');
  assert.equal(await install('wit-lsp'), 'python3 -m pip install --user wit-lsp');
  await program('second', 'uv', '');
  assert.equal(await install('/a b/c.whl'), 'uv tool install "/a b/c.whl"');
  await program('first', 'pipx', '');
  assert.equal(await install('wit-lsp==1.2.3'), 'pipx install wit-lsp==1.2.3');
});

async function program(folder, name, says) {
  const file = path.join(root, folder, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, `#!/bin/sh\necho '${says}'\n`);
  await chmod(file, 0o755);
}
