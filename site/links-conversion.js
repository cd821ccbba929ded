// The first-party tag of "IK Multimedia links conversion". It loads only once the service is allowed, and
// tells the pages that links with data-trace may be followed from now on. It keeps nothing by itself.

for (const link of document.querySelectorAll("a[data-trace]")) {
  link.classList.add("traceable");
}
document.documentElement.dataset.linksConversion = "on";
