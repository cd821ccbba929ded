// Runs in each document before its own scripts: the page tells this region, whatever else it tells.
(code) => {
  const name = "data-consent-region";
  const tell = () => {
    const root = document.documentElement;
    if (root && root.getAttribute(name) !== code) {
      root.setAttribute(name, code);
    }
  };
  // The root element comes with the first bytes of the page.
  new MutationObserver(tell).observe(document, { attributeFilter: [name], childList: true, subtree: true });
  tell();
};
