// Items that are a piece of markup, which a script of the provider brings to life.

import { make } from "../dom.js";
import { MARK, dress } from "../blocking/activated.js";

/**
 * The *markup* of an *item*, as children of a template, of which no text of the page tells: the provider's script makes
 * frames of it. What the page has written comes into single attributes and texts, and never becomes markup.
 * @param {Host} host @param {Element} item @param {(text: string) => string} fill puts it into a text @param {string} markup
 */
export default (host, item, fill, markup) => {
  const { content } = make("template", { innerHTML: host.trust.createHTML(markup) });
  for (const element of content.querySelectorAll("*")) {
    for (const { name, value } of element.attributes) element.setAttribute(name, fill(value));
    for (const node of element.childNodes) if (node instanceof Text) node.data = fill(node.data);
  }
  const holder = make("template");
  holder.setAttribute(MARK, "");
  dress(item);
  holder.append(content);
  return holder;
};
