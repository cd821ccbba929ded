// Outside content: a placeholder in its place until it is allowed, then the item itself.

import { all, attempt, doc, make, on, within } from "../dom.js";
import { webAddress } from "../blocking/web_address.js";
import frames, { fill } from "../blocking/frames.js";
import { MARK } from "../blocking/activated.js";
import { mistake } from "../blocking/author_errors.js";
import boxes from "./frame_placeholders.js";
import markup from "./embed_markup.js";
import { python } from "./start_python.js";

const ITEMS = "[data-service][data-embed],iframe[data-service][data-src]";

/** @param {Host} host @param {() => Promise<More>} more @param {() => Promise<void>} style */
export default (host, more, style) => {
  /** What stands in the place of an item that is not loaded, and the item of each. @type {WeakMap<Element, any>} */
  const places = new WeakMap();
  /** @type {WeakSet<HTMLElement>} */
  const loaded = new WeakSet();
  /** Items that an author has mistyped, and is told of. @type {WeakSet<HTMLElement>} */
  const wrong = new WeakSet();
  /** The services of which single items were opened. @type {Set<string>} */
  const single = new Set();
  const run = frames(host);
  const { put, follow } = boxes(places);
  const pairs = host.share("pairs", () => new WeakMap());

  /** @param {HTMLElement} item @returns {LiveEmbed | undefined} */
  const embedOf = (item) => EMBEDS[item.dataset.service || ""];

  /** Whether an item is one that can be shown: nothing is made of its id, or of its address, that has not been here. @param {HTMLElement} item @param {LiveEmbed} embed */
  const sound = (item, embed) => {
    const { embed: id, src } = item.dataset;
    if (wrong.has(item)) return false;
    const right = isFrame(item)
      ? webAddress(item, "data-src", src || "")
      : new RegExp(`^(?:${embed.pattern})$`).test(id || "");
    if (right) return true;
    wrong.add(item);
    if (!isFrame(item)) mistake(item, `data-embed = "${id}": write it as ${embed.pattern}`);
    return false;
  };

  /** @param {Element} part */
  const look = async (part) => {
    for (const item of within(ITEMS, part)) {
      const embed = embedOf(item);
      if (!embed || !sound(item, embed)) continue;
      if (isFrame(item)) tidy(item);
      if (isOpen(item)) show(item, embed, false);
      else if (places.has(item)) follow(item);
      else {
        await style().catch(console.error);
        hold(item, embed, (await more()).placeholders[item.dataset.service]);
      }
    }
  };

  /** @param {HTMLElement} item */
  const isOpen = (item) => loaded.has(item) || host.state().active.includes(item.dataset.service || "");

  /** What stands before a frame that has come from a text of the page, and is no work of ours. @param {HTMLElement} item */
  const tidy = (item) => {
    const stale = (/** @type {Element | null} */ one) =>
      one?.matches(`[${MARK}],.consent-placeholder`) && !places.has(one) && !pairs.has(one);
    while (stale(item.previousElementSibling)) item.previousElementSibling?.remove();
  };

  /** @param {HTMLElement} item @param {LiveEmbed} embed @param {string} text */
  const hold = (item, embed, text) => {
    if (places.has(item) || isOpen(item)) return;
    const box = host.render(text);
    places.set(item, box).set(box, item);
    const { link, picture, title, src } = item.dataset;
    if (title) {
      all(".consent-what", box)[0].textContent = title;
      box.ariaLabel += ": " + title;
    }
    const own = link && webAddress(item, "data-link", link);
    all(".consent-link", box)[0].href = own || (isFrame(item) ? src : idIn(embed.link, item));
    const image = picture && webAddress(item, "data-picture", picture);
    if (image && new URL(image).origin === location.origin) box.prepend(make("img", { alt: "", src: image }));
    if (isFrame(item)) put(/** @type {HTMLIFrameElement} */ (item), box);
    else item.replaceChildren(box);
  };

  /** @param {HTMLElement} item @param {LiveEmbed} embed @param {boolean} asked whether the visitor asked for this very item */
  const show = (item, embed, asked) => {
    const box = places.get(item);
    box?.remove();
    places.delete(item);
    if (isFrame(item)) {
      const outer = run(/** @type {HTMLIFrameElement} */ (item));
      if (asked) outer?.focus();
    } else if (!loaded.has(item)) {
      const title = item.dataset.title || box?.ariaLabel || "";
      if (embed.frame) frame(item, embed, title, asked);
      else lively(item, embed, title, asked);
    }
    loaded.add(item);
  };

  /** @param {HTMLElement} item @param {LiveEmbed} embed @param {string} title @param {boolean} asked */
  const frame = (item, embed, title, asked) => {
    const play = (asked && embed.play) || "";
    const outer = make("iframe", { title, allow: embed.allow || "fullscreen" });
    outer.referrerPolicy = "strict-origin-when-cross-origin";
    fill(outer, idIn(embed.frame, item) + play, host.trust);
    pairs.set(outer, item);
    item.replaceChildren(outer);
    if (asked) outer.focus();
  };

  /** @param {HTMLElement} item @param {LiveEmbed} embed @param {string} title @param {boolean} asked */
  const lively = (item, embed, title, asked) => {
    Object.assign(item, { tabIndex: -1, role: "group", ariaLabel: title });
    const holder = markup(host, item, (text) => idIn(text, item), embed.markup || "");
    pairs.set(holder, item);
    item.replaceChildren(holder);
    if (asked) item.focus();
    attempt(() => embed.show?.(item));
  };

  on("click", ({ target }) => {
    const button = target.closest("[data-consent-action=load]");
    const box = button?.closest(".consent-placeholder");
    const item = places.get(box);
    const embed = item && embedOf(item);
    if (!embed) return;
    const service = item.dataset.service;
    const always = all("input:checked", box).length;
    show(item, embed, true);
    single.add(service);
    if (always) host.decide("allow", [service], "placeholder");
  });

  // Python will be asked to record it: the way there can begin.
  on("change", ({ target }) => {
    if (target.name === "consent-always") python(host);
  });

  /** @param {Element} part */
  const attend = (part) => {
    look(part).catch((error) => host.retry(error, () => attend(part)));
  };
  return {
    /** The services of which single items were opened. */
    opened: () => [...single],
    look: attend,
    repaint: async () => {
      for (const item of all(ITEMS)) {
        const box = places.get(item);
        if (isFrame(item)) box?.remove();
        places.delete(item);
      }
      await look(doc.documentElement);
    },
  };
};

/** @param {Element} item */
const isFrame = (item) => item.localName === "iframe";

/** A text of the catalogue with the id of an item. @param {string} text @param {HTMLElement} item */
const idIn = (text = "", item) => text.replaceAll("{id}", () => item.dataset.embed || "");
