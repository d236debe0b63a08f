// axe-core finds nothing, by day and by night, with everything unfolded.
import fs from 'node:fs';
import { createRequire } from 'node:module';

const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export async function access({ open, check }) {
  for (const colorScheme of ['light', 'dark']) {
    const { page, close } = await open({ colorScheme, reducedMotion: 'reduce' });
    // The page's policy admits no other script; the debugger may.
    await page.evaluate(axe);
    await page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true; }));
    const result = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
    const told = result.violations.map(({ id, help, nodes }) => {
      const [first] = nodes;
      const why = (first.any[0] ?? first.all[0] ?? first.none[0])?.message ?? '';
      return `${id} (${help}), ${nodes.length} times, as ${first.target.join(' ')}: ${why}`;
    });
    check.none(told, `axe-core, ${colorScheme}`);
    await close();
  }
}
