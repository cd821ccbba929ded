// Embeds that are a piece of markup, which a script of the provider turns into frames.

import { createElement } from "../dom.js";
import { ACTIVATED, addStyles } from "../blocking/activated.js";

/**
 * Return the *markup* of an embed as children of a template, so that no copy of the page's HTML has it. The item's id
 * is put into attributes and texts one by one, so that it never becomes markup.
 * @param {Host} host @param {Element} item @param {(text: string) => string} fill puts the id into a text
 * @param {string} markup
 */
export default (host, item, fill, markup) => {
  const { content } = createElement("template", { innerHTML: host.trust.createHTML(markup) });
  for (const element of content.querySelectorAll("*")) {
    for (const { name, value } of element.attributes) element.setAttribute(name, fill(value));
    for (const node of element.childNodes) if (node instanceof Text) node.data = fill(node.data);
  }
  const holder = createElement("template");
  holder.setAttribute(ACTIVATED, "");
  addStyles(item);
  holder.append(content);
  return holder;
};
