var klaroConfig = {
  version: 1,
  acceptAll: true,
  mustConsent: false,
  translations: {
    en: {
      consentNotice: { title: "TITLE", description: "TEXT", learnMore: "Preferences" },
      acceptAll: "Accept all",
      decline: "Deny all",
      ok: "Accept all",
      purposes: { marketing: { title: "Marketing" } },
    },
  },
  services: NAMES.map((name) => ({ name, title: name, purposes: ["marketing"] })),
};
