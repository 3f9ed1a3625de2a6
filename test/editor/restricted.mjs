/** In a folder nobody has vouched for: the extension works as everywhere, since it runs nothing of the folder. */
export const RESTRICTED_CHECKS = [
  ['the folder is in Restricted Mode', restricted],
  ['a squiggle all the same', squiggle],
  ['a hover all the same', hover],
];

async function restricted({ bench }) {
  await bench.page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor();
}

async function squiggle({ bench }) {
  await bench.hasSquiggle('store.ts');
  await bench.shot('squiggle');
}

async function hover({ bench, words }) {
  await bench.hover('store.ts', 'createCipheriv', words.cipher);
  await bench.shot('hover');
  await bench.leaveHover();
}
