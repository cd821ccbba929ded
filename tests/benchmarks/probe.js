// Runs before anything of a page, and notes what a visitor would see. BANNER is the selector of the banner, or
// empty; COOKIE is the name of the cookie that keeps the decision.
(() => {
  const probe = (window.probe = { shift: 0, long: [], frames: [] });
  const observe = (type, note) => {
    const observer = new PerformanceObserver((list) => list.getEntries().forEach(note));
    observer.observe({ type, buffered: true, durationThreshold: 16 });
  };
  observe("layout-shift", ({ value, hadRecentInput }) => (probe.shift += hadRecentInput ? 0 : value));
  observe("longtask", ({ startTime, duration }) => probe.long.push([startTime, duration]));
  observe("event", ({ name, duration }) => {
    if (name === "click") probe.painted = duration;
  });

  /** Calls back in the next frame, when its layout is known and right before it is painted. */
  const frame = (then) =>
    requestAnimationFrame((started) => {
      const layout = new ResizeObserver(() => {
        layout.disconnect();
        then(started);
      });
      layout.observe(document.documentElement);
    });

  const visible = () => {
    const node = document.querySelector(BANNER);
    if (!node?.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
    const { top, bottom, height } = node.getBoundingClientRect();
    return height > 0 && bottom > 0 && top < innerHeight;
  };
  const until = (wanted, note) =>
    frame((started) => {
      probe.frames.push(started);
      if (visible() === wanted) note({ started, at: performance.now() });
      else until(wanted, note);
    });
  if (!BANNER) return;
  until(true, (seen) => (probe.seen = seen));

  addEventListener(
    "click",
    ({ timeStamp }) => {
      probe.click = timeStamp;
      until(false, ({ at }) => (probe.gone = at));
    },
    true,
  );
  const jar = Object.getOwnPropertyDescriptor(Document.prototype, "cookie");
  Object.defineProperty(Document.prototype, "cookie", {
    ...jar,
    set(text) {
      jar.set.call(this, text);
      if (probe.click && text.startsWith(COOKIE + "=")) probe.cookie ??= performance.now();
    },
  });
})();
