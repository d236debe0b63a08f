// Nothing sticks out, from a telephone to a wide screen; words in pictures stand apart and inside.
export const WIDTHS = [360, 1024, 1920];

export async function layout({ open, check }) {
  for (const width of WIDTHS) {
    const { page, close } = await open({ width });
    for (const unfolded of [false, true]) {
      if (unfolded) await page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true; }));
      const how = `at ${width} px${unfolded ? ', unfolded' : ''}`;
      check.none(await page.evaluate(outside, width), `sticks out ${how}`);
      check.none(await page.evaluate(wordsInPictures), `in a picture ${how}`);
    }
    await close();
  }
}

// What reaches beyond the window's right edge, unless it stands in something that moves sideways by itself.
export function outside(width) {
  const found = [];
  const root = document.documentElement;
  if (root.scrollWidth > width) found.push(`the page: it is ${root.scrollWidth} px wide`);
  for (const element of document.body.querySelectorAll('*')) {
    if (element.closest('.wide, svg, .unseen, .skip') && !element.matches('.wide')) continue;
    const { left, right, width: own } = element.getBoundingClientRect();
    if (own > 0 && (right > width + 0.5 || left < -0.5)) {
      found.push(`${element.tagName.toLowerCase()}.${element.className} from ${left} to ${right}: ${element.textContent.slice(0, 60)}`);
    }
  }
  return found;
}

// Words that lie on each other, or reach out of their picture.
export function wordsInPictures() {
  const found = [];
  for (const svg of document.querySelectorAll('svg')) {
    const frame = svg.getBoundingClientRect();
    if (frame.width === 0) continue;
    const words = [...svg.querySelectorAll('text')]
      .filter((text) => text.textContent.trim() !== '')
      .map((text) => ({ said: text.textContent, box: text.getBoundingClientRect() }));
    for (const { said, box } of words) {
      const inside = box.left >= frame.left - 1 && box.right <= frame.right + 1
        && box.top >= frame.top - 1 && box.bottom <= frame.bottom + 1;
      if (!inside) found.push(`'${said}' reaches out of the picture`);
    }
    // Letters rarely fill their line: what shares a pixel or two is still read.
    const scale = frame.width / (svg.viewBox.baseVal.width || frame.width);
    const slack = 3 * scale;
    words.forEach((a, i) => words.slice(i + 1).forEach((b) => {
      const across = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
      const down = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
      if (across > slack && down > slack) found.push(`'${a.said}' and '${b.said}' lie on each other`);
    }));
  }
  return found;
}
