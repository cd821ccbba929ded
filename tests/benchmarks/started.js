// Notes when Python has started: ours leaves a mark when it listens, and PyScript as it is shipped has run its script.
(() => {
  const note = (at) => (probe.up ??= at);
  new PerformanceObserver((list) => {
    for (const { startTime } of list.getEntriesByName("consent:python")) note(startTime);
  }).observe({ type: "mark", buffered: true });
  new MutationObserver((_, observer) => {
    if (!document.documentElement.dataset.python) return;
    note(performance.now());
    observer.disconnect();
  }).observe(document, { childList: true, subtree: true, attributes: true });
})();
