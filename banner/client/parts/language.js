// The visitor's choice of a language: kept, and everything here said in it at once.

import { all, announce, on } from "../dom.js";

const SELECT = "select[name=consent-language]";

/**
 * @param {Kit} kit @param {() => Promise<Preferences>} choices @param {() => Promise<void>} fill the page's preferences
 * @param {(() => unknown)[]} repaint what else has to be painted again
 */
export default (kit, choices, fill, repaint) => {
  const { data } = kit;

  /** @param {HTMLSelectElement} select */
  const choose = async (select) => {
    const root = /** @type {HTMLElement} */ (select.closest("#consent-banner,dialog,.consent-section"));
    const on = ticks(root);
    document.cookie = CHOICE.join(select.value) + (location.protocol === "https:" ? ";Secure" : "");
    const answer = await kit.load(data.languages[select.value]);
    Object.assign(data, await answer.json());
    const text = byId("consent-preferences") ? (await choices()).dialog : "";
    const [banner, dialog] = ["consent-banner", "consent-preferences"].map((id) => /** @type {any} */ (byId(id)));
    const open = dialog?.open;
    // The dialog gives the focus back to where it was opened, and the one that follows has to learn that place.
    if (open) dialog.close();
    const opener = document.activeElement;
    if (banner) {
      const fresh = Object.assign(kit.render(data.banner), { hidden: banner.hidden });
      banner.replaceWith(fresh);
      if (!banner.hidden) fresh.togglePopover?.(true);
      if (banner.contains(opener)) all("[data-consent-action=preferences]", fresh)[0].focus();
    }
    if (dialog) {
      const fresh = kit.render(text);
      dialog.replaceWith(fresh);
      if (open) fresh.showModal();
    }
    await fill();
    const now = root.id ? byId(root.id) : all(".consent-section")[0];
    if (now) restore(now, on);
    announce("consent:language", { language: data.language });
    await Promise.all(repaint.map((paint) => paint()));
  };

  on("change", ({ target }) => {
    if (target.matches(SELECT)) choose(target).catch(console.error);
  });
  // A choice that was faster than this module.
  for (const select of all(SELECT)) if (select.value !== data.language) choose(select).catch(console.error);
};

/** @param {string} id */
const byId = (id) => document.getElementById(id);

/** @param {Element} root @returns {string[]} */
const ticks = (root) => all("input[name=service]:checked", root).map((box) => box.value);

/**
 * The switches stay as the visitor has set them, and the focus where it was.
 * @param {Element} root @param {string[]} on
 */
const restore = (root, on) => {
  for (const box of all("input[name=service]", root)) {
    if (box.checked === on.includes(box.value)) continue;
    box.checked = !box.checked;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }
  all(SELECT, root)[0]?.focus();
};
