/**
 * When the widget library is loaded, it adds a style element and looks for its nonce in this meta tag; the page's own
 * script has the nonce. Import this before the library.
 */
const nonce = document.currentScript?.nonce;
if (nonce) {
  const meta = document.createElement('meta');
  meta.setAttribute('property', 'csp-nonce');
  meta.setAttribute('content', nonce);
  document.head.append(meta);
}
