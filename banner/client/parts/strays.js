// A word to the author about what stands in a page and loads from a vendor before it is allowed.

import { doc, within } from "../dom.js";

/** @param {Kit} kit */
export default (kit) => {
  const told = new WeakSet();

  /** @param {Element} part */
  const look = (part) => {
    const open = [...kit.opened(), ...kit.items()];
    for (const element of within("script[src],iframe[src],img[src]", part)) {
      const hostname = host(element.src);
      const services = Object.keys(HOSTS).filter((id) => HOSTS[id].some((host) => covers(host, hostname)));
      if (!services.length || hostname === location.hostname || waits(element) || told.has(element) || services.some((id) => open.includes(id))) continue;
      told.add(element);
      warn(element, hostname, services);
    }
  };

  const { name } = kit.data;
  if (!kit.api) console.warn(`window.${name} is the page's own: declare another global.`);
  kit.awake.push(look);
  look(doc.documentElement);
};

/** Whether it is a script that no browser runs. @param {any} element */
const waits = ({ localName, type }) => localName === "script" && /^text\/plain$/i.test(type);

/** @param {string} address */
const host = (address) => {
  try {
    return new URL(address, doc.baseURI).hostname;
  } catch {
    return ""; // a browser cannot read it either
  }
};

/** @param {string} host may begin with "*.", for all below it and itself @param {string} name */
const covers = (host, name) => name === host.replace("*.", "") || (host[0] === "*" && name.endsWith(host.slice(1)));

/** @param {any} element @param {string} host @param {string[]} services */
const warn = (element, host, services) => {
  const { localName, src } = element;
  const [service] = services;
  const remedy =
    localName === "img"
      ? "Take it out: what the service needs, the banner loads"
      : `Write it as <${localName} ${localName === "script" ? 'type="text/plain" ' : ""}data-service="${service}" data-src="…">`;
  console.warn(
    `<${localName} src="${src}"> near line ${line(element)} of the page loads from ${host} although nobody has ` +
      `allowed ${services.join(" or ")}. No banner can hold back what stands in a page like this. ${remedy}.`,
    element,
  );
};

/**
 * About where it stands in the source, of which browsers keep no line: the line breaks before it are counted.
 * Those inside of tags are lost, and so are those before the head, which is taken to be written like the rest.
 * @param {Node} element
 */
const line = (element) => {
  const walker = doc.createTreeWalker(document, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_COMMENT);
  let count = 1;
  if (/^\s*\n/.test(doc.head.firstChild?.nodeValue || "")) count += doc.doctype ? 2 : 1;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING) break;
    count += (node.nodeValue || "").split("\n").length - 1;
  }
  return count;
};
