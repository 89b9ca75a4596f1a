"""Words that deny, words that say that something is false, and words that are each other's opposites, by language.

In the form of `text.canonical`: lower case, and no apostrophe. Small on purpose: what is not here keeps nothing apart.
"""

import re

__all__ = ["DENIALS", "NEGATIONS", "NE_NEGATIONS", "OPPOSITES", "SAYS_FALSE", "TRUE", "UNSPACED", "WITH_T"]


def _words(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


WITH_T = _words("ain aren can couldn didn doesn don hadn hasn haven isn mustn needn shouldn wasn weren won wouldn")
"""What stands before the "t" of "n't"."""

_UNSPACED_NEGATIONS = _words("不 没 没有 沒 沒有 未 無 无 ない なく ません ず ไม่")

NEGATIONS = _UNSPACED_NEGATIONS | _words(
    "not no never none nobody nothing cannot without",
    *[f"{word}t" for word in WITH_T],
    "pas jamais aucun aucune aucuns aucunes rien non sans",
    "nicht nichts nie niemals niemand kein keine keinem keinen keiner keines ohne nein",
    "nunca jamás ningún ningun ninguna ninguno nadie sin tampoco",
    "não nao nenhum nenhuma ninguém sem",
    "nn nessun nessuna nessuno niente senza",
)
"""English, French, German, Spanish, Portuguese, Italian, Chinese, Japanese, Thai. Not French "ne", which goes in speech
and denies nothing alone; nor what means something else as often ("mai")."""

NE_NEGATIONS = _words("plus personne guère")
"""French words that deny near "ne", and mean something else without it."""

TRUE = _words("true vrai wahr verdad cierto verdade vero")
"""What takes all back where it is denied."""

_UNSPACED_FALSE = _words("デマ 誤報 谣言 謠言 辟谣 闢謠 假的 ข่าวปลอม")

SAYS_FALSE = _UNSPACED_FALSE | _words(
    "false fake fakenews hoax rumor rumors rumour rumours untrue incorrect denies denied debunked misinformation",
    "disinformation correction retraction erratum",
    "faux fausse fausses rumeur rumeurs intox canular démenti démentie démentis dément désinformation rectificatif",
    "rectification",
    "falsch falsche falsches gerücht gerüchte dementi dementiert falschmeldung berichtigung korrektur",
    "falso falsa falsos falsas rumores bulo bulos mentira desmiente desmentido desmentida corrección rectificación",
    "boato boatos desmente correção",
    "bufala bufale smentito smentita smentisce correzione rettifica",
)
"""Words that take back, mend, or put in doubt all that is said with them."""

DENIALS = NEGATIONS | NE_NEGATIONS | SAYS_FALSE | {"t"}

OPPOSITES = (
    (
        _words(
            "open opened opens reopened reopens ouvert ouverte ouverts ouvertes rouvert rouverte offen geöffnet",
            "abierto abierta abiertos abiertas aberto aberta abertos abertas aperto aperta aperti aperte",
        ),
        _words(
            "closed closes shut fermé fermée fermés fermées geschlossen gesperrt cerrado cerrada cerrados cerradas",
            "fechado fechada fechados fechadas chiuso chiusa chiusi chiuse",
        ),
    ),
    (_words("safe sicher seguro segura"), _words("unsafe unsicher inseguro insegura")),
    (
        _words("found trouvé trouvée trouvés trouvées retrouvé retrouvée retrouvés retrouvées"),
        _words("missing lost perdu perdue perdus perdues disparu disparue disparus disparues"),
    ),
    (_words("alive vivant vivante vivants vivantes"), _words("dead mort morte morts mortes")),
    (_words("possible"), _words("impossible")),
    (_words("confirmed confirmé confirmée"), _words("unconfirmed")),
    (
        _words("cancelled canceled annulé annulée annulés annulées abgesagt cancelado cancelada annullato annullata"),
        _words("maintained maintenu maintenue maintenus maintenues"),
    ),
)
"""Two sides each."""

UNSPACED = re.compile(f"{'|'.join(sorted(_UNSPACED_NEGATIONS | _UNSPACED_FALSE, key=len, reverse=True))}|[^ ]")
"""In scripts that do not part words: what denies, and each other character."""
