// A word to the author about what a page has written wrong. Each comes once, and only the first of them do: the console
// keeps every element that it was told of, and the tree around it.

const MOST = 20;
/** @type {Set<string>} */
const told = new Set();

/** @param {Element} element @param {string} text */
export const mistake = (element, text) => {
  if (told.size >= MOST || told.has(text)) return;
  told.add(text);
  console.error(element, text);
};
