// Pages look as they did: half-size pictures, which differ from the checked-in ones by less than a few letters.
import fs from 'node:fs';
import path from 'node:path';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';

// So many of a thousand pixels may differ: another version of the browser smooths letters a little differently.
const PER_MILLE = 3;

// What stands further down is lists and tables, which hold nothing that is drawn.
const HIGHEST = 1800;

const WAYS = {
  '1024': { width: 1024 },
  'dark': { width: 1024, colorScheme: 'dark' },
  '360': { width: 360 },
};

// Pages that have a picture: what `NAME-WAY.png` there is.
export async function pictures({ name, open, check }, folder, update) {
  for (const [way, how] of Object.entries(WAYS)) {
    const file = path.join(folder, `${name}-${way}.png`);
    if (!fs.existsSync(file)) continue;
    const { page, close } = await open({ ...how, deviceScaleFactor: 0.5, reducedMotion: 'reduce' });
    const size = await page.evaluate(() => ({ width: innerWidth, height: document.documentElement.scrollHeight }));
    const clip = { x: 0, y: 0, width: size.width, height: Math.min(size.height, HIGHEST) };
    const shot = await page.screenshot({ fullPage: true, clip, animations: 'disabled', caret: 'hide' });
    await close();
    if (update) {
      fs.writeFileSync(file, small(PNG.sync.read(shot)));
      continue;
    }
    const [now, then] = [PNG.sync.read(shot), PNG.sync.read(fs.readFileSync(file))];
    const same = now.width === then.width && Math.abs(now.height - then.height) <= 2;
    check.that(same, `${path.basename(file)} is ${then.width} by ${then.height}, the page ${now.width} by ${now.height}`);
    if (!same) {
      fs.writeFileSync(path.join(path.dirname(process.argv[1]), `${name}-${way}-now.png`), shot);
      continue;
    }
    const height = Math.min(now.height, then.height);
    const difference = new PNG({ width: now.width, height });
    const bytes = now.width * height * 4;
    const pixels = pixelmatch(now.data.subarray(0, bytes), then.data.subarray(0, bytes), difference.data, now.width, height, { threshold: 0.2 });
    const most = Math.floor((now.width * height * PER_MILLE) / 1000);
    check.that(pixels <= most, `${path.basename(file)} differs in ${pixels} pixels, of which ${most} may`);
    if (pixels > most) {
      fs.writeFileSync(path.join(path.dirname(process.argv[1]), `${name}-${way}-difference.png`), PNG.sync.write(difference));
    }
  }
}

// Sixteen steps of each colour are enough to compare, and half the bytes.
function small(picture) {
  picture.data.forEach((byte, i) => { picture.data[i] = (byte & 0xf0) | (byte >> 4); });
  return PNG.sync.write(picture, { deflateLevel: 9, colorType: 2 });
}
