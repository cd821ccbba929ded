// The button that opens the preferences, in a corner of every page of a site that wants one. It makes room for what the
// page has fixed in that corner.

import { doc, on } from "../dom.js";

const GAP = 12; // pixels
const REST = 300; // milliseconds after which what came late has its place

/**
 * @param {Host} host @param {() => Promise<More>} moreTexts
 * @param {() => Promise<void>} tellState writes the sentence about the consent
 */
export default ({ render, stand }, moreTexts, tellState) => {
  /** @type {any} */
  let box;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** Moves the button above whatever else is fixed where it stands; if that fills the window, back into its corner. */
  const rise = () => {
    box.style.removeProperty("--raised");
    for (let raised = 0; ; ) {
      const { bottom, top } = box.getBoundingClientRect();
      const other = fixedBelow(box);
      if (!other) return;
      if (top < innerHeight / 2) {
        box.style.removeProperty("--raised");
        return;
      }
      raised += bottom - other.getBoundingClientRect().top + GAP;
      box.style.setProperty("--raised", `${raised}px`);
    }
  };
  const riseSoon = () => {
    if (!box) return;
    clearTimeout(timer);
    timer = setTimeout(rise, REST);
  };
  addEventListener("resize", riseSoon);
  addEventListener("load", riseSoon);
  on("consent:change", riseSoon);

  return {
    paint: async () => {
      const { reopen } = await moreTexts();
      if (!reopen) return;
      const fresh = render(reopen);
      if (box?.isConnected) box.replaceWith(fresh);
      else stand(fresh);
      box = fresh;
      riseSoon();
      await tellState();
    },
    /** Looks again once something has come into the page. */
    scan: riseSoon,
  };
};

/** Return an element of the page that is fixed where *box* stands, unless it covers most of the window. @param {any} box */
const fixedBelow = (box) => {
  const { bottom, height, left, right, top } = box.getBoundingClientRect();
  if (!height) return undefined;
  for (const [x, y] of [
    [(left + right) / 2, (top + bottom) / 2],
    [left + 1, bottom - 1],
    [right - 1, bottom - 1],
    [left + 1, top + 1],
    [right - 1, top + 1],
  ]) {
    for (let node of doc.elementsFromPoint(x, y)) {
      if (node.closest("consent-ui")) continue;
      for (; node; node = /** @type {any} */ (node.parentElement)) {
        const small = node.getBoundingClientRect().height < innerHeight / 2;
        if (small && isFixed(node)) return node;
      }
    }
  }
  return undefined;
};

/** Return whether *node* keeps to the foot of the window; what is sticky may keep to its head. @param {Element} node */
const isFixed = (node) => {
  const { bottom, position } = getComputedStyle(node);
  return position === "fixed" || (position === "sticky" && bottom !== "auto");
};
