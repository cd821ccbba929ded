// The first-party tag of "IK Multimedia links conversion". It loads only once the service is allowed. A click on
// a link with data-trace is counted in a cookie, pooled by campaign; an order takes the counts and the cookie.

const NAME = "links_conversion";
const MONTH = 30 * 86_400;

const counts = () => {
  const text = document.cookie.match(/(?:^|; )links_conversion=([^;]*)/)?.[1] || "";
  const pairs = text
    .split(".")
    .filter(Boolean)
    .map((pair) => pair.split(":"));
  return new Map(pairs.map(([campaign, count]) => [campaign, Number(count) || 0]));
};

document.addEventListener("click", (/** @type {any} */ { target }) => {
  /** @type {string | undefined} */
  const campaign = target.closest("a[data-trace]")?.dataset.trace;
  if (!campaign || !window.consent?.get().granted.includes("links-conversion")) return;
  const all = counts();
  all.set(campaign, Math.min(999, (all.get(campaign) || 0) + 1));
  const text = [...all]
    .slice(-20)
    .map((pair) => pair.join(":"))
    .join(".");
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${NAME}=${text}; Max-Age=${MONTH}; Path=/; SameSite=Lax${secure}`;
});
document.documentElement.dataset.linksConversion = "on";
