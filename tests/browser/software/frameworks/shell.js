// The document around what a framework has rendered, where it does not render all of it.

const written = ([tag, attributes, inside]) => {
  const given = Object.entries(attributes).map(([name, value]) => (value === true ? ` ${name}` : ` ${name}="${value}"`));
  const end = /^(meta|link)$/.test(tag) ? "" : `${inside.join("")}</${tag}>`;
  return `<${tag}${given.join("")}>${end}`;
};

/** A page with this *head*, and a *body* that stands in an element of its own or by itself. */
export const shell = (head, body, apart) => {
  const inside = apart ? `<div id="root">${body}</div>` : body;
  return `<!doctype html><html lang="en"><head>${head.map(written).join("")}</head><body>${inside}</body></html>`;
};
