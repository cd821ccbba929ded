// The placeholders of frames that the page's author has written. Each stands before its frame and follows it.

import { addStyles } from "../blocking/activated.js";

/** @param {WeakMap<Element, any>} placeholders by their item */
export default (placeholders) => {
  /** Removes the placeholder when the page takes out the frame. */
  const followMoves = new MutationObserver((changes) => {
    for (const node of changes.flatMap((change) => /** @type {any[]} */ ([...change.removedNodes]))) {
      if (node.localName === "iframe" && placeholders.get(node)?.nextSibling !== node) placeholders.get(node)?.remove();
    }
  });

  /** Puts the placeholder before its frame if it is not there already. @param {HTMLIFrameElement} item */
  const follow = (item) => {
    const box = placeholders.get(item);
    if (item.localName !== "iframe" || !item.parentNode || box.nextSibling === item) return;
    item.before(box);
    followMoves.observe(item.parentNode, { childList: true });
  };

  return {
    follow,
    /** Puts a placeholder of the frame's size before it. @param {HTMLIFrameElement} item @param {HTMLElement} box */
    put: (item, box) => {
      const { width, height } = item;
      if (width && height) Object.assign(box.style, { aspectRatio: `${width}/${height}`, maxInlineSize: `${width}px` });
      addStyles(item);
      item.hidden = true;
      follow(item);
    },
  };
};
