"""Context processor of a Django site: ``consent`` in every template."""

from __future__ import annotations

from typing import Any


def consent(request: Any) -> dict[str, Any]:
    """Return the consent of *request*, which nobody has read yet."""
    return {"consent": request.consent} if hasattr(request, "consent") else {}
