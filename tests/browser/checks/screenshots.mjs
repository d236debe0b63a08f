// The README's pictures, made of the pages that are tested.
import fs from 'node:fs';
import path from 'node:path';
import { PNG } from 'pngjs';

// The page, and where on it: a height from the top, or what is to be seen.
const SCREENSHOTS = {
  'report': { of: 'broken', height: 990 },
  'blocked-path': { of: 'gateway-security-group-denies', element: 'svg.path' },
  'tcpping': { of: 'tcpping-losses', height: 730 },
};

export async function screenshots({ name, open }, folder) {
  fs.mkdirSync(folder, { recursive: true });
  for (const [file, { of, height, element }] of Object.entries(SCREENSHOTS)) {
    if (of !== name) continue;
    const { page, close } = await open({ width: 1024 });
    const shot = element === undefined
      ? await page.screenshot({ clip: { x: 0, y: 0, width: 1024, height }, fullPage: true })
      : await page.locator(element).first().screenshot();
    const picture = PNG.sync.read(shot);
    // Steps that nobody sees, and a file that is loaded sooner.
    picture.data.forEach((byte, i) => { picture.data[i] = (byte & 0xf8) | (byte >> 5); });
    fs.writeFileSync(path.join(folder, `${file}.png`), PNG.sync.write(picture, { deflateLevel: 9, colorType: 2 }));
    await close();
  }
}
