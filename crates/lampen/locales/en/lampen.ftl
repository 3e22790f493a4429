# Texts of these pages.
menu-lampen = Street lights
menu-meldingen = Follow my report
kaart = Map
lamp = Light
lamp-naam = Light { $nummer }
lamp-naam-straat = { $straat }, light { $nummer }
groep-straat = Cabinet or cable in { $straat }
groep-nummer = Cabinet or cable { $nummer }
paal-storing = , fault known
van-tot = { $van } to { $tot }
gegevens = Details
naar-lampen = To all street lights
bladen = Pages
bladen-vorige = Previous
bladen-volgende = Next
bladen-waar = Page { $blad } of { $alle }
storing-bekend = Known fault
volg-knop = Keep me informed
meld-knop = Report a fault
meld-anders = Report something else
nummer-niet = I do not know the number
andere-lamp = Choose another light

# Danger: always by telephone.
gevaar-kop = Is it dangerous? Call at once
gevaar-bel = Do you see a loose wire, or is the pole about to fall? Stay away and call
gevaar-altijd = , day and night.
gevaar-regel = Is it dangerous, such as a loose wire? Call at once:

# Search and list.
lampen-titel = Why is my street light out?
lampen-lead = See whether we know the fault and when the light will work again.
lampen-zoek-label = Where is the light?
lampen-zoek-hulp = Type a street, or the number on the pole.
lampen-zoek-knop = Search
antwoord-leeg = Find your light
antwoord-leeg-uitleg = Type your street above. You then see whether we know the fault.
antwoord-lamp = { $lamp }: { $wat }
antwoord-lamp-goed = We know of no fault in { $lamp }.
antwoord-meld = Is the light not working? Then report it. It takes one minute.
antwoord-bekijk = See this light
antwoord-klaar = The light will work again by { $dag }. You need not report anything.
antwoord-meldingen = { $aantal ->
    [one] 1 person reported this already.
   *[other] { $aantal } people reported this already.
}
antwoord-straat-goed = We know of no fault in { $straat }.
antwoord-straat-een = 1 light in { $straat } has a fault.
antwoord-straat-meer = { $aantal } lights in { $straat } have a fault.
antwoord-meer-oorzaken = The lights do not all have the same fault.
antwoord-alle-klaar = All of them will be repaired by { $dag }.
antwoord-kies = Choose your light below. The number is on the pole.
antwoord-huisnummer = Lights have no house number. That is why you see the whole street.
antwoord-welke = Which street do you mean?
antwoord-welke-uitleg = More than one street has this name. Choose one below.
antwoord-niets = We cannot find this place in { $gemeente }.
antwoord-niets-uitleg = Check the name of the street. Or type the number on the pole.
antwoord-buiten = Is the street in another municipality? Then report it there.
keuze-kop = Do you mean one of these streets?
lijst-nabij = { $aantal ->
    [0] No lights with a fault
    [one] 1 light with a fault
   *[other] { $aantal } lights with a fault
}
lijst-niets-nabij = We know of no fault near this place.
lijst-volgorde = The nearest light comes first. The numbers are on the map too.
lijst-overal = Faults in the municipality
lijst-nieuwste = The newest fault comes first. The numbers are on the map too.
lijst-niets = We know of no fault now.
straten-kop = Is your light not in the list?
straten-uitleg = Choose the light in your street. The number is on the pole. Then you report the fault.
straat-lampen = { $aantal ->
    [one] 1 light
   *[other] { $aantal } lights
}
straat-aantal = Lights: { $aantal }

# The map.
kaart-label = Map. The lights with a fault have a number. The same lights are in the list.
kaart-label-lamp = Map with this light and the lights beside it.
kaart-label-kies = Map with the lights of this street. The same lights are in the list.
kaart-brandt = No fault known
kaart-uit = Light with a fault
kaart-storing = Fault, with its number in the list
kaart-hier = This place
kaart-deze = This light
kaart-bron = Lights: open data of the municipality

# What is wrong.
klacht-brandt-niet = The light is out.
klacht-brandt-overdag = The light is also on by day.
klacht-knippert = The light flickers.
klacht-zwak = The light is dim.
klacht-beschadigd = The light or the pole is damaged.
klacht-scheef = The pole is not straight.
klacht-deur-open = The small door in the pole is open.
klacht-nog-kapot = The light is still broken after the repair.
klacht-anders = Something is wrong with the light.
klacht-iets-anders = Something else
klacht-gevaarlijk = It is dangerous: a loose wire, or a pole that is about to fall.
wat-groep = { $aantal ->
    [one] The light is out. A cable or cabinet is broken.
   *[other] { $aantal } lights are out. A cable or cabinet is broken.
}
wat-kast = The light is out because of a fault in the cabinet that powers this street.
wat-kast-anders = There is a fault in the cabinet that powers this street.
wat-sensor = The light itself says that it is broken.

# How far it is.
stand-geen = No fault known
stand-vastgesteld = We know the fault
stand-opgedragen = The repair is ordered
stand-aangenomen = The repair is planned
stand-ter-plaatse = The engineer is there now
stand-wacht = The repair has to wait
stand-gemaakt = The fault is over
geen-titel = We know of no fault in this light.
geen-uitleg = Is the light not working? Then report it. It takes one minute.
net-gemaakt = The last fault was over on { $dag }. Is the light still not working? Then report it.
doen-vastgesteld = We are finding out who repairs the light.
doen-opgedragen = We asked { $naam } to repair the light.
doen-gemeente = The municipality repairs the light itself.
doen-aangenomen = { $naam } is coming to repair the light.
doen-ter-plaatse = The engineer is at work on the light.
doen-wacht = As long as the repair waits, the date may become later.
doen-te-laat = The agreed date has passed. We are asking why.
doen-opnieuw = The light was repaired, but broke again after that.
wacht-netbeheerder = The engineer is waiting for the company of the power grid.
wacht-materiaal = The engineer is waiting for a part.
wacht-weer = The engineer is waiting for better weather.
wacht-toegang = The engineer cannot get at it yet.
wacht-anders = The engineer cannot go on now.
afloop-hersteld = The light was repaired.
afloop-geen-defect = The engineer found no fault.
afloop-vanzelf = The light worked again by itself.
afloop-gesloten = The municipality closed the report.
belofte-uiterlijk = Working again by
belofte-klaar = Over on
belofte-volgt = We do not know yet when the light will work again. The date will be on this page.
regel = { $stand }.
regel-klaar = { $stand }. Ready: { $dag }.
bekend-gemeld = Somebody reported this { $wanneer }.
bekend-sensor = We have known this since { $wanneer }.
bekend-klaar = The light will work again by { $dag }.
bekend-te-laat = The light should have worked again on { $dag }. That did not happen. We are asking why.
feit-sinds = Since
feit-wie = Who repairs it
feit-nummer = Number of the fault
feit-groep = Lights with this fault
feit-meldingen = Reported
feit-keer = { $aantal ->
    [one] once
   *[other] { $aantal } times
}
feit-code = Code
feit-ontvangen = Reported on
feit-klacht = What is wrong
feit-kanaal = How it was reported
wie-gemeente = The municipality itself
wie-nog-niet = We do not know that yet

# The page of a lamp.
lamp-kicker = Street light
over-lamp = About this light
verloop = What happened and what comes next?
eerder = Earlier faults
eerder-niets = We know of no earlier fault in this light.
stap-klaar = done
stap-nu = now
stap-komt = still to come
stap-gemeld = Somebody reported the fault
stap-gezien = The light itself reported a fault
stap-brandt = The light works again
gebeurd-ontvangen = We received your report
gebeurd-opgedragen = We asked for a repair
gebeurd-aangenomen = The repair was planned
gebeurd-ter-plaatse = The engineer came to the light
gebeurd-wacht = The repair had to wait
gebeurd-verder = The repair went on
gebeurd-gemaakt = The light was repaired
gebeurd-geen-defect = The engineer found no fault
gebeurd-vanzelf = The light worked again by itself
gebeurd-gesloten = The municipality closed the report
gebeurd-nog-kapot = You said that the light is still broken
onbekend-titel = We do not know this light
onbekend-uitleg = Check the number. Or find the light in your street.

# Which lamp.
melden-kicker = Report a fault
kies-titel = Which light is not working?
kies-lead = Choose the light by its number, in a street or on the map.
kies-label = Number of the light, or the street
kies-hulp = The number is on the pole. Do you not know it? Then type the street.
kies-knop = Find the light
kies-niets = We cannot find this light or street in { $gemeente }. Check the name.
kies-lijkt-op = These streets look like it
kies-straten = Or choose your street
kies-in-straat = Lights in { $straat }
kies-palen = Choose the number that is on the pole.
kies-kaart = Do you make the map move? Then choose the light on the map.

# The report.
stap = Step { $nummer } of 2
stap-hierna = Next: check and send
melden-titel = What is wrong with the light?
melden-paginatitel = Report a fault: { $lamp }
melden-straat = A light in { $straat }
melden-verder = Continue
melden-verstuur = Send the report
melden-mis = We cannot take this report. Check your answers, or call us.
namens-kop = You report this for somebody else
namens = You are signed in as { $naam }. The report says that the municipality filled it in.
bekend-kop = We know this already
bekend-toch = Is something else wrong with the light? Then report it below.
over-melding = About your report
weten-kop = Good to know
weten-account = You need no account. You get a code to follow your report.
weten-bewaar = We keep your answers for 24 hours. After that we erase them, if you send nothing.
hulp-kop = Do you need help?
hulp-bel = Call
hulp-samen = We will fill it in together.
soort-label = What is wrong?
soort-kies = Choose what is wrong with the light.
plek-label = Where is it exactly?
plek-hulp = For example: in front of number 12, near the playground. The engineer reads this. Do not write names or telephone numbers.
plek-vul = Write where the light is, for example: in front of number 12.
woorden-label = Tell us more
woorden-hulp = Do not write names or telephone numbers.
woorden-vul = Write what is wrong with the light.
woorden-anders = Write it in other words.
foto-label = Photo
foto-hulp = Do not photograph faces or number plates. Choose a photo in jpg, png or webp, up to 10 MB. We remove the place from the photo.
foto-staat = Photo ({ $omvang })
foto-toegevoegd = Added
foto-verwijder = Remove the photo
foto-te-groot = The photo is larger than 10 MB. Choose a smaller photo.
foto-te-veel = The photo has too many pixels. Choose a smaller photo.
foto-heic = This photo is in HEIC. Choose a photo in jpg, png or webp.
foto-geen-foto = This file is no photo in jpg, png or webp. Choose another photo.
foto-virus = This file has a virus. Choose another photo, or go on without one.
foto-straks = We cannot check the photo now. Try again in a moment, or go on without one.
foto-kwijt = We no longer have your photo. Choose it again, or go on without one.
email-label = Your e-mail address
email-hulp = We mail you about this report only. After that we erase the address.
email-mis = This e-mail address is not right. Write it like name@example.com.
email-vul = Type your e-mail address, like name@example.com.
kanaal-label = How did the report come in?
kanaal-telefoon = By telephone
kanaal-balie = At the desk
kanaal-kies = Choose whether the report came by telephone or at the desk.
verlopen-titel = We cannot show your answers here
verlopen-uitleg = You filled them in on another device, or more than 24 hours ago. Then we no longer show them.
verlopen-doe = Begin again. It takes one minute.
verlopen-knop = Report again

# Look it over.
controleren-titel = Is your report right?
controleren-kruimel = Check
controleren-hierna = Next you get a code
controleren-uitleg = Are your answers right? Then send the report.
wijzig = Change
terug-vragen = Back to the questions
rij-lamp = Light
rij-soort = What is wrong
geen-antwoord = Not filled in

# Follow.
volgen-titel = We keep you informed
volgen-kruimel = Stay informed
volgen-uitleg = Type your e-mail address. You hear from us when something changes.

# Receipt.
ontvangst-titel = We have your report
ontvangst-code = Your code is { $code }
ontvangst-bewaar = Keep the code. With it you follow your report.
ontvangst-hierna = What happens now?
ontvangst-bekend = We knew this already. Your report now belongs to this fault.
ontvangst-klaar = The light will work again by { $dag }.
ontvangst-volgt = As soon as we know when the light will work again, you see it with your report.
ontvangst-post = You get a mail when something changes.
ontvangst-zonder-post = You get no mail. See for yourself with your code how it stands.
ontvangst-kapot = Is the light still broken after that? Then tell us at your report.
ontvangst-volg = Follow your report
ontvangst-nog-een = Report another light

# The page of a report.
melding-kicker = Report
melding-paginatitel = Report { $code }: { $lamp }
melding-zonder-lamp = Your report
naar-lamp = To the page of the light
kapot-kop = Is the light still broken?
kapot-uitleg = Then we go to work again. You need not make a new report.
kapot-gevaar = Is it dangerous now?
kapot-gevaar-ja = Yes, it is dangerous. I will call too.
kapot-knop = The light is still broken
hoe-kop = How was it?
hoe-label = How well did we help you?
hoe-5 = Very well
hoe-4 = Well
hoe-3 = So so
hoe-2 = Badly
hoe-1 = Very badly
hoe-kies = Choose how well we helped you.
hoe-knop = Send the answer
waarom-label = Why do you think so?
waarom-hulp = Do not write names.
post-kop = Mail from us
post-uitleg = You get mail about this report. Do you no longer want that? Then we erase your address.
post-knop = Send no more mail
gedaan-kapot = We are going to work again
gedaan-loopt = We are still working on it
gedaan-hoe = Thank you for your answer
gedaan-post = You get no more mail from us
code-titel = Follow your report
code-uitleg = You got a code when you reported the fault. Type it here.
code-label = Code of your report
code-hulp = Eight letters and digits, like K7M2 QXAB.
code-knop = Show my report
code-onbekend = We cannot find this report
code-onbekend-doe = Check whether you typed the code right. The letters O, I and L are never in it.
code-onbekend-oud = Did you get the code in a mail? Then open the link in that mail.
code-kwijt = Did you lose the code? Then call

# Kept in the register, always in Dutch.
opgave-nummer = Het nummer van de lamp is niet bekend.
opgave-volgt = Deze melder wil op de hoogte blijven.
open-data = The faults as open data
open-data-uitleg = You are free to use this list. It says nothing about people.
open-data-csv = List for a spreadsheet (CSV)
open-data-geojson = List for a map (GeoJSON)
