// Pictures for somebody to look at: every page, and sheets of many.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const PER_SHEET = 12;
// Nobody looks further down, and a page of hostile names is longer than the browser can take a picture of in minutes.
const MOST_PIXELS = 10_000;

export async function look({ name, open }, folder) {
  fs.mkdirSync(folder, { recursive: true });
  const { page, close } = await open({ width: 1024 });
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width: 1024, height: Math.min(height, MOST_PIXELS) });
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
  await close();
}

// The upper parts of the pages, twelve on a sheet.
look.sheets = async (browser, folder, names) => {
  for (let first = 0; first < names.length; first += PER_SHEET) {
    const cells = names.slice(first, first + PER_SHEET).map((name) => {
      const source = pathToFileURL(path.resolve(folder, `${name}.png`)).href;
      return `<figure><figcaption>${name}</figcaption><div><img src="${source}"></div></figure>`;
    });
    const file = path.resolve(folder, `sheet-${first / PER_SHEET + 1}.html`);
    fs.writeFileSync(file, `<!DOCTYPE html><style>body{margin:8px;display:grid;grid-template-columns:repeat(4,480px);gap:8px;font:13px sans-serif}
figure{margin:0}figure div{height:640px;overflow:hidden;border:1px solid #888}img{width:100%}</style>${cells.join('')}`);
    const page = await browser.newPage({ viewport: { width: 1968, height: 2000 } });
    await page.goto(pathToFileURL(file).href);
    await page.screenshot({ path: file.replace(/html$/, 'png'), fullPage: true });
    await page.close();
    fs.unlinkSync(file);
  }
};
