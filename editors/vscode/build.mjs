// Bundles the extension into dist/, with the licences of the packages in the bundle.

import { cp, readFile, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';

const { metafile } = await build({
  entryPoints: ['src/extension.ts'],
  outfile: 'dist/extension.js',
  bundle: true,
  minify: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  external: ['vscode'],
  metafile: true,
});
const packages = new Set(
  Object.keys(metafile.inputs).flatMap((file) => /.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []),
);
const licences = await Promise.all(
  [...packages].sort().map(async (folder) => {
    const { name, version } = JSON.parse(await readFile(`${folder}/package.json`, 'utf8'));
    const text = await licence(folder);
    return `${name} ${version}\n\n${text.trim()}\n`;
  }),
);
await writeFile('dist/LICENSES.txt', licences.join(`\n${'-'.repeat(80)}\n\n`));
await cp('../../LICENSE', 'LICENSE');
await cp('../../CHANGELOG.md', 'CHANGELOG.md');

async function licence(folder) {
  for (const name of ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'License.txt', 'LICENCE']) {
    const text = await readFile(`${folder}/${name}`, 'utf8').catch(() => '');
    if (text) {
      return text;
    }
  }
  throw new Error(`${folder} has no licence`);
}
