// Notes when Python has started: ours listens from then on, and PyScript as it is shipped has run its script.
new MutationObserver((_, observer) => {
  const ours = document.getElementById("consent-python");
  const note = () => (probe.up ??= performance.now());
  if (ours) {
    const set = (value) => {
      note();
      Object.defineProperty(ours, "heard", { value, writable: true });
    };
    Object.defineProperty(ours, "heard", { set, configurable: true });
  } else if (document.documentElement.dataset.python) note();
  else return;
  observer.disconnect();
}).observe(document, { childList: true, subtree: true, attributes: true });
