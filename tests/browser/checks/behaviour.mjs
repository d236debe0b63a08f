// What the page does: unfolds by keyboard, copies, leads to its places; and what it does without scripts.

export async function behaviour(page) {
  await keyboard(page);
  await copies(page, 'as it is', null);
  // Consoles show reports in frames that may not write to the clipboard.
  await copies(page, 'without navigator.clipboard', () => {
    Object.defineProperty(navigator, 'clipboard', { value: undefined });
  });
  await places(page);
  await withoutScripts(page);
}

async function keyboard({ open, check }) {
  const { page, close } = await open();
  await page.keyboard.press('Tab');
  const first = await page.evaluate(() => document.activeElement.className);
  check.that(first === 'skip', `the first stop of the keyboard is '${first}', not the link past the navigation`);
  await page.keyboard.press('Enter');
  const main = await page.evaluate(() => document.activeElement.tagName);
  check.that(main === 'MAIN', `the skip link leads to ${main}`);
  const folds = await page.evaluate(() => {
    const seen = (summary) => summary.checkVisibility();
    return [...document.querySelectorAll('summary')].filter(seen).length;
  });
  let unfolded = 0;
  const focus = () => page.evaluate(() => {
    const element = document.activeElement;
    const style = getComputedStyle(element);
    return {
      what: element.tagName,
      last: element === document.body,
      open: element.parentElement?.open,
      outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1,
    };
  });
  // Every stop of the keyboard, at most; no page has more.
  for (let stop = 0; stop < 2000; stop += 1) {
    await page.keyboard.press('Tab');
    const at = await focus();
    if (at.last) break;
    if (at.what !== 'SUMMARY') continue;
    check.that(at.outlined, 'a summary that has the focus does not show it');
    await page.keyboard.press('Enter');
    const after = await focus();
    check.that(after.open === !at.open, 'Enter does not unfold');
    await page.keyboard.press('Space');
    check.that((await focus()).open === at.open, 'Space does not fold');
    unfolded += 1;
    // A few stand for all.
    if (unfolded === 3) break;
  }
  check.that(unfolded === Math.min(folds, 3), `the keyboard reached ${unfolded} of ${folds} summaries`);
  await close();
}

async function copies({ open, check, pasted }, how, before) {
  const { page, close } = await open({ before });
  await page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true; }));
  const buttons = page.locator('button.copy');
  const count = await buttons.count();
  for (let i = 0; i < Math.min(count, 2); i += 1) {
    const button = buttons.nth(i);
    check.that(await button.isVisible(), `copy button ${i} is not seen`);
    const code = await button.evaluate((b) => b.parentElement.querySelector('code').textContent);
    await button.click();
    await page.waitForFunction((b) => b.textContent !== 'Copy', await button.elementHandle());
    const word = await button.textContent();
    check.that(word === 'Copied', `${how}: copy button ${i} says '${word}'`);
    const said = await page.evaluate(() => document.querySelector('[role=status]').textContent);
    check.that(said !== '', `${how}: nothing is said to those who do not see`);
    const copied = await pasted();
    check.that(copied === code, `${how}: '${copied}' was copied instead of '${code}'`);
  }
  await close();
}

// Every place that is linked to is there, and what is folded around it unfolds.
async function places({ open, check }) {
  const { page, close } = await open({ reducedMotion: 'reduce' });
  const unseen = await page.evaluate(async () => {
    const places = new Set([...document.querySelectorAll('a[href^="#"]')].map((a) => a.getAttribute('href')));
    const unseen = [];
    for (const place of places) {
      const told = new Promise((heard) => { window.addEventListener('hashchange', () => setTimeout(heard), { once: true }); });
      location.hash = place;
      await told;
      const element = document.getElementById(decodeURIComponent(place.slice(1)));
      if (element === null || !element.checkVisibility()) unseen.push(place);
    }
    return unseen;
  });
  check.none(unseen, 'cannot be seen when it is linked to');
  await close();
}

async function withoutScripts({ open, check }) {
  const { page, close } = await open({ javaScriptEnabled: false });
  check.that(await page.locator('main').isVisible(), 'without scripts nothing is seen');
  check.that(await page.locator('button:visible').count() === 0, 'without scripts there are buttons that do nothing');
  await close();
}
