"""The languages that the banner speaks: those that stand for all by default, and how each is written."""

from __future__ import annotations

from banner.config import locales

# From right to left with six plurals, the usual, the default, spaces within quotes, a country, no plural.
SAMPLE = tuple(one for one in ("ar", "de", "en", "fr", "pt-BR", "zh-TW") if one in locales.languages())


# The letters of a language beyond a to z, as Unicode's locale data have them (exemplar characters). Where all
# letters are others: names aside, only these.
LETTERS = {
    "ca": "àçèéíïòóúü",
    "cs": "áčďéěíňóřšťúůýž",
    "da": "æøåé",
    "de": "äöüß",
    "en": "",
    "es": "áéíñóúü",
    "et": "äöõüšž",
    "eu": "ñ",
    "fi": "åäöšž",
    "fr": "àâæçèéêëîïôœùûüÿ",
    "ga": "áéíóú",
    "gl": "áéíñóúü",
    "hr": "čćđšž",
    "hu": "áéíóöőúüű",
    "id": "é",
    "is": "áéíóúýþæöð",
    "it": "àèéìîòóù",
    "lt": "ąčęėįšųūž",
    "lv": "āčēģīķļņšūž",
    "ms": "é",
    "mt": "ċġħżàèìòù",
    "nb": "æøåéòóôè",
    "nl": "áâäèéêëíïóôöúûü",
    "pl": "ąćęłńóśźż",
    "pt": "áâãàçéêíóôõú",
    "pt-BR": "áâãàçéêíóôõú",
    "ro": "ăâîșț",
    "sk": "áäčďéíĺľňóôŕšťúýž",
    "sl": "čšž",
    "sq": "çë",
    "sv": "åäöéà",
    "tr": "çğıöşüâîû",
    "vi": "àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ",
    "bg": "абвгдежзийклмнопрстуфхцчшщъьюя",
    "el": "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",
    "he": "אבגדהוזחטיךכלםמןנסעףפץצקרשת",
    "mk": "абвгдѓежзѕијклљмнњопрстќуфхцчџш",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "sr": "абвгдђежзијклљмнњопрстћуфхцчџш",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
}
# Or the scripts, as Unicode names their letters.
SCRIPTS = {
    "ar": ("ARABIC",),
    "fa": ("ARABIC",),
    "hi": ("DEVANAGARI",),
    "ja": ("CJK UNIFIED", "HIRAGANA", "KATAKANA"),
    "ko": ("HANGUL",),
    "th": ("THAI",),
    "zh": ("CJK UNIFIED",),
    "zh-TW": ("CJK UNIFIED",),
}
# Common letters of the other way to write Chinese.
STRANGE = {
    "zh": "們這個選擇為應設網務統計覽記錄進過時間無須單頁圖視頻專項關閉權號備來個開變還說請僅與",
    "zh-TW": "们这个选择为应设网务统计览记录进过时间无须单页图视频专项关闭权号备来开变还说请仅与",
}
# Pairs of quotes that are right; some languages have several.
QUOTES = {
    "ar": ("«»", "“”"),
    "bg": ("„“",),
    "ca": ("«»", "“”"),
    "cs": ("„“",),
    "da": ("»«", "””", "“”"),
    "de": ("„“",),
    "el": ("«»",),
    "en": ("“”",),
    "es": ("«»", "“”"),
    "et": ("„“", "„”"),
    "fa": ("«»",),
    "fi": ("””",),
    "fr": ("«»",),
    "he": ("״״", "“”", "”“", "„”"),
    "hi": ("“”",),
    "hr": ("„”", "„“"),
    "hu": ("„”",),
    "id": ("“”",),
    "is": ("„“",),
    "it": ("«»", "“”"),
    "ja": ("「」",),
    "ko": ("‘’", "“”"),
    "lt": ("„“",),
    "lv": ("„”", "“”", "«»"),
    "nb": ("«»",),
    "nl": ("“”", "‘’"),
    "pl": ("„”",),
    "pt": ("«»", "“”"),
    "pt-BR": ("“”",),
    "ro": ("„”",),
    "ru": ("«»",),
    "sk": ("„“",),
    "sl": ("„“", "»«"),
    "sr": ("„”", "„“"),
    "sv": ("””",),
    "th": ("“”",),
    "tr": ("“”",),
    "uk": ("«»",),
    "vi": ("“”",),
    "zh": ("“”",),
    "zh-TW": ("「」",),
}
