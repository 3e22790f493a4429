# Texts that all pages share.
naar-inhoud = Naar de inhoud
gemeente = Gemeente
menu = Menu
menu-sluit = Sluit menu
kruimelpad = Kruimelpad
fout-voor = Fout: { $titel }
hulp = Hulp nodig?
hulp-bel = Bel { $telefoon }. Dat kan op werkdagen van 8.30 tot 17.00 uur.
hulp-kom = Of kom langs op { $adres }. U hoeft geen afspraak te maken voor een vraag.
over-site = Over deze site
toegankelijkheid = Toegankelijkheid
privacy = Privacy en cookies
kleuren = Kleuren
kleuren-systeem = Zoals mijn apparaat
kleuren-licht = Licht
kleuren-donker = Donker
taal-anders = English
aangemeld-als = Aangemeld als { $naam }
afmelden = Afmelden
overslaan = (mag u overslaan)
fout = Fout
fout-samenvatting = { $aantal ->
    [one] Pas 1 antwoord aan
   *[other] Pas { $aantal } antwoorden aan
}
fout-bewaard = Dan kunt u verder. Uw andere antwoorden zijn bewaard.
fout-verlopen = Deze pagina stond te lang open. Kijk uw antwoorden na en verstuur ze nog een keer.
fout-verboden = U mag deze pagina niet zien
fout-verboden-doe = Meld u aan met een ander account, of vraag de beheerder om toegang.
fout-onbekend = Deze pagina bestaat niet
fout-onbekend-doe = Kijk of het adres klopt. Of begin opnieuw bij de eerste pagina.
fout-voorbij = Deze pagina bestaat niet meer
fout-voorbij-doe = Begin opnieuw bij de eerste pagina.
fout-te-groot = Dit is te groot om te versturen
fout-te-groot-doe = Kies een kleinere foto, of stuur minder tekst.
fout-te-vaak = Wacht even
fout-te-vaak-doe = Er kwam te veel tegelijk van dit adres. Probeer het over een uur opnieuw, of bel ons.
fout-mis = Dit lukte niet
fout-mis-doe = Ga terug, kijk uw antwoorden na en probeer het opnieuw.
fout-storing = Het lukt nu even niet
fout-storing-doe = Dat ligt aan ons. Probeer het over een paar minuten opnieuw, of bel ons.
naar-begin = Naar de eerste pagina
