"""Spanish words of a recurrence or a day as the English ones of the same grammar (`app/edits/recurrence.py`): "cada dos
semanas" is "every two weeks". Words without a counterpart stay, so that they are refused. Pure."""

from __future__ import annotations

import re
import unicodedata

_PHRASES = {
    r"cada quince dias|quincenal(?:mente)?": "every two weeks",
    r"cada (?:ocho|8) dias|semanal(?:mente)?": "weekly",
    r"(?:de )?lunes a viernes|entre semana": "weekdays",
    r"fin(?:es)? de semana": "weekend",
    r"a diario|diario|diariamente": "daily",
    r"mensual(?:mente)?": "monthly",
    r"(?:de cada|de todos los|del) mes(?:es)?": "of the month",
    r"(?<=semana )(?:el|los)|(?<=semanas )(?:el|los)": "on",
    r"(?:primero|1\.?o) de": "1",
    r"(?:el )?(?:fin|fines|final|finales) de(?! semana)": "end of",
    r"todos los|todas las|cada": "every",
    r"(?:el|la|los|las|de|del)\s+": "",
}
"""In this order, by the words without accents."""
_SPANISH = {
    "monday": "lunes",
    "tuesday": "martes",
    "wednesday": "miercoles",
    "thursday": "jueves",
    "friday": "viernes",
    "saturday": "sabado sabados",
    "sunday": "domingo domingos",
    "january": "enero",
    "february": "febrero",
    "march": "marzo",
    "april": "abril",
    "may": "mayo",
    "june": "junio",
    "july": "julio",
    "august": "agosto",
    "september": "septiembre setiembre",
    "october": "octubre",
    "november": "noviembre",
    "december": "diciembre",
    "jan": "ene",
    "apr": "abr",
    "aug": "ago",
    "dec": "dic",
    "day": "dia",
    "days": "dias",
    "week": "semana",
    "weeks": "semanas",
    "month": "mes",
    "months": "meses",
    "times": "veces",
    "first": "primer primero",
    "second": "segundo",
    "third": "tercer tercero",
    "fourth": "cuarto",
    "last": "ultimo",
    "and": "y e",
    "one": "uno una",
    "two": "dos",
    "three": "tres",
    "four": "cuatro",
    "five": "cinco",
    "six": "seis",
    "seven": "siete",
    "eight": "ocho",
    "nine": "nueve",
    "ten": "diez",
    "eleven": "once",
    "twelve": "doce",
}
"""By the English word, those that mean it."""
_WORDS = {word: english for english, words in _SPANISH.items() for word in words.split()}


def in_english(words: str) -> str:
    """`words`: in lower case. English words stay as they are."""
    text = "".join(one for one in unicodedata.normalize("NFKD", words) if not unicodedata.combining(one))
    for pattern, english in _PHRASES.items():
        text = re.sub(rf"\b(?:{pattern})\b", english, text)
    return re.sub(r"\w+", lambda word: _WORDS.get(word[0], word[0]), text)
