// Runs suite.cjs in the extension host, with the extension as it lies in editors/vscode. What the suite cannot see from
// there, the window, it asks for by `ask`: a file that this program answers.

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

/** What the suite asks of the window: a text that must be in a place of it, and what else there is. */
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
      say({ error: `not there: ${selector} with ${text}` });
    }
  }
}
