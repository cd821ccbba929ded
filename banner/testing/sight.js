// Tells what a tester can see of the banner in this page: an expression, which any driver can have evaluated.
({ name, target }) => {
  const { documentElement: root } = document;
  const find = (selector) => (selector ? document.querySelector(selector) : null);
  const describe = ({ localName, id, className }) =>
    `<${localName}${id && ` id="${id}"`}${className && ` class="${className}"`}>`;
  /** The nearest element around, itself included, that takes *element* out of sight. */
  const hider = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const { display, visibility, contentVisibility } = getComputedStyle(one);
      if (display === "none") return [one, "display: none"];
      if (one === element && visibility !== "visible") return [one, `visibility: ${visibility}`];
      if (one !== element && contentVisibility === "hidden") return [one, "content-visibility: hidden"];
    }
  };
  /** What lies over the middle of *element*, if that is anything else. */
  const cover = (element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    const [x, y] = [left + width / 2, top + height / 2];
    if (!width || !height) return "it has no size";
    if (x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) return "it is outside of the window";
    const above = document.elementFromPoint(x, y);
    if (!above || above === element || element.contains(above) || above.contains(element)) return "";
    return `${describe(above)} lies over it`;
  };
  const readCookies = () => {
    try {
      return document.cookie;
    } catch {
      return ""; // a sandboxed page has none
    }
  };
  const banner = find("#consent-banner");
  const dialog = find("#consent-preferences");
  const boxes = [...(dialog?.querySelectorAll("input[name=service]") || [])];
  const element = find(target);
  const api = window[name];
  const isOurs = typeof api?.get === "function" && typeof api.accept === "function";
  const record = /(?:^|; )[^=]+=(%7B%22v%22%3A[^;]*)/.exec(readCookies())?.[1];
  const hidden = banner && !banner.hidden && hider(banner);
  return {
    address: location.href,
    tag: !!find("script[src*='consent.js']"),
    state: root.dataset.consent || "",
    api: isOurs,
    consent: isOurs ? api.get() : record ? JSON.parse(decodeURIComponent(record)) : null,
    banner: !banner ? "absent" : banner.hidden ? "closed" : "open",
    hidden: hidden ? `${describe(hidden[0])} has ${hidden[1]}` : "",
    preferences: !!dialog?.open,
    switches: boxes.map(({ value, checked }) => [value, checked]),
    target: !element ? "absent" : !element.checkVisibility() ? "unseen" : cover(element),
    modal: [...document.querySelectorAll("dialog:modal")].filter((one) => one !== dialog).map(describe)[0] || "",
  };
};
