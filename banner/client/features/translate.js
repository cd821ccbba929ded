// Translates what is shown in place: switches, focus, scroll positions and observers stay as they are.

// The attribute of the initial choice; the visitor may have chosen otherwise.
const INITIAL = "selected";

/**
 * Translates *shown* by *fresh*, which is the same markup in another language. If their children differ, those of
 * *fresh* take the place of the others.
 * @param {Element} shown @param {Element} fresh
 */
export const translate = (shown, fresh) => {
  for (const { name, value } of fresh.attributes) {
    if (name !== INITIAL && shown.getAttribute(name) !== value) shown.setAttribute(name, value);
  }
  const nodes = [...shown.childNodes];
  const freshNodes = [...fresh.childNodes];
  if (nodes.length !== freshNodes.length) shown.replaceChildren(...freshNodes);
  else for (const [at, node] of nodes.entries()) translateNode(node, freshNodes[at]);
};

/** @param {Node} node @param {Node} like */
const translateNode = (node, like) => {
  if (like instanceof Element) translate(/** @type {Element} */ (node), like);
  else if (node.nodeValue !== like.nodeValue) node.nodeValue = like.nodeValue;
};
