var tarteaucitronCustomText = {
  middleBarHead: "TITLE",
  alertBigPrivacy: "TEXT",
  acceptAll: "Accept all",
  denyAll: "Deny all",
  personalize: "Preferences",
};
tarteaucitron.init({
  privacyUrl: "",
  bodyPosition: "bottom",
  hashtag: "#tarteaucitron",
  cookieName: "tarteaucitron",
  orientation: "bottom",
  groupServices: false,
  showDetailsOnClick: true,
  serviceDefaultState: "wait",
  showAlertSmall: false,
  showTitleBanner: true,
  cookieslist: false,
  showIcon: false,
  adblocker: false,
  DenyAllCta: true,
  AcceptAllCta: true,
  highPrivacy: true,
  handleBrowserDNTRequest: false,
  removeCredit: true,
  moreInfoLink: true,
  useExternalCss: false,
  useExternalJs: false,
  mandatory: false,
  mandatoryCta: false,
  googleConsentMode: false,
  bingConsentMode: false,
  pianoConsentMode: false,
  partnersList: false,
});
for (const [name, address] of Object.entries(ADDRESSES)) {
  tarteaucitron.services[name] = {
    key: name,
    type: "ads",
    name,
    needConsent: true,
    cookies: [],
    js: () => tarteaucitron.addScript(address),
  };
  (tarteaucitron.job = tarteaucitron.job || []).push(name);
}
