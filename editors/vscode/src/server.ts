// Finds the server, checks that it is ours, and knows how to install it. Does not depend on VS Code.

import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, readdir, stat } from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';

/** Where to look. If `set` is not empty, only that. `folders` are the workspace folders that the user trusts. */
export interface Places {
  readonly set: string;
  readonly folders: readonly string[];
  readonly searchPath: string;
  /** Where environment variables tell pipx and uv to install programs. */
  readonly bins: readonly string[];
  readonly home: string;
  readonly appData: string | undefined;
  readonly windows: boolean;
}

export interface Server {
  readonly path: string;
  readonly version: string;
}

/** No server: the rejected programs, each with the reason, one per line. */
export interface Nothing {
  readonly reasons: readonly string[];
}

export type Found = Server | Nothing;

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
}

/** The places of this machine, with the user's setting and the workspace folders that the user trusts. */
export function places(set: string, folders: readonly string[]): Places {
  return {
    set,
    folders,
    searchPath: process.env['PATH'] ?? '',
    bins: [
      env('PIPX_BIN_DIR'),
      env('UV_TOOL_BIN_DIR'),
      env('XDG_BIN_HOME'),
      env('XDG_DATA_HOME', '../bin'),
    ].flat(),
    home: os.homedir(),
    appData: process.env['APPDATA'],
    windows: process.platform === 'win32',
  };
}

function env(name: string, below = '.'): string[] {
  const value = process.env[name];
  return value ? [path.join(value, below)] : [];
}

export async function findServer(places: Places): Promise<Found> {
  const reasons: string[] = [];
  for (const candidate of places.set ? [fromSetting(places)] : await candidates(places)) {
    const found = await look(candidate);
    if ('version' in found) {
      return found;
    }
    if (places.set || (await isProgram(candidate))) {
      reasons.push(...found.reasons); // a program that does not exist is not worth a line
    }
  }
  return { reasons };
}

/** Pipx and uv isolate what they install, so they come before pip. */
export async function installer(places: Places, requirement: string): Promise<Command | undefined> {
  const pip = ['-m', 'pip', 'install', '--user', requirement];
  const ways: Command[] = [
    { program: 'pipx', args: ['install', requirement] },
    { program: 'uv', args: ['tool', 'install', requirement] },
    ...(places.windows ? ['py', 'python'] : ['python3', 'python']).map((program) => ({ program, args: pip })),
  ];
  for (const way of ways) {
    for (const folder of pathFolders(places)) {
      if (await isProgram(path.join(folder, executable(places, way.program)))) {
        return way;
      }
    }
  }
  return undefined;
}

/** A command as a person types it. Every shell understands double quotes. */
export function typed(command: Command): string {
  return [command.program, ...command.args]
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `"${word}"`))
    .join(' ');
}

function fromSetting(places: Places): string {
  const first = places.folders[0] ?? places.home;
  const expanded = places.set
    .replace(/^~(?=$|[\\/])/, () => places.home)
    .replaceAll('${workspaceFolder}', () => first);
  return path.resolve(first, expanded);
}

async function candidates(places: Places): Promise<string[]> {
  const name = executable(places, 'wit-lsp');
  const [venv, bin] = ['.venv', places.windows ? 'Scripts' : 'bin'];
  return [
    ...places.folders.map((folder) => path.join(folder, venv, bin, name)),
    ...pathFolders(places).map((folder) => path.join(folder, name)),
    ...(await userFolders(places)).map((folder) => path.join(folder, name)),
  ].filter((each, index, all) => all.indexOf(each) === index);
}

/** Relative ones are left out: what they mean depends on the folder that happens to be open. */
function pathFolders(places: Places): string[] {
  const separator = places.windows ? ';' : ':';
  return places.searchPath.split(separator).filter((folder) => path.isAbsolute(folder));
}

/** Where pipx, uv and `pip --user` install programs, which is not always on the path. */
async function userFolders(places: Places): Promise<string[]> {
  const folders = [...places.bins, path.join(places.home, '.local', 'bin')];
  const library = path.join(places.home, 'Library', 'Python');
  const versions: [string | undefined, string] = places.windows
    ? [places.appData && path.join(places.appData, 'Python'), 'Scripts']
    : [library, 'bin'];
  const [above, below] = versions;
  if (above) {
    const names = await readdir(above).catch(() => []);
    folders.push(
      ...names
        .sort()
        .reverse()
        .map((name) => path.join(above, name, below)),
    );
  }
  return folders;
}

function executable(places: Places, name: string): string {
  return places.windows ? `${name}.exe` : name;
}

async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}

/** Ours prints `wit-lsp 1.2.3 (wit_lsp, Python 3.12.1)`; other programs of the same name do not. */
async function look(file: string): Promise<Found> {
  if (!(await isProgram(file))) {
    return { reasons: [`${file}: no such program`] };
  }
  const options = { timeout: 20_000, windowsHide: true };
  return new Promise((resolve) => {
    const child = execFile(file, ['--version'], options, (error, stdout, stderr) => {
      const version = /^wit-lsp (\S+) \(wit_lsp, /.exec(stdout)?.[1];
      const said = (stdout || stderr || error?.message || '').trim().split('\n').at(-1);
      resolve(
        version
          ? { path: file, version }
          : { reasons: [`${file}: another program, or one that does not run; it prints “${said}”`] },
      );
    });
    child.stdin?.end();
  });
}
