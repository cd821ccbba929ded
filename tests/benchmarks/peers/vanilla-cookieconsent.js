import "/peer/vanilla-cookieconsent-3.1.0/cookieconsent.umd.js";

CookieConsent.run({
  // A browser that is driven counts as a robot otherwise, and is not asked.
  hideFromBots: false,
  categories: { necessary: { enabled: true, readOnly: true }, marketing: {} },
  language: {
    default: "en",
    translations: {
      en: {
        consentModal: {
          title: "TITLE",
          description: "TEXT",
          acceptAllBtn: "Accept all",
          acceptNecessaryBtn: "Deny all",
          showPreferencesBtn: "Preferences",
        },
        preferencesModal: {
          title: "Preferences",
          acceptAllBtn: "Accept all",
          acceptNecessaryBtn: "Deny all",
          savePreferencesBtn: "Save preferences",
          closeIconLabel: "Close",
          sections: [
            { title: "Technical", description: "Always on.", linkedCategory: "necessary" },
            { title: "Marketing", description: "Three services.", linkedCategory: "marketing" },
          ],
        },
      },
    },
  },
});
