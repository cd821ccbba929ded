// Gives what is shown the words of another language, in place: what was set, focused, scrolled or watched stays so.

// An attribute that only says where a choice begins; the choice itself is the visitor's.
const BEGINS = "selected";

/**
 * *fresh* is the same as *shown* in another language, so each node has its like. Where a text has none, the nodes
 * themselves are taken.
 * @param {Element} shown @param {Element} fresh
 */
export const translate = (shown, fresh) => {
  for (const { name, value } of fresh.attributes) {
    if (name !== BEGINS && shown.getAttribute(name) !== value) shown.setAttribute(name, value);
  }
  const nodes = [...shown.childNodes];
  const likes = [...fresh.childNodes];
  if (nodes.length !== likes.length) shown.replaceChildren(...likes);
  else for (const [at, node] of nodes.entries()) say(node, likes[at]);
};

/** @param {Node} node @param {Node} like */
const say = (node, like) => {
  if (like instanceof Element) translate(/** @type {Element} */ (node), like);
  else if (node.nodeValue !== like.nodeValue) node.nodeValue = like.nodeValue;
};
