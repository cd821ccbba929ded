"""Countries by their codes, and the laws of those where nothing may be on before a visitor agrees."""

from __future__ import annotations

# ISO 3166-1 alpha-2, the codes that are officially assigned.
_ASSIGNED = """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW
    BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI
    FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN
    IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME
    MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF
    PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV
    SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE
    YT ZA ZM ZW
"""
COUNTRIES = frozenset(_ASSIGNED.split())
# What people write instead of two of them.
OTHER_CODES = {"UK": "GB", "EL": "GR"}

# The European Union, what of its members lies overseas under its law, and the rest of the EEA.
_EUROPE = """
    AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK
    AX GF GP MF MQ RE YT
    IS LI NO
"""
EEA = frozenset(_EUROPE.split())
CONSENT_LAWS = {
    **dict.fromkeys(sorted(EEA), "Directive 2002/58/EC art. 5(3); Court of Justice, C-673/17, 55"),
    "GB": "PECR 2003, reg. 6 and schedule A1",
    "CH": "FADP art. 6(7) and 31; FDPIC guidelines on cookies, 22 January 2025",
    "BR": "LGPD art. 7 and 8; ANPD guide on cookies, October 2022",
    "TR": "KVKK art. 5; guideline on cookie practices, June 2022",
}
