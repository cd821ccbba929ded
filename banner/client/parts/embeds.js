// Outside content: a placeholder in its place until it is allowed, then the item itself.

import { all, attempt, make, on } from "../dom.js";

const ITEMS = "[data-service][data-embed],iframe[data-service][data-src],iframe[data-consent-item]";

/** @param {Kit} kit @param {() => Promise<More>} more @returns {() => Promise<void>} */
export default (kit, more) => {
  const { data } = kit;
  /** What stands in the place of an item that is not loaded. @type {Map<HTMLElement, HTMLElement>} */
  const placeholders = new Map();
  /** @type {WeakSet<HTMLElement>} */
  const loaded = new WeakSet();
  /** The services of which single items were opened. @type {Set<string>} */
  const single = new Set();

  /** @param {HTMLElement} item @returns {Embed | undefined} */
  const embedOf = (item) => EMBEDS[item.dataset.service || ""];

  /** @param {HTMLElement} item the address of its content, or nothing where the author has mistyped it */
  const fill = (item, text = "") => text.replaceAll("{id}", item.dataset.embed || "");

  const look = async () => {
    const opened = kit.opened();
    // The gate may have filled a frame that is held here.
    for (const item of new Set([...placeholders.keys(), ...all(ITEMS)])) {
      const embed = embedOf(item);
      if (!embed || loaded.has(item)) continue;
      if (opened.includes(item.dataset.service || "")) show(item, embed, false);
      else if (!placeholders.has(item)) hold(item, embed, (await more()).placeholders[item.dataset.service || ""]);
    }
  };

  /** @param {HTMLElement} item @param {Embed} embed @param {string} text */
  const hold = (item, embed, text) => {
    const id = item.dataset.embed;
    if (id !== undefined && !new RegExp(`^(?:${embed.pattern})$`).test(id)) {
      console.error(item, `data-embed = "${id}": write it as ${embed.pattern}`);
      return;
    }
    if (placeholders.has(item) || loaded.has(item)) return;
    const box = kit.render(text);
    placeholders.set(item, box);
    const { link, picture, src, title } = item.dataset;
    if (title) {
      all(".consent-what", box)[0].textContent = title;
      box.ariaLabel += ": " + title;
    }
    all(".consent-link", box)[0].href = link || src || fill(item, embed.link);
    if (picture && new URL(picture, document.baseURI).origin === location.origin) {
      box.prepend(make("img", { alt: "", src: picture }));
    }
    if (item.localName === "iframe") beside(/** @type {HTMLIFrameElement} */ (item), box);
    else item.replaceChildren(box);
  };

  /** @param {HTMLElement} item @param {Embed} embed @param {boolean} asked whether the visitor asked for this very item */
  const show = (item, embed, asked) => {
    const box = placeholders.get(item);
    const title = item.dataset.title || box?.ariaLabel || "";
    placeholders.delete(item);
    loaded.add(item);
    if (item.localName === "iframe") {
      box?.remove();
      item.hidden = false;
      frame(/** @type {HTMLIFrameElement} */ (item), item.dataset.src);
      if (asked) item.focus();
    } else if (embed.frame) {
      const play = (asked && embed.play) || "";
      const inside = make("iframe", { title, allow: embed.allow || "fullscreen" });
      inside.referrerPolicy = "strict-origin-when-cross-origin";
      item.replaceChildren(inside);
      frame(inside, fill(item, embed.frame) + play);
      if (asked) inside.focus();
    } else {
      Object.assign(item, { tabIndex: -1, role: "group", ariaLabel: title });
      item.replaceChildren(kit.render(fill(item, embed.markup)));
      if (asked) item.focus();
      attempt(() => embed.show?.(item));
    }
  };

  on("click", ({ target }) => {
    const button = target.closest("[data-consent-part=load]");
    const [item] = [...placeholders].find(([, box]) => box.contains(button)) || [];
    const embed = item && embedOf(item);
    if (!button || !item || !embed) return;
    const service = item.dataset.service || "";
    const always = all("input:checked", button.closest(".consent-placeholder")).length;
    show(item, embed, true);
    single.add(service);
    if (always) kit.decide("allow", [service], "placeholder");
  });

  // Python will be asked to record it: the way there can begin.
  on("change", ({ target }) => {
    if (target.name === "consent-always") kit.python();
  });

  kit.items = () => [...single];
  kit.awake.push(() => {
    // Items that arrive later are held, too, be anything open or not.
    kit.watch();
    look().catch(console.error);
  });
  kit.watch();
  return async () => {
    for (const [item, box] of placeholders) {
      if (item.localName === "iframe") box.remove();
      placeholders.delete(item);
    }
    await look();
  };
};

/** Without data-src it is none of the gate's any more, which would load it a second time. @param {HTMLIFrameElement} item @param {string} [src] */
const frame = (item, src) => {
  item.removeAttribute("data-src");
  if (src) item.src = src;
};

/** The box of a frame that an author has written stays as large as the frame. @param {HTMLIFrameElement} item @param {HTMLElement} box */
const beside = (item, box) => {
  const { width, height } = item;
  if (width && height) Object.assign(box.style, { aspectRatio: `${width}/${height}`, maxInlineSize: `${width}px` });
  item.hidden = true;
  item.before(box);
};
