// The view against sale and sharing: what an opt-out stops, one button that does it, and the word that it is done.

import { queryAll, announce } from "../dom.js";
import { formatMoment } from "../moment.js";
import { reachText } from "./reach.js";
import { startPython } from "./start_python.js";

const ACTION = "opt-out";

/** @param {Host} host @param {() => Promise<More>} moreTexts @param {() => Promise<void>} addStyles */
export default (host, moreTexts, addStyles) => {
  /** @type {HTMLDialogElement | undefined} */
  let dialog;
  /** @type {OptOut} */
  let texts;

  const show = async () => {
    texts = (await moreTexts()).opt_out;
    await addStyles();
    dialog?.remove();
    dialog = /** @type {HTMLDialogElement} */ (host.render(texts.dialog));
    reachText(dialog);
    host.stand(dialog);
    reflect();
    dialog.showModal();
    announce("consent:open", { view: ACTION });
    startPython(host);
  };

  /** Return the sentence that the visitor, or the browser's signal, has opted out of *sold*; else nothing. */
  const outcome = (/** @type {string[]} */ sold) => {
    const { consent, pending, said } = host.state();
    const { action, at = "" } = pending.at(-1) || consent;
    if (action === ACTION) return texts.done.replace("{when}", () => formatMoment(at, said.language));
    return navigator.globalPrivacyControl && !sold.some((id) => consent.granted.includes(id)) ? texts.signal : "";
  };

  /** Follows the present consent: once the visitor has opted out, there is nothing to press. */
  const reflect = () => {
    if (!dialog) return;
    const [stop, close] = queryAll("button", dialog);
    if (!close) return; // nothing is sold or shared
    const [line] = queryAll(".consent-done", dialog);
    line.textContent = outcome(stop.value.split(" "));
    if (stop === document.activeElement) close.focus();
    stop.hidden = !!line.textContent;
  };

  return {
    /** Handles the view's buttons, and those of pages that open it. Return whether it was one. */
    press: (/** @type {HTMLElement} */ button) => {
      const inside = dialog?.contains(button);
      const opens = button.dataset.consentAction === ACTION;
      if (inside && opens) {
        host.decide(ACTION, /** @type {HTMLButtonElement} */ (button).value.split(" "), ACTION);
        reflect();
      } else if (inside) dialog?.close();
      else if (opens) show().catch(console.error); // whoever presses next tries again
      return inside || opens;
    },
    reflect,
  };
};
