# Texts of the pages of contractors.
opdrachten = Uw opdrachten
alle-opdrachten = Alle opdrachten
order-titel = Opdracht { $nummer }: { $plek }
route = Route
meldkamer = Meldkamer
plek-melder = Plek volgens de melder
plek-gaat-voor = Klopt het nummer niet met deze plek? Ga dan uit van de plek.
plek-op = De plek is { $plek }.
plek-kaart = Bekijk de plek op OpenStreetMap
berichten = Berichten
weten = Wat weten we al?
klok = Hoeveel tijd hebt u?
klok-hoe = Zo telt de tijd: { $wat }
anders = Gaat het anders?
verloop = Wat is er al gebeurd?
had-ingevuld = Wat u had ingevuld
had-ingevuld-uitleg = Deze tekst is niet verstuurd. Kopieer de tekst als u die nog nodig hebt.
opnieuw = Probeer het opnieuw
toelichting = Toelichting

norm-aannemen = Aannemen
norm-ter-plaatse = Ter plaatse zijn
norm-hersteld = Herstellen
gedaan-op = gedaan op { $moment }
klok-staat-stil = de klok staat stil
bewaking-op-schema = Op schema
bewaking-in-gevaar = De tijd raakt op
bewaking-overschreden = Te laat
bewaking-behaald = Op tijd gedaan
bewaking-te-laat = Te laat gedaan
bewaking-geen = Telt nu niet
klok-kalendertijd = Alle uren tellen mee, ook in het weekend en op feestdagen.
klok-werktijd = Alleen werkuren tellen mee. Een weekend of feestdag telt alleen als het contract dan werkuren heeft.
klok-venstertijd = Alleen uren waarin u buiten mag werken tellen mee.
klok-begint = De klok begon op { $moment }.
klok-telt = { $van } tot { $tot }: { $duur } telt mee.
klok-telt-niet = { $van } tot { $tot }: telt niet mee ({ $waarom }).
klok-afspraak = Contract { $contract }, prioriteit { $prioriteit }: { $wat } binnen { $duur }
klok-uren = { $aantal ->
   *[other] { $aantal } uur
}
klok-uren-en = { $uren } en { $rest }
waarom-feestdag = feestdag, { $naam }
waarom-geen-werkdag = geen werkdag
waarom-buiten-werktijd = buiten werkuren
waarom-buiten-vensters = buiten de uren van het contract
waarom-pauze = pauze: { $reden }
klok-pauze = Pauze van { $van } tot { $tot }: { $reden }
klok-pauze-nog = Pauze sinds { $van }: { $reden }
klok-eindigt = U hebt de tijd tot { $moment }.
klok-geen-einde = Er is nu geen laatste moment, want de klok staat stil.
klok-telt-nooit = Er is geen laatste moment. Het contract heeft geen uren die hiervoor tellen.

stand-aangeboden = Nieuw. Laat weten of u de opdracht aanneemt.
stand-aangenomen = Aangenomen. Herstel dit op tijd.
stand-aangenomen-pauze = Aangenomen. De klok staat stil.
stand-ter-plaatse = U bent ter plaatse.
stand-ter-plaatse-pauze = U bent ter plaatse. De klok staat stil.
stand-gemeente = De opdracht ligt bij de gemeente.
stand-gereed = Klaar: hersteld.
stand-geen-defect = Klaar: er was niets kapot.
stand-ingetrokken = Ingetrokken. U hoeft niets meer te doen.
feit-stand = Stand
feit-prioriteit = Hoe dringend
feit-aangeboden = Aan u gegeven
feit-reden = Waarom
feit-materiaal = Materiaal
feit-fotos = Foto's
feit-extern = Nummer bij u
aantal-fotos = { $aantal ->
    [one] 1 foto
   *[other] { $aantal } foto's
}
prioriteit-spoed = Spoed
prioriteit-hoog = Dringend
prioriteit-normaal = Gewoon
prioriteit-laag = Heeft geen haast

stap-aangeboden = Aan u gegeven
stap-aangenomen = Aangenomen
stap-geweigerd = Geweigerd
stap-ter-plaatse = Ter plaatse
stap-gereed = Hersteld
stap-geen-defect = Niets kapot
stap-pauze = Klok stilgezet
stap-hervat = Klok loopt weer
stap-toegewezen = Door de gemeente toegewezen
stap-ingetrokken = Ingetrokken

accepteren-titel = Neemt u de opdracht aan?
accepteren-uitleg = Dan verwachten wij u op tijd bij deze plek.
accepteren-knop = Opdracht aannemen
weigeren-titel = Kunt u dit niet doen?
weigeren-uitleg = De gemeente neemt de opdracht dan over.
weigeren-knop = Opdracht weigeren
weigeren-reden = Waarom weigert u?
weigeren-reden-mist = Schrijf op waarom u de opdracht weigert.
terplaatse-titel = Bent u er?
terplaatse-uitleg = Wij schrijven op hoe laat u aankwam.
terplaatse-knop = Ik ben ter plaatse
gereed-titel = Is het hersteld?
gereed-uitleg = Wie het meldde, krijgt direct bericht.
gereed-knop = Hersteld melden
gereed-materiaal = Welk materiaal hebt u gebruikt?
gereed-materiaal-hulp = Schrijf elk ding op een eigen regel, zoals: 2 x ledmodule
gereed-toelichting = Wilt u er iets bij zeggen?
gereed-vooraf = Foto's van hoe het was
gereed-erna = Foto's van hoe het nu is
foto-hulp = JPEG, PNG of WebP, elk tot 10 MB. Zorg dat er geen gezichten of kentekens op staan.
foto-bewaard = Foto { $nummer } is bewaard ({ $omvang })
foto-weg = Zet hier een vinkje als u deze foto niet wilt sturen.
geendefect-titel = Is er niets kapot?
geendefect-uitleg = De opdracht is dan klaar.
geendefect-knop = Melden dat er niets kapot is
geendefect-reden = Wat hebt u gezien?
geendefect-reden-mist = Schrijf op wat u hebt gezien.
pauze-titel = Kunt u niet verder?
pauze-uitleg = De klok staat dan stil. De gemeente ziet waarom.
pauze-knop = Klok stilzetten
pauze-reden = Waarom kunt u niet verder?
pauze-reden-mist = Schrijf op waarom u niet verder kunt.
hervatten-titel = Kunt u weer verder?
hervatten-uitleg = De klok loopt dan weer door.
hervatten-knop = Klok weer laten lopen

gedaan-accepteren = U hebt de opdracht aangenomen.
gedaan-weigeren = U hebt de opdracht geweigerd. De gemeente neemt de opdracht over.
gedaan-terplaatse = U bent ter plaatse. Dat staat genoteerd.
gedaan-pauze = De klok staat stil.
gedaan-hervatten = De klok loopt weer.
gedaan-gereed = U hebt gemeld dat het hersteld is. Dank u wel.
gedaan-geendefect = U hebt gemeld dat er niets kapot is. Dank u wel.

mis-geen-stap = Kies wat u wilt doorgeven.
mis-te-lang = { $aantal ->
   *[other] Deze tekst is te lang. Schrijf niet meer dan { $aantal } tekens.
}
mis-materiaal = De regel “{ $regel }” begrijpen wij niet. Schrijf eerst het aantal, zoals: 2 x ledmodule.
mis-materiaal-veel = { $aantal ->
   *[other] Schrijf niet meer dan { $aantal } regels.
}
mis-foto-samen = Uw foto's zijn samen te groot. Kies minder foto's, samen tot 64 MB.
mis-foto-veel = { $aantal ->
   *[other] U stuurt te veel foto's. Kies er niet meer dan { $aantal }.
}
mis-foto-groot = De foto { $naam } is groter dan 10 MB. Kies een kleinere foto.
mis-foto-pixels = De foto { $naam } heeft te veel beeldpunten. Kies een kleinere foto.
mis-foto-heic = De foto { $naam } is van een soort die niet iedereen kan zien. Kies bij de camera van uw telefoon voor JPEG.
mis-foto-geen = Het bestand { $naam } is geen foto. Kies een foto in JPEG, PNG of WebP.
mis-foto-kapot = De foto { $naam } kwam niet heel aan. Kies de foto nog een keer.
mis-foto-virus = Wij vonden een virus in een foto. Maak een nieuwe foto.
mis-te-groot = Uw antwoord was te groot. Er is niets veranderd. Kies minder foto's en probeer het opnieuw.
mis-niet-aangekomen = Uw antwoord kwam niet helemaal aan. Er is niets veranderd. Stuur het nog een keer.
mis-niet-gelukt = Dit lukte niet. Kijk uw antwoord na en stuur het nog een keer.
mis-ingetrokken = De gemeente heeft de opdracht ingetrokken. U hoeft niets meer te doen.
mis-klaar = De opdracht is al klaar. Klopt dat niet? Bel de gemeente.
mis-weg = De opdracht ligt niet meer bij u. Wilt u de opdracht toch doen? Bel de gemeente.
mis-eerst-aannemen = U hebt de opdracht nog niet aangenomen. Doe dat eerst.
mis-al-aangenomen = De opdracht is al aangenomen. Kan het toch niet? Bel de gemeente.
mis-pauze-loopt = De klok staat al stil.
mis-geen-pauze = De klok loopt al.
mis-al-gezet = Wij kregen dit antwoord al, met een andere tekst. Klopt dat niet? Bel de gemeente.

verbonden = Verbonden. Uw antwoord komt direct aan.
geen-verbinding = Geen verbinding. Ga gerust door: wij bewaren uw antwoord op deze telefoon.
wacht-op-verbinding = Uw antwoord staat op deze telefoon. Wij sturen het als er weer verbinding is. Houd deze pagina open.
stuurt-nu = Wij sturen uw antwoord nu.
bewaard-mislukt = Deze telefoon kan uw antwoord niet bewaren. Stuur het als er weer verbinding is.

klaar = Deze opdracht is klaar
klaar-tekst = Opdracht { $nummer } is klaar. Dank u wel. U hoeft niets meer te doen.
ingetrokken = Deze opdracht is ingetrokken
ingetrokken-tekst = De gemeente heeft opdracht { $nummer } ingetrokken. U hoeft niets meer te doen.
ogenblik = Een ogenblik
ogenblik-tekst = Wij openen de opdracht.
ogenblik-verder = Open de opdracht
elders = Deze link is in gebruik op een ander apparaat
elders-tekst = Iemand antwoordde al met deze link op een ander apparaat. Ga daar verder.
toch-hier = Wilt u toch hier verder?
elders-vraag = Wij sturen dan een nieuwe link naar { $adres }.
elders-knop = Nieuwe link sturen
nieuwe-link = Er komt een nieuwe link
nieuwe-link-tekst = Dat duurt een paar minuten. Kijk ook bij de ongewenste mail.
nieuwe-link-naar = Wij sturen de link naar { $adres }. Dat duurt een paar minuten. Kijk ook bij de ongewenste mail.
voorbij = Deze link werkt niet meer
voorbij-tekst = De opdracht ligt bij een ander, of u kreeg al een nieuwere link. Kijk in uw laatste mail over deze opdracht. Of bel de gemeente.
onbekend = Deze link kennen wij niet
onbekend-tekst = Open de link nog eens vanuit de mail. Misschien ging er een stuk verloren. Werkt dat niet? Bel dan de gemeente en noem het nummer van de opdracht.
te-vaak = Wacht een minuut
te-vaak-tekst = Er zijn te veel links geprobeerd die niet bestaan. Wacht een minuut. Open daarna de link vanuit de mail.

afgemeld = U bent niet meer aangemeld
afgemeld-uitleg = Uw antwoord is nog niet verstuurd. Het staat hieronder.
afgemeld-aanmelden = Meld u aan (in een nieuw tabblad)
afgemeld-terug = Kom daarna terug naar deze pagina en stuur uw antwoord nog een keer.
afgemeld-fotos = Uw foto's konden wij niet bewaren. Kies ze daarna opnieuw bij de opdracht.
opnieuw-sturen = Antwoord nog een keer sturen

aantal-opdrachten = { $aantal ->
    [0] Er zijn geen opdrachten.
    [one] Er is 1 opdracht.
   *[other] Er zijn { $aantal } opdrachten.
}
aantal-te-laat = { $aantal ->
    [0] Niets is te laat.
    [one] 1 opdracht is te laat.
   *[other] { $aantal } opdrachten zijn te laat.
}
zoeken = Opdrachten zoeken
zoek-tekst = Nummer, straat of wat er is
filter-open = Te doen
filter-nieuw = Nieuw
filter-bezig = Bezig
filter-klaar = Klaar of niet meer bij u
filter-alle = Alle
filter-aannemer = Aannemer
toon = Toon
groep-te-laat = Te laat
groep-vandaag = Vandaag
groep-week = Deze week
groep-later = Later
lijst-titel = { $plek } ({ $nummer })
bladen-plek = { $eerste } tot en met { $laatste } van { $totaal }
leeg = U hebt geen opdrachten
leeg-uitleg = Komt er een opdracht voor u, dan staat die hier.
leeg-gezocht = Wij vonden geen opdrachten
leeg-gezocht-uitleg = Zoek met minder woorden, of kies een andere stand.
leeg-blad = Hier staan geen opdrachten meer
leeg-blad-uitleg = De lijst werd korter. Ga terug naar het begin.
naar-kaart = Naar de kaart
op-kaart = Op de kaart
op-kaart-uitleg = De nummers zijn die van de lijst.
kaart-uitleg = Kaart met uw opdrachten. De lijst hierboven heeft dezelfde nummers.
kaart-op-tijd = Nog op tijd
bladen = Bladen van de lijst
