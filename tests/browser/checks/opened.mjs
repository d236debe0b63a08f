// A page in a window of its own, listened to: nothing may be asked of anybody, and nothing complained of.
import { pathToFileURL } from 'node:url';

// `how`: width, height, and what else a context takes; `before` runs in the page before anything of it does.
export async function opened(browser, file, check, how = {}) {
  const { width = 1024, height = 900, before = null, ...more } = how;
  const context = await browser.newContext({ viewport: { width, height }, ...more });
  const page = await context.newPage();
  const own = pathToFileURL(file).href;
  // A bound and no measure: on a busy machine a page of many names takes its time.
  context.setDefaultTimeout(180_000);
  const requests = [];
  const said = [];
  context.on('request', (request) => {
    if (request.url().split('#')[0] !== own) requests.push(request.url());
  });
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') said.push(message.text());
  });
  page.on('pageerror', (error) => said.push(String(error)));
  page.on('popup', (popup) => requests.push(`a window: ${popup.url()}`));
  if (before !== null) await page.addInitScript(before);
  await page.goto(own);
  return {
    context,
    page,
    async close() {
      check.none(requests, 'a request besides the page itself');
      check.none(said, 'the console says');
      await context.close();
    },
  };
}
