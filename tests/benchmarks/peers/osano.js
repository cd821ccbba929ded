function allowed(popup) {
  if (!popup.hasConsented()) return;
  for (const src of Object.values(ADDRESSES)) {
    document.head.append(Object.assign(document.createElement("script"), { src }));
  }
}
window.cookieconsent.initialise({
  type: "opt-in",
  theme: "classic",
  palette: { popup: { background: "#ffffff", text: "#111111" }, button: { background: "#111111" } },
  content: { message: "TEXT", allow: "Accept all", deny: "Deny all", link: "Privacy policy", href: "/privacy.html" },
  onInitialise() {
    allowed(this);
  },
  onStatusChange() {
    allowed(this);
  },
});
