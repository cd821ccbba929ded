// What a page shows of the banner at a moment, as a visitor would find it: an object of plain values.
() => {
  const VIDEO = "https://www.youtube-nocookie.com/embed/";
  const trees = [document];
  for (const one of document.documentElement.children) if (one.shadowRoot) trees.push(one.shadowRoot);
  const all = (selector) => trees.flatMap((tree) => [...tree.querySelectorAll(selector)]);
  const seen = (selector) => all(selector).filter((one) => one.checkVisibility());
  // Whether a pointer in its middle would reach it.
  const reached = (one) => {
    const { x, y, width, height } = one.getBoundingClientRect();
    return one.contains(one.getRootNode().elementFromPoint(x + width / 2, y + height / 2));
  };
  const runs = (frame) => Boolean(frame.contentDocument?.querySelector("iframe")?.src.startsWith(VIDEO));
  const frames = seen("iframe");
  const counts = {};
  for (const one of window.ran) counts[one] = (counts[one] || 0) + 1;
  const bodies = all("#consent-banner");
  const buttons = ["accept-all", "deny-all", "preferences"].flatMap((action) =>
    seen(`#consent-banner [data-consent-action=${action}]`),
  );
  return {
    state: document.documentElement.dataset.consent ?? null,
    banners: bodies.length,
    asked: buttons.length === 3 && buttons.every(reached),
    shown: bodies.some((one) => one.checkVisibility()),
    dialogs: all("#consent-preferences").length,
    left_open: all("#consent-preferences[open]:not(:modal)").length,
    places: all("[data-consent-embed]").map((one) => one.children.length),
    ticked: all("[data-consent-embed] input[name=service]:checked:enabled").length,
    running: frames.filter(runs).length,
    dead: frames.filter((one) => !runs(one)).length,
    held: seen(".consent-placeholder").length,
    ran: counts,
  };
}
