"""Words that no text of a banner should have, by language: the build looks at the owner's, a test at ours."""

from __future__ import annotations

import re

from banner.core.languages import lookup

# They push towards an answer: pity, urgency, praise of one choice, a price on the other (EDPB guidelines
# 03/2022, emotional steering).
NUDGES = {
    "en": r"\b(sorry|miss|please|better if|recommend\w*|unfortunately|worse|limited|discount|don't)|!",
    "it": r"\b(purtroppo|peccato|perdi|per favore|consigli\w+|peggior\w|limitat\w|sconto)|!",
    "de": r"\b(leider|schade|verpass\w+|bitte|empf[eo]hl\w+|schlechter|eingeschränkt\w*|Rabatt)|!",
    "fr": r"\b(malheureusement|dommage|ratez|manquez|veuillez|recommand\w+|conseill\w+|limité\w*|remise)|!",
    "es": r"\b(desgracia|lástima|pierdes|por favor|recom[ie]\w*nd\w+|peor|limitad\w+|descuento)|[!¡]",
    "ar": r"للأسف|نأسف|يفوتك|من فضلك|يرجى|ننصح|موصى|أسوأ|محدود|خصم|!",
}
# What needs consent cannot rest on a legitimate interest (Codice Privacy, art. 122).
LEGITIMATE = {
    "en": r"legitimate interest",
    "it": r"legittim\w+ interess\w|interess\w+ legittim\w",
    "de": r"berechtigt\w+ Interesse",
    "fr": r"intérêts? légitimes?",
    "es": r"inter(és|eses) legítimos?",
    "ar": r"(مصلحة|المصلحة|مصالح|المصالح) (ال)?مشروعة",
}


def found(patterns: dict[str, str], language: str, text: str) -> str:
    """What of *text* the patterns of its *language* match first, or nothing."""
    known = lookup((language,), tuple(patterns))
    match = re.search(patterns[known], text, re.IGNORECASE) if known else None
    return match.group() if match else ""
