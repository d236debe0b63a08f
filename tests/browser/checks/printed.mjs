// On paper everything is unfolded and nothing is cut off.
import { outside } from './layout.mjs';

// A4 less the margins, at 96 dots an inch.
const PAPER = 718;

export async function printed({ open, check }) {
  const { page, close } = await open({ width: PAPER, colorScheme: 'dark' });
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await page.evaluate(() => new Promise((drawn) => { requestAnimationFrame(() => requestAnimationFrame(drawn)); }));
  const hidden = await page.evaluate(() => [...document.querySelectorAll('details')]
    .flatMap((details) => [...details.children].filter((e) => e.tagName !== 'SUMMARY'))
    .filter((e) => e.textContent.trim() !== '')
    .filter((e) => !e.checkVisibility({ contentVisibilityAuto: true }) || e.getBoundingClientRect().height === 0)
    .map((e) => e.textContent.slice(0, 60)));
  check.none(hidden, 'folded on paper');
  const cut = await page.evaluate((width) => [...document.querySelectorAll('.wide')]
    .flatMap((wide) => [...wide.children])
    .filter((e) => e.getBoundingClientRect().right > width + 1)
    .map((e) => `${e.tagName.toLowerCase()} of ${Math.round(e.getBoundingClientRect().width)} px: ${e.textContent.slice(0, 60)}`), PAPER);
  check.none(cut, 'wider than paper');
  check.none(await page.evaluate(outside, PAPER), 'sticks out of the paper');
  const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  check.that(ground === 'rgb(255, 255, 255)', `paper is white, not ${ground}`);
  const unfolded = () => page.evaluate(() => document.querySelectorAll('details[open]').length);
  const before = await unfolded();
  const pdf = await page.pdf({ format: 'A4', margin: { top: '1cm', bottom: '1cm', left: '1cm', right: '1cm' } });
  check.that(pdf.subarray(0, 5).toString() === '%PDF-', 'it cannot be printed');
  check.that(await unfolded() === before, 'what was unfolded for paper stays so');
  await close();
}
