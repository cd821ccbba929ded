"""A page that speaks to vendors, in the handler of a form and otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.support.visitor import Visitor

TAG = '<script src="/consent/consent.js"></script>'
LATE_TAG = '<script src="/consent/consent.js" defer></script>'
SHOP = """<!doctype html><html lang="en"><head><title>Shop</title>%s</head><body>
<form><button id="buy">Buy</button></form><p id="thanks"></p>
<script>
var wants = () => {}, got;
document.forms[0].addEventListener('submit', (event) => {
  event.preventDefault();
  got = wants();
  document.getElementById('thanks').textContent += 'Thank you. ';
});
</script>%s</body></html>"""
PLAIN = "(queue) => [...queue].map((call) => call.length === undefined ? call : [...call])"


class Shop:
    """A visitor in front of a page that speaks to vendors."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor

    @property
    def page(self) -> Any:
        """What the browser shows."""
        return self.visitor.page

    def open(self, head: str = TAG, body: str = "") -> Shop:
        """Visit a page with this *head* and *body*."""
        text = SHOP % (head, body)
        self.visitor.context.route("**/shop.html", lambda to: to.fulfill(body=text, content_type="text/html"))
        self.visitor.visit("shop.html")
        return self

    def buy(self, code: str) -> Any:
        """Run *code* in the handler of the form, as far as it goes; what it gave."""
        self.page.evaluate("(code) => { wants = Function('return ' + code) }", code)
        self.page.evaluate("document.getElementById('thanks').textContent = ''")
        self.page.click("#buy")
        assert self.page.text_content("#thanks") == "Thank you. "
        return self.page.evaluate("got")

    def allow(self, *services: str) -> Shop:
        """Allow services, and wait until that is recorded."""
        self.page.evaluate("(ids) => consent.accept(ids).then(() => {})", list(services))
        return self

    def queue(self, name: str) -> list[list[Any]]:
        """What stands in a vendor's queue."""
        found: list[list[Any]] = self.page.evaluate(f"({PLAIN})({name})")
        return found
