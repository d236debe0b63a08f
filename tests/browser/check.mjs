// Opens every page in Chromium and holds it to what a report promises.
//
//     node check.mjs PAGES [--expected FOLDER] [--update] [--look FOLDER] [--screenshots FOLDER] [NAME...]
//
// PAGES is a folder with NAME.html. With NAMEs only those that begin with one of them. --update writes the pictures
// instead of comparing them; --look writes a picture of every page, and contact sheets of all of them;
// --screenshots those of the README.
//
// What a page does is tried on a few of them (those that have a picture, and the faulty one): the rest are made of the
// same parts, and differ in what they say and draw.
import fs from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { access } from './checks/access.mjs';
import { behaviour } from './checks/behaviour.mjs';
import { layout } from './checks/layout.mjs';
import { look } from './checks/look.mjs';
import { pictures } from './checks/pictures.mjs';
import { printed } from './checks/printed.mjs';
import { screenshots } from './checks/screenshots.mjs';
import { opened } from './checks/opened.mjs';

const [folder, ...words] = process.argv.slice(2);
const option = (name) => {
  const at = words.indexOf(name);
  return at < 0 ? null : words.splice(at, 2)[1];
};
const expected = option('--expected');
const lookInto = option('--look');
const screenshotsInto = option('--screenshots');
const update = words.includes('--update');
const wanted = words.filter((word) => !word.startsWith('--'));

const pages = fs.readdirSync(folder)
  .filter((file) => file.endsWith('.html'))
  .map((file) => path.basename(file, '.html'))
  .sort();
const names = pages.filter((name) => wanted.length === 0 || wanted.some((w) => name.startsWith(w)));
// A page that is not made any more would never be looked at again.
const unknown = wanted.filter((word) => !pages.some((name) => name.startsWith(word)));
if (names.length === 0 || unknown.length > 0) {
  console.error(`error: there is no page ${unknown.join(', ')} in ${folder}`);
  process.exit(2);
}
// A picture whose page is called otherwise now would never be compared again.
const orphans = expected === null ? [] : fs.readdirSync(expected)
  .filter((picture) => !pages.includes(picture.replace(/-[^-]+\.png$/, '')))
  .map((picture) => `${expected}/${picture} has no page`);

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  // The network namespace has no other user; there is no graphics card; text looks the same everywhere.
  args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none', '--disable-lcd-text'],
});

// What the clipboard holds, as an empty page finds it.
const empty = await browser.newPage();
await empty.setContent('<textarea></textarea>');
async function pasted() {
  await empty.bringToFront();
  await empty.fill('textarea', '');
  await empty.focus('textarea');
  await empty.keyboard.press('Control+V');
  return empty.inputValue('textarea');
}

// So many faults of a kind are told one by one.
const MOST = 5;

let checks = 0;
const faults = [...orphans];
for (const orphan of orphans) console.log(`FAIL ${orphan}`);
for (const name of names) {
  const found = [];
  const check = {
    // `holds` or a fault of that page.
    that(holds, what) {
      checks += 1;
      if (!holds) found.push(what);
    },
    // Nothing in the list, or each of them is a fault.
    none(list, what) {
      checks += 1;
      for (const one of list.slice(0, MOST)) found.push(`${what}: ${one}`);
      if (list.length > MOST) found.push(`${what}: and ${list.length - MOST} more`);
    },
  };
  const file = path.resolve(folder, `${name}.html`);
  const page = { name, check, pasted, open: (how) => opened(browser, file, check, how) };
  try {
    if (screenshotsInto !== null) {
      await screenshots(page, screenshotsInto);
    } else if (lookInto === null) {
      await layout(page);
      await access(page);
      await printed(page);
      const known = expected === null ? [] : fs.readdirSync(expected);
      if (name === 'faulty' || known.some((picture) => picture.startsWith(`${name}-1024.`))) await behaviour(page);
      if (expected !== null) await pictures(page, expected, update);
    } else {
      await look(page, lookInto);
    }
  } catch (error) {
    found.push(`the checks stopped: ${error.stack}`);
  }
  if (name === 'faulty' && lookInto === null && screenshotsInto === null) {
    // The page on which everything is wrong: what is found there is what the checks are able to find.
    const page = fs.readFileSync(file, 'utf8');
    const due = [...page.matchAll(/^fault: (.*)$/gm)].map((match) => match[1]);
    const missed = due.filter((fault) => !found.some((one) => one.includes(fault)));
    checks += due.length;
    found.splice(0, found.length, ...missed.map((fault) => `the checks do not find: ${fault}`));
    if (due.length === 0) found.push('it names no faults');
  }
  console.log(`${found.length === 0 ? 'ok  ' : 'FAIL'} ${name}`);
  for (const fault of found) console.log(`     - ${fault}`);
  faults.push(...found);
}
if (lookInto !== null) await look.sheets(browser, lookInto, names);
await browser.close();
console.log(`${names.length} pages, ${checks} checks, ${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);
