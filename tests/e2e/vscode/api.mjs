// Runs suite.cjs in the extension host, with the extension in editors/vscode. The suite cannot see the window: its
// function `ask` writes questions about the window to a file, and this program answers them.

import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { install, open, sleep, until } from './session.mjs';

const [folder, workspace, extension, ...packages] = process.argv.slice(2);
const suite = path.join(import.meta.dirname, 'suite.cjs');
const results = path.join(folder, 'results.txt');
let exited;
const exit = new Promise((resolve) => (exited = resolve));

install(folder, ...packages);
const { page, close } = await open({
  folder,
  workspace,
  driver: true,
  payload: [
    ['extensionDevelopmentPath', `file:${extension}`],
    ['extensionTestsPath', `file:${suite}`],
  ],
  prepare: (page) => page.exposeFunction('codeAutomationExit', exited),
});
let code = 1;
try {
  code = await Promise.race([exit, answer(), sleep(180_000)]);
  if (code !== 0) {
    await page.screenshot({ path: path.join(folder, 'failure.png') });
  }
} finally {
  await close();
  console.log(existsSync(results) ? readFileSync(results, 'utf8') : 'the suite did not run');
}
process.exit(code === 0 ? 0 : 1);

/** Answers questions of the suite: waits for an element with a text, and returns its HTML. */
async function answer() {
  const [question, reply] = [path.join(folder, 'question'), path.join(folder, 'answer')];
  const say = (value) => {
    writeFileSync(`${reply}.new`, JSON.stringify(value));
    renameSync(`${reply}.new`, reply);
  };
  for (;;) {
    await until('a question', () => existsSync(question), 180);
    const { selector, text } = JSON.parse(readFileSync(question, 'utf8'));
    renameSync(question, `${question}.read`);
    const found = page.locator(selector, { hasText: text }).first();
    try {
      await found.waitFor({ timeout: 20_000 });
      say({ html: await found.innerHTML() });
    } catch {
      say({ error: `not found: ${selector} with ${text}` });
    }
  }
}
