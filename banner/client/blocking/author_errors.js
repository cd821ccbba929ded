// Tells the page's author in the console about mistakes in the page. Each is told once, and only the first of them: the
// console keeps every element that it shows alive, and the tree around it.

const MAX_ERRORS = 20;
/** @type {Set<string>} */
const reported = new Set();

/** @param {Element} element @param {string} text */
export const reportMistake = (element, text) => {
  if (reported.size >= MAX_ERRORS || reported.has(text)) return;
  reported.add(text);
  console.error(element, text);
};
