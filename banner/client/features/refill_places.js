// Fills places again that the page has emptied: a framework that takes its page over late removes what its server has
// not sent.

const PLACES = "[data-embed],[data-consent-embed]";

/** @param {(place: Element) => void} fill */
export default (fill) => {
  const isEmpty = (/** @type {any} */ { firstChild, isConnected }) => isConnected && !firstChild;
  new MutationObserver((changes) => {
    const emptied = new Set(changes.map(({ target }) => /** @type {any} */ (target)));
    for (const place of emptied) {
      if (!isEmpty(place) || !place.matches?.(PLACES)) continue;
      // Not sooner, or whoever empties it each time would stop the page.
      requestAnimationFrame(() => isEmpty(place) && fill(place));
    }
  }).observe(document, { childList: true, subtree: true });
};
