# Texts of these pages.
menu-lampen = Lampen op straat
menu-meldingen = Mijn melding volgen
kaart = Kaart
lamp = Lamp
lamp-naam = Lamp { $nummer }
lamp-naam-straat = { $straat }, lamp { $nummer }
groep-straat = Kast of kabel in { $straat }
groep-nummer = Kast of kabel { $nummer }
paal-storing = , storing bekend
van-tot = { $van } tot { $tot }
gegevens = Gegevens
naar-lampen = Naar alle lampen
bladen = Bladzijden
bladen-vorige = Vorige
bladen-volgende = Volgende
bladen-waar = Bladzijde { $blad } van { $alle }
storing-bekend = Storing bekend
volg-knop = Houd mij op de hoogte
meld-knop = Meld een storing
meld-anders = Meld iets anders
nummer-niet = Ik weet het nummer niet
andere-lamp = Kies een andere lamp

# Danger: always by telephone.
gevaar-kop = Is het gevaarlijk? Bel direct
gevaar-bel = Ziet u een losse draad, of valt de paal bijna om? Blijf uit de buurt en bel
gevaar-altijd = , dag en nacht.
gevaar-regel = Is het gevaarlijk, zoals een losse draad? Bel direct

# Search and list.
lampen-titel = Waarom doet mijn lamp het niet?
lampen-lead = Kijk of wij de storing al kennen en wanneer de lamp weer brandt.
lampen-zoek-label = Waar staat de lamp?
lampen-zoek-hulp = Vul een straat in, of het nummer dat op de paal staat.
lampen-zoek-knop = Zoek
antwoord-leeg = Zoek uw lamp
antwoord-leeg-uitleg = Vul hierboven uw straat in. U ziet dan of wij de storing kennen.
antwoord-lamp = { $lamp }: { $wat }
antwoord-lamp-goed = Wij kennen geen storing aan { $lamp }.
antwoord-meld = Doet de lamp het niet? Meld het dan. Dat kan in één minuut.
antwoord-bekijk = Bekijk deze lamp
antwoord-klaar = Uiterlijk { $dag } doet de lamp het weer. U hoeft niets te melden.
antwoord-meldingen = { $aantal ->
    [one] 1 persoon meldde dit al.
   *[other] { $aantal } mensen meldden dit al.
}
antwoord-straat-goed = Wij kennen geen storing in { $straat }.
antwoord-straat-een = 1 lamp in { $straat } heeft een storing.
antwoord-straat-meer = { $aantal } lampen in { $straat } hebben een storing.
antwoord-meer-oorzaken = De lampen hebben niet allemaal dezelfde storing.
antwoord-alle-klaar = Uiterlijk { $dag } zijn ze allemaal gemaakt.
antwoord-kies = Kies hieronder uw lamp. Het nummer staat op de paal.
antwoord-huisnummer = Lampen hebben geen huisnummer. Daarom ziet u de hele straat.
antwoord-welke = Welke straat bedoelt u?
antwoord-welke-uitleg = Er zijn meer straten met deze naam. Kies er hieronder een.
antwoord-niets = Wij vinden deze plek niet in { $gemeente }.
antwoord-niets-uitleg = Kijk of de naam van de straat klopt. Of vul het nummer in dat op de paal staat.
antwoord-buiten = Ligt de straat in een andere gemeente? Meld het dan bij die gemeente.
keuze-kop = Bedoelt u een van deze straten?
lijst-nabij = { $aantal ->
    [0] Geen lampen met een storing
    [one] 1 lamp met een storing
   *[other] { $aantal } lampen met een storing
}
lijst-niets-nabij = Wij kennen geen storing in de buurt van deze plek.
lijst-volgorde = De lamp die het dichtst bij is, staat bovenaan. De nummers staan ook op de kaart.
lijst-overal = Storingen in de gemeente
lijst-nieuwste = De nieuwste storing staat bovenaan. De nummers staan ook op de kaart.
lijst-niets = Wij kennen nu geen storing.
straten-kop = Staat uw lamp er niet bij?
straten-uitleg = Kies de lamp in uw straat. Het nummer staat op de paal. Dan meldt u de storing.
straat-lampen = { $aantal ->
    [one] 1 lamp
   *[other] { $aantal } lampen
}
straat-aantal = Lampen: { $aantal }

# The map.
kaart-label = Kaart. De lampen met een storing hebben een nummer. Dezelfde lampen staan in de lijst.
kaart-label-lamp = Kaart met deze lamp en de lampen ernaast.
kaart-label-kies = Kaart met de lampen van deze straat. Dezelfde lampen staan in de lijst.
kaart-brandt = Geen storing bekend
kaart-uit = Lamp met een storing
kaart-storing = Storing, met nummer uit de lijst
kaart-hier = Deze plek
kaart-deze = Deze lamp
kaart-bron = Lampen: open data van de gemeente

# What is wrong.
klacht-brandt-niet = De lamp brandt niet.
klacht-brandt-overdag = De lamp brandt ook overdag.
klacht-knippert = De lamp knippert.
klacht-zwak = De lamp geeft weinig licht.
klacht-beschadigd = De lamp of de paal is beschadigd.
klacht-scheef = De paal staat scheef.
klacht-deur-open = Het deurtje in de paal is open.
klacht-nog-kapot = De lamp is nog kapot na de reparatie.
klacht-anders = Er is iets met de lamp.
klacht-iets-anders = Iets anders
klacht-gevaarlijk = Het is gevaarlijk: een losse draad, of een paal die bijna omvalt.
wat-groep = { $aantal ->
    [one] De lamp is uit. Een kabel of kast is kapot.
   *[other] { $aantal } lampen zijn uit. Een kabel of kast is kapot.
}
wat-kast = De lamp is uit door een storing in de kast die deze straat stroom geeft.
wat-kast-anders = Er is een storing in de kast die deze straat stroom geeft.
wat-sensor = De lamp meldt zelf dat hij kapot is.

# How far it is.
stand-geen = Geen storing bekend
stand-vastgesteld = Wij kennen de storing
stand-opgedragen = De reparatie is besteld
stand-aangenomen = De reparatie is gepland
stand-ter-plaatse = De monteur is er nu
stand-wacht = De reparatie moet wachten
stand-gemaakt = De storing is voorbij
geen-titel = Wij kennen geen storing aan deze lamp.
geen-uitleg = Doet de lamp het niet? Meld het dan. Dat kan in één minuut.
net-gemaakt = De vorige storing was voorbij op { $dag }. Doet de lamp het nog niet? Meld het dan.
doen-vastgesteld = Wij zoeken uit wie de lamp maakt.
doen-opgedragen = Wij vroegen { $naam } om de lamp te maken.
doen-gemeente = De gemeente maakt de lamp zelf.
doen-aangenomen = { $naam } komt de lamp maken.
doen-ter-plaatse = De monteur is bij de lamp aan het werk.
doen-wacht = Zolang de reparatie wacht, kan de datum nog opschuiven.
doen-te-laat = De afgesproken datum is voorbij. Wij vragen hoe dat komt.
doen-opnieuw = De lamp was gemaakt, maar was daarna weer kapot.
wacht-netbeheerder = De monteur wacht op het bedrijf van het stroomnet.
wacht-materiaal = De monteur wacht op een onderdeel.
wacht-weer = De monteur wacht op beter weer.
wacht-toegang = De monteur kan er nog niet goed bij.
wacht-anders = De monteur kan nu niet verder.
afloop-hersteld = De lamp is gemaakt.
afloop-geen-defect = De monteur vond geen storing.
afloop-vanzelf = De lamp deed het vanzelf weer.
afloop-gesloten = De gemeente sloot de melding af.
belofte-uiterlijk = Weer goed uiterlijk
belofte-klaar = Voorbij op
belofte-volgt = Wij weten nog niet wanneer de lamp weer goed is. De datum komt op deze pagina.
regel = { $stand }.
regel-klaar = { $stand }. Klaar: { $dag }.
bekend-gemeld = Iemand meldde dit { $wanneer }.
bekend-sensor = Wij weten dit sinds { $wanneer }.
bekend-klaar = Uiterlijk { $dag } is de lamp weer goed.
bekend-te-laat = De lamp moest { $dag } weer goed zijn. Dat is niet gelukt. Wij vragen hoe dat komt.
feit-sinds = Sinds
feit-wie = Wie maakt het
feit-nummer = Nummer van de storing
feit-groep = Lampen met deze storing
feit-meldingen = Gemeld
feit-keer = { $aantal ->
    [one] 1 keer
   *[other] { $aantal } keer
}
feit-code = Code
feit-ontvangen = Gemeld op
feit-klacht = Wat er is
feit-kanaal = Hoe gemeld
wie-gemeente = De gemeente zelf
wie-nog-niet = Dat weten wij nog niet

# The page of a lamp.
lamp-kicker = Lamp op straat
over-lamp = Over deze lamp
verloop = Wat is er gebeurd en wat komt er nog?
eerder = Eerdere storingen
eerder-niets = Wij kennen geen eerdere storing aan deze lamp.
stap-klaar = klaar
stap-nu = nu
stap-komt = komt nog
stap-gemeld = Iemand meldde de storing
stap-gezien = De lamp meldde zelf een storing
stap-brandt = De lamp doet het weer
gebeurd-ontvangen = Wij kregen uw melding
gebeurd-opgedragen = Wij vroegen om een reparatie
gebeurd-aangenomen = De reparatie is gepland
gebeurd-ter-plaatse = De monteur kwam bij de lamp
gebeurd-wacht = De reparatie moest wachten
gebeurd-verder = De reparatie ging verder
gebeurd-gemaakt = De lamp is gemaakt
gebeurd-geen-defect = De monteur vond geen storing
gebeurd-vanzelf = De lamp deed het vanzelf weer
gebeurd-gesloten = De gemeente sloot de melding af
gebeurd-nog-kapot = U meldde dat de lamp nog kapot is
onbekend-titel = Deze lamp kennen wij niet
onbekend-uitleg = Kijk of het nummer klopt. Of zoek de lamp in uw straat.

# Which lamp.
melden-kicker = Storing melden
kies-titel = Welke lamp doet het niet?
kies-lead = Kies de lamp met het nummer, in een straat of op de kaart.
kies-label = Nummer van de lamp, of de straat
kies-hulp = Het nummer staat op de paal. Weet u het niet? Vul dan de straat in.
kies-knop = Zoek de lamp
kies-niets = Wij vinden deze lamp of straat niet in { $gemeente }. Kijk of de naam klopt.
kies-lijkt-op = Deze straten lijken erop
kies-straten = Of kies uw straat
kies-in-straat = Lampen in { $straat }
kies-palen = Kies het nummer dat op de paal staat.
kies-kaart = Maakt u de kaart groter? Kies dan de lamp op de kaart.

# The report.
stap = Stap { $nummer } van 2
stap-hierna = Hierna: controleren en versturen
melden-titel = Wat is er met de lamp?
melden-paginatitel = Storing melden: { $lamp }
melden-straat = Een lamp in { $straat }
melden-verder = Verder
melden-verstuur = Melding versturen
melden-mis = Wij kunnen deze melding niet aannemen. Kijk uw antwoorden na, of bel ons.
namens-kop = U meldt dit voor iemand anders
namens = U bent aangemeld als { $naam }. Bij de melding staat dat de gemeente haar invulde.
bekend-kop = Wij weten dit al
bekend-toch = Is er iets anders met de lamp? Meld het dan hieronder.
over-melding = Over uw melding
weten-kop = Goed om te weten
weten-account = U hebt geen account nodig. U krijgt een code om uw melding te volgen.
weten-bewaar = Wij bewaren uw antwoorden 24 uur. Daarna wissen wij ze, als u niets verstuurt.
hulp-kop = Komt u er niet uit?
hulp-bel = Bel
hulp-samen = Dan vullen wij het samen in.
soort-label = Wat is er aan de hand?
soort-kies = Kies wat er met de lamp is.
plek-label = Waar is het precies?
plek-hulp = Bijvoorbeeld: voor nummer 12, bij de speeltuin. De monteur leest dit. Schrijf geen namen of telefoonnummers op.
plek-vul = Schrijf waar de lamp staat, bijvoorbeeld: voor nummer 12.
woorden-label = Vertel er meer over
woorden-hulp = Schrijf geen namen of telefoonnummers op.
woorden-vul = Schrijf wat er met de lamp is.
woorden-anders = Schrijf het in andere woorden.
foto-label = Foto
foto-hulp = Maak geen foto van gezichten of kentekens. Kies een foto in jpg, png of webp, tot 10 MB. Wij halen de plaats uit de foto.
foto-staat = Foto ({ $omvang })
foto-toegevoegd = Toegevoegd
foto-verwijder = Verwijder de foto
foto-te-groot = De foto is groter dan 10 MB. Kies een kleinere foto.
foto-te-veel = De foto heeft te veel beeldpunten. Kies een kleinere foto.
foto-heic = Deze foto is in HEIC. Kies een foto in jpg, png of webp.
foto-geen-foto = Dit bestand is geen foto in jpg, png of webp. Kies een andere foto.
foto-virus = In dit bestand zit een virus. Kies een andere foto, of ga verder zonder foto.
foto-straks = Wij kunnen de foto nu niet nakijken. Probeer het zo opnieuw, of ga verder zonder foto.
foto-kwijt = Wij hebben uw foto niet meer. Kies de foto opnieuw, of ga verder zonder foto.
email-label = Uw e-mailadres
email-hulp = Wij mailen u alleen over deze melding. Daarna wissen wij het adres.
email-mis = Dit e-mailadres klopt niet. Schrijf het zoals naam@voorbeeld.nl.
email-vul = Vul uw e-mailadres in, zoals naam@voorbeeld.nl.
kanaal-label = Hoe kwam de melding binnen?
kanaal-telefoon = Met de telefoon
kanaal-balie = Aan de balie
kanaal-kies = Kies of de melding met de telefoon of aan de balie kwam.
verlopen-titel = Wij kunnen uw antwoorden hier niet laten zien
verlopen-uitleg = U vulde ze in op een ander apparaat, of meer dan 24 uur geleden. Dan laten wij ze niet meer zien.
verlopen-doe = Begin opnieuw. Het kost u één minuut.
verlopen-knop = Opnieuw melden

# Look it over.
controleren-titel = Klopt uw melding?
controleren-kruimel = Controleren
controleren-hierna = Hierna krijgt u een code
controleren-uitleg = Kloppen uw antwoorden? Verstuur dan de melding.
wijzig = Wijzig
terug-vragen = Terug naar de vragen
rij-lamp = Lamp
rij-soort = Wat er is
geen-antwoord = Niet ingevuld

# Follow.
volgen-titel = Wij houden u op de hoogte
volgen-kruimel = Op de hoogte blijven
volgen-uitleg = Vul uw e-mailadres in. U hoort van ons als er iets verandert.

# Receipt.
ontvangst-titel = Wij hebben uw melding
ontvangst-code = Uw code is { $code }
ontvangst-bewaar = Bewaar de code. Daarmee volgt u uw melding.
ontvangst-hierna = Wat gebeurt er nu?
ontvangst-bekend = Wij wisten dit al. Uw melding hoort nu bij deze storing.
ontvangst-klaar = Uiterlijk { $dag } doet de lamp het weer.
ontvangst-volgt = Als wij weten wanneer de lamp weer goed is, ziet u dat bij uw melding.
ontvangst-post = U krijgt een mail als er iets verandert.
ontvangst-zonder-post = U krijgt geen mail. Kijk zelf met uw code hoe het ermee staat.
ontvangst-kapot = Is de lamp daarna nog kapot? Zeg het dan bij uw melding.
ontvangst-volg = Volg uw melding
ontvangst-nog-een = Meld nog een lamp

# The page of a report.
melding-kicker = Melding
melding-paginatitel = Melding { $code }: { $lamp }
melding-zonder-lamp = Uw melding
naar-lamp = Naar de pagina van de lamp
kapot-kop = Is de lamp nog kapot?
kapot-uitleg = Dan gaan wij opnieuw aan het werk. U hoeft geen nieuwe melding te doen.
kapot-gevaar = Is het nu gevaarlijk?
kapot-gevaar-ja = Ja, het is gevaarlijk. Ik bel ook.
kapot-knop = De lamp is nog kapot
hoe-kop = Hoe was het?
hoe-label = Hoe goed hebben wij u geholpen?
hoe-5 = Heel goed
hoe-4 = Goed
hoe-3 = Gaat wel
hoe-2 = Slecht
hoe-1 = Heel slecht
hoe-kies = Kies hoe goed wij u hielpen.
hoe-knop = Antwoord sturen
waarom-label = Waarom vindt u dat?
waarom-hulp = Schrijf geen namen op.
post-kop = Mail van ons
post-uitleg = U krijgt mail over deze melding. Wilt u dat niet meer? Dan wissen wij uw adres.
post-knop = Geen mail meer sturen
gedaan-kapot = Wij gaan opnieuw aan het werk
gedaan-loopt = Wij zijn er nog mee bezig
gedaan-hoe = Dank u wel voor uw antwoord
gedaan-post = U krijgt geen mail meer van ons
code-titel = Volg uw melding
code-uitleg = U kreeg een code toen u de storing meldde. Vul die hier in.
code-label = Code van uw melding
code-hulp = Acht letters en cijfers, zoals K7M2 QXAB.
code-knop = Toon mijn melding
code-onbekend = Wij vinden deze melding niet
code-onbekend-doe = Kijk of u de code goed overtypte. De letters O, I en L staan er nooit in.
code-onbekend-oud = Kreeg u de code in een mail? Open dan de link in die mail.
code-kwijt = Bent u de code kwijt? Bel dan

# Kept in the register, always in Dutch.
opgave-nummer = Het nummer van de lamp is niet bekend.
opgave-volgt = Deze melder wil op de hoogte blijven.
open-data = De storingen als open data
open-data-uitleg = U mag deze lijst vrij gebruiken. Er staat niets in over mensen.
open-data-csv = Lijst voor een rekenblad (csv)
open-data-geojson = Lijst voor een kaart (GeoJSON)
