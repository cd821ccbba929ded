// The visitor's choice of a language: kept, and everything here said in it at once.

import { all, announce, on } from "../dom.js";
import { bake } from "../store.js";

const SELECT = "select[name=consent-language]";

/** @param {Kit} kit @param {(() => unknown)[]} repaint what else has to be painted again */
export default (kit, repaint) => {
  const { data } = kit;

  /** @param {HTMLSelectElement} select */
  const choose = async (select) => {
    const root = /** @type {HTMLElement} */ (select.closest("#consent-banner,dialog,.consent-section"));
    const on = ticks(root);
    bake(CHOICE.join(select.value));
    const answer = await kit.load(data.languages[select.value]);
    Object.assign(data, await answer.json());
    for (const [id, text] of [["consent-banner", data.banner], ["consent-preferences", data.dialog]]) {
      const old = /** @type {any} */ (document.getElementById(id));
      if (!old) continue;
      const { hidden, open } = old;
      const fresh = Object.assign(kit.render(text), { hidden });
      old.replaceWith(fresh);
      if (open) fresh.showModal();
      if (!hidden) fresh.togglePopover?.(true);
    }
    kit.fill();
    const now = root.id ? document.getElementById(root.id) : all(".consent-section")[0];
    if (now) restore(now, on);
    announce("consent:language", { language: data.language });
    for (const paint of repaint) paint();
  };

  on("change", ({ target }) => {
    if (target.matches(SELECT)) choose(target).catch(console.error);
  });
  // A choice that was faster than this module.
  for (const select of all(SELECT)) if (select.value !== data.language) choose(select).catch(console.error);
};

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
