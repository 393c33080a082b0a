// Checks what a user sees with the packaged extension and no server: the offer to install one, the highlighting, the
// problems, and the fixes of the light bulb. Takes a picture of each.

import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { install, open, until } from './session.mjs';

const [folder, workspace, file, wheel, pictures, ...packages] = process.argv.slice(2);
const story = JSON.parse(readFileSync(path.join(import.meta.dirname, '../scenario.json'), 'utf8'));
mkdirSync(pictures, { recursive: true });
install(folder, ...packages);

const { page, close } = await open({
  folder,
  workspace,
  payload: [['openFile', `file:${file}`]],
  settings: {
    'wit-lsp.server.package': wheel,
    'editor.minimap.enabled': false,
    'editor.fontSize': 14,
    'editor.stickyScroll.enabled': false,
    'breadcrumbs.enabled': false,
  },
});
try {
  await run();
  console.log('ok');
} catch (error) {
  await page.screenshot({ path: path.join(folder, 'failure.png') });
  throw error;
} finally {
  await close();
}

async function run() {
  const editor = page.locator('.editor-instance .monaco-editor').first();
  const line = (text) => editor.locator('.view-line', { hasText: text }).first();
  const squiggles = editor.locator('.squiggly-warning');

  const toast = page.locator('.notifications-toasts .notification-list-item', {
    hasText: 'wit-lsp is not installed',
  });
  await toast.waitFor({ timeout: 60_000 });
  await picture('install');
  await coloured(line('world client'));

  await toast.locator('.monaco-button', { hasText: 'Install' }).click();
  await squiggles.first().waitFor({ timeout: 120_000 });
  await page.keyboard.press('Control+j'); // closes the terminal
  await page.locator('.terminal-wrapper').first().waitFor({ state: 'hidden' });

  await line('world client').click();
  const rows = page.locator('.markers-panel .monaco-list-row');
  await press(['Control+Shift+M'], rows.nth(story.diagnostics.length));
  for (const [code] of story.diagnostics) {
    const found = await rows.filter({ hasText: code }).count();
    if (found !== 1) {
      throw new Error(`${code} is listed ${found} times`);
    }
  }
  await picture('problems');
  await page.keyboard.press('Control+Shift+M');
  await rows.first().waitFor({ state: 'hidden' });

  const menu = page.locator('.action-widget .monaco-list-row.action');
  for (const { code, title } of story.fixes) {
    const [, marked] = story.diagnostics.find(([each]) => each === code);
    const line = editor.locator('.view-line', { hasText: marked }).last();
    await line.getByText(/[\w-]+/.exec(marked)[0], { exact: true }).click();
    const fix = menu.filter({ hasText: title }).first();
    await press(['Control+.'], fix);
    if (code === 'unbounded-bytes') {
      await picture('quick-fix');
    }
    await fix.click();
    await menu.first().waitFor({ state: 'detached' });
  }
  await squiggles.first().waitFor({ state: 'detached' });
  await page.keyboard.press('Control+s');
  await until('the saved text', () => readFileSync(file, 'utf8') === story.fixed);
}

function picture(name) {
  return page.screenshot({ path: path.join(pictures, `vscode-${name}.png`) });
}

/** Keys are lost while the focus moves, so press them until the element appears. */
async function press(keys, expected) {
  for (let times = 0; ; times++) {
    for (const key of keys) {
      await page.keyboard.press(key);
    }
    try {
      return await expected.waitFor({ timeout: 3000 });
    } catch (error) {
      if (times > 8) {
        throw error;
      }
    }
  }
}

/** Waits until a keyword, a name and the rest of a line have different colours. */
async function coloured(line) {
  await until('colours', async () => {
    const colours = await line
      .locator('span span')
      .evaluateAll((all) => all.map((each) => getComputedStyle(each).color));
    return new Set(colours).size >= 3;
  });
}
