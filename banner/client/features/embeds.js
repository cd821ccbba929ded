// Embeds: shows a placeholder for outside content until it is allowed, and then the content.

import { queryAll, attempt, doc, createElement, on, queryWithin } from "../dom.js";
import { webAddress } from "../blocking/web_address.js";
import frameRunner, { fillFrame } from "../blocking/frames.js";
import { ACTIVATED } from "../blocking/activated.js";
import { reportMistake } from "../blocking/author_errors.js";
import framePlaceholders from "./frame_placeholders.js";
import embedMarkup from "./embed_markup.js";
import { startPython } from "./start_python.js";

const ITEMS = "[data-service][data-embed],iframe[data-service][data-src]";

/** @param {Host} host @param {() => Promise<More>} moreTexts @param {() => Promise<void>} addStyles */
export default (host, moreTexts, addStyles) => {
  /**
   * The placeholder of each item that is not loaded, and the item of each placeholder.
   * @type {WeakMap<Element, any>}
   */
  const placeholders = new WeakMap();
  /** @type {WeakSet<HTMLElement>} */
  const loaded = new WeakSet();
  /** Items with a mistake that the author has been told about. @type {WeakSet<HTMLElement>} */
  const invalid = new WeakSet();
  /** The services of which the visitor has opened single embeds. @type {Set<string>} */
  const openedServices = new Set();
  const runFrame = frameRunner(host);
  const { put, follow } = framePlaceholders(placeholders);
  const counterparts = host.share("counterparts", () => new WeakMap());

  /** @param {HTMLElement} item @returns {LiveEmbed | undefined} */
  const embedOf = (item) => EMBEDS[item.dataset.service || ""];

  /**
   * Return whether the id or address of an item is valid. Nothing uses an id or address that was not checked here.
   * @param {HTMLElement} item @param {LiveEmbed} embed
   */
  const isValid = (item, embed) => {
    const { embed: id, src } = item.dataset;
    if (invalid.has(item)) return false;
    const right = isFrame(item)
      ? webAddress(item, "data-src", src || "")
      : new RegExp(`^(?:${embed.pattern})$`).test(id || "");
    if (right) return true;
    invalid.add(item);
    if (!isFrame(item)) reportMistake(item, `data-embed = "${id}": write it as ${embed.pattern}`);
    return false;
  };

  /**
   * Return an address of the declaration with the item's id in it.
   * @param {string | undefined} text @param {HTMLElement} item
   */
  const address = (text, item) => host.siteUrl(idIn(text, item));

  /** @param {Element} part */
  const scan = async (part) => {
    for (const item of queryWithin(ITEMS, part)) {
      const embed = embedOf(item);
      if (!embed || !isValid(item, embed)) continue;
      if (isFrame(item)) removeStale(item);
      else if (!item.firstChild) placeholders.delete(item);
      if (isOpen(item)) showItem(item, embed, false);
      else if (placeholders.has(item)) follow(item);
      else {
        await addStyles().catch(console.error);
        showPlaceholder(item, embed, (await moreTexts()).placeholders[item.dataset.service]);
      }
    }
  };

  /** @param {HTMLElement} item */
  const isOpen = (item) => loaded.has(item) || host.state().active.includes(item.dataset.service || "");

  /**
   * Removes what stands before a frame and is not ours: it comes from a copy of the page's HTML.
   * @param {HTMLElement} item
   */
  const removeStale = (item) => {
    const stale = (/** @type {Element | null} */ one) =>
      one?.matches(`[${ACTIVATED}],.consent-placeholder`) && !placeholders.has(one) && !counterparts.has(one);
    while (stale(item.previousElementSibling)) item.previousElementSibling?.remove();
  };

  /** @param {HTMLElement} item @param {LiveEmbed} embed @param {string} text */
  const showPlaceholder = (item, embed, text) => {
    if (placeholders.has(item) || isOpen(item)) return;
    const box = host.render(text);
    placeholders.set(item, box).set(box, item);
    const { button, link, picture, text: words, title, src } = item.dataset;
    if (words) queryAll("p", box)[0].textContent = words;
    if (button) queryAll("[data-consent-action=load]", box)[0].textContent = button;
    if (title) {
      queryAll(".consent-title", box)[0].textContent = title;
      box.ariaLabel += ": " + title;
    }
    const own = link && webAddress(item, "data-link", link);
    queryAll(".consent-link", box)[0].href = own || (isFrame(item) ? src : address(embed.link, item));
    const image = picture && webAddress(item, "data-picture", picture);
    if (image && new URL(image).origin === location.origin) box.prepend(createElement("img", { alt: "", src: image }));
    if (isFrame(item)) put(/** @type {HTMLIFrameElement} */ (item), box);
    else item.replaceChildren(box);
  };

  /**
   * @param {HTMLElement} item @param {LiveEmbed} embed
   * @param {boolean} asked whether the visitor has asked for this very item
   */
  const showItem = (item, embed, asked) => {
    const box = placeholders.get(item);
    box?.remove();
    placeholders.delete(item);
    if (isFrame(item)) {
      const outer = runFrame(/** @type {HTMLIFrameElement} */ (item));
      if (asked) outer?.focus();
    } else if (!(item.firstChild && loaded.has(item))) {
      const title = item.dataset.title || box?.ariaLabel || "";
      if (embed.frame) showFrame(item, embed, title, asked);
      else showMarkup(item, embed, title, asked);
    }
    loaded.add(item);
  };

  /** @param {HTMLElement} item @param {LiveEmbed} embed @param {string} title @param {boolean} asked */
  const showFrame = (item, embed, title, asked) => {
    const play = (asked && embed.play) || "";
    const outer = createElement("iframe", { title, allow: embed.allow || "fullscreen" });
    outer.referrerPolicy = "strict-origin-when-cross-origin";
    fillFrame(outer, address(embed.frame, item) + play, host.trust);
    counterparts.set(outer, item);
    item.replaceChildren(outer);
    if (asked) outer.focus();
  };

  /** @param {HTMLElement} item @param {LiveEmbed} embed @param {string} title @param {boolean} asked */
  const showMarkup = (item, embed, title, asked) => {
    Object.assign(item, { tabIndex: -1, role: "group", ariaLabel: title });
    const holder = embedMarkup(host, item, (text) => idIn(text, item), embed.markup || "");
    counterparts.set(holder, item);
    item.replaceChildren(holder);
    if (asked) item.focus();
    attempt(() => embed.show?.(item));
  };

  on("click", ({ target }) => {
    const button = target.closest("[data-consent-action=load]");
    const box = button?.closest(".consent-placeholder");
    const item = placeholders.get(box);
    const embed = item && embedOf(item);
    if (!embed) return;
    const service = item.dataset.service;
    const always = queryAll("input:checked", box).length;
    showItem(item, embed, true);
    openedServices.add(service);
    if (always) host.decide("allow", [service], "placeholder");
  });

  // The visitor is about to grant the service, so Python can start.
  on("change", ({ target }) => {
    if (target.matches(".consent-placeholder input")) startPython(host);
  });

  /** @param {Element} part */
  const scanOrRetry = (part) => {
    scan(part).catch((error) => host.retry(error, () => scanOrRetry(part)));
  };
  return {
    /** Return the services of which the visitor has opened single embeds. */
    opened: () => [...openedServices],
    scan: scanOrRetry,
    repaint: async () => {
      for (const item of queryAll(ITEMS)) {
        const box = placeholders.get(item);
        if (isFrame(item)) box?.remove();
        placeholders.delete(item);
      }
      await scan(doc.documentElement);
    },
  };
};

/** @param {Element} item */
const isFrame = (item) => item.localName === "iframe";

/** Return a text of the catalogue with the item's id in it. @param {string} text @param {HTMLElement} item */
const idIn = (text = "", item) => text.replaceAll("{id}", () => item.dataset.embed || "");
