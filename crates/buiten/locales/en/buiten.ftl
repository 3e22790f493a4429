# Texts of the pages of contractors.
opdrachten = Your orders
alle-opdrachten = All orders
order-titel = Order { $nummer }: { $plek }
route = Route
meldkamer = Control room
plek-melder = Place, in the words of who reported it
plek-gaat-voor = Does the number not fit this place? Then go by the place.
plek-op = The place is { $plek }.
plek-kaart = See the place on OpenStreetMap
berichten = Messages
weten = What do we know?
klok = How much time do you have?
klok-hoe = How the time counts: { $wat }
anders = Is it different?
verloop = What happened so far?
had-ingevuld = What you had filled in
had-ingevuld-uitleg = This text was not sent. Copy it if you still need it.
opnieuw = Try again
toelichting = Remark

norm-aannemen = Accept
norm-ter-plaatse = Be on site
norm-hersteld = Repair
gedaan-op = done on { $moment }
klok-staat-stil = the clock stands still
bewaking-op-schema = On schedule
bewaking-in-gevaar = Time is running out
bewaking-overschreden = Late
bewaking-behaald = Done in time
bewaking-te-laat = Done late
bewaking-geen = Does not count now
klok-kalendertijd = All hours count, also at weekends and on public holidays.
klok-werktijd = Only working hours count. A weekend or public holiday does not, unless the contract has working hours then.
klok-venstertijd = Only hours in which you may work outside count.
klok-begint = The clock began on { $moment }.
klok-telt = { $van } to { $tot }: { $duur } counts.
klok-telt-niet = { $van } to { $tot }: does not count ({ $waarom }).
klok-afspraak = Contract { $contract }, priority { $prioriteit }: { $wat } within { $duur }
klok-uren = { $aantal ->
   *[other] { $aantal } hours
}
klok-uren-en = { $uren } and { $rest }
waarom-feestdag = public holiday, { $naam }
waarom-geen-werkdag = not a working day
waarom-buiten-werktijd = outside working hours
waarom-buiten-vensters = outside the hours of the contract
waarom-pauze = pause: { $reden }
klok-pauze = Pause from { $van } to { $tot }: { $reden }
klok-pauze-nog = Pause since { $van }: { $reden }
klok-eindigt = You have time until { $moment }.
klok-geen-einde = There is no last moment now, because the clock stands still.
klok-telt-nooit = There is no last moment. The contract has no hours that count for this.

stand-aangeboden = New. Tell us whether you accept the order.
stand-aangenomen = Accepted. Repair this in time.
stand-aangenomen-pauze = Accepted. The clock stands still.
stand-ter-plaatse = You are on site.
stand-ter-plaatse-pauze = You are on site. The clock stands still.
stand-gemeente = The municipality has the order.
stand-gereed = Done: repaired.
stand-geen-defect = Done: nothing was broken.
stand-ingetrokken = Withdrawn. You need not do anything.
feit-stand = Status
feit-prioriteit = How urgent
feit-aangeboden = Given to you
feit-reden = Why
feit-materiaal = Material
feit-fotos = Photos
feit-extern = Your number
aantal-fotos = { $aantal ->
    [one] 1 photo
   *[other] { $aantal } photos
}
prioriteit-spoed = Emergency
prioriteit-hoog = Urgent
prioriteit-normaal = Normal
prioriteit-laag = No hurry

stap-aangeboden = Given to you
stap-aangenomen = Accepted
stap-geweigerd = Refused
stap-ter-plaatse = On site
stap-gereed = Repaired
stap-geen-defect = Nothing broken
stap-pauze = Clock stopped
stap-hervat = Clock runs again
stap-toegewezen = Assigned by the municipality
stap-ingetrokken = Withdrawn

accepteren-titel = Do you accept the order?
accepteren-uitleg = We then expect you at this place in time.
accepteren-knop = Accept order
weigeren-titel = Can you not do this?
weigeren-uitleg = The municipality then takes over the order.
weigeren-knop = Refuse order
weigeren-reden = Why do you refuse?
weigeren-reden-mist = Write down why you refuse the order.
terplaatse-titel = Are you there?
terplaatse-uitleg = We write down when you arrived.
terplaatse-knop = I am on site
gereed-titel = Is it repaired?
gereed-uitleg = Whoever reported it hears at once.
gereed-knop = Report repaired
gereed-materiaal = Which material did you use?
gereed-materiaal-hulp = Write each thing on a line of its own, such as: 2 x LED module
gereed-toelichting = Would you like to add anything?
gereed-vooraf = Photos of how it was
gereed-erna = Photos of how it is now
foto-hulp = JPEG, PNG or WebP, up to 10 MB each. Make sure that no faces or number plates can be seen.
foto-bewaard = Photo { $nummer } is kept ({ $omvang })
foto-weg = Tick here if you do not want to send this photo.
geendefect-titel = Is nothing broken?
geendefect-uitleg = The order is then done.
geendefect-knop = Report that nothing is broken
geendefect-reden = What did you see?
geendefect-reden-mist = Write down what you saw.
pauze-titel = Can you not go on?
pauze-uitleg = The clock then stands still. The municipality sees why.
pauze-knop = Stop the clock
pauze-reden = Why can you not go on?
pauze-reden-mist = Write down why you cannot go on.
hervatten-titel = Can you go on again?
hervatten-uitleg = The clock then runs again.
hervatten-knop = Start the clock again

gedaan-accepteren = You accepted the order.
gedaan-weigeren = You refused the order. The municipality takes it over.
gedaan-terplaatse = You are on site. We wrote that down.
gedaan-pauze = The clock stands still.
gedaan-hervatten = The clock runs again.
gedaan-gereed = You reported that it is repaired. Thank you.
gedaan-geendefect = You reported that nothing is broken. Thank you.

mis-geen-stap = Choose what you want to tell us.
mis-te-lang = { $aantal ->
   *[other] This text is too long. Write no more than { $aantal } characters.
}
mis-materiaal = We do not understand the line “{ $regel }”. Write the number first, such as: 2 x LED module.
mis-materiaal-veel = { $aantal ->
   *[other] Write no more than { $aantal } lines.
}
mis-foto-samen = Your photos together are too large. Choose fewer photos, up to 64 MB together.
mis-foto-veel = { $aantal ->
   *[other] You send too many photos. Choose no more than { $aantal }.
}
mis-foto-groot = The photo { $naam } is larger than 10 MB. Choose a smaller photo.
mis-foto-pixels = The photo { $naam } has too many pixels. Choose a smaller photo.
mis-foto-heic = The photo { $naam } is of a kind that not everybody can see. Choose JPEG in the camera of your phone.
mis-foto-geen = The file { $naam } is not a photo. Choose a photo in JPEG, PNG or WebP.
mis-foto-kapot = The photo { $naam } did not arrive whole. Choose it once more.
mis-foto-virus = We found a virus in a photo. Take a new photo.
mis-te-groot = Your answer was too large. Nothing has changed. Choose fewer photos and try again.
mis-niet-aangekomen = Your answer did not arrive whole. Nothing has changed. Send it once more.
mis-niet-gelukt = This did not work. Check your answer and send it once more.
mis-ingetrokken = The municipality withdrew the order. You need not do anything.
mis-klaar = The order is done already. Is that wrong? Call the municipality.
mis-weg = The order is not with you any more. Do you want to do it after all? Call the municipality.
mis-eerst-aannemen = You have not accepted the order yet. Do that first.
mis-al-aangenomen = The order was accepted already. Is it not possible after all? Call the municipality.
mis-pauze-loopt = The clock stands still already.
mis-geen-pauze = The clock runs already.
mis-al-gezet = We already have this answer, with another text. Is that wrong? Call the municipality.

verbonden = Connected. Your answer arrives at once.
geen-verbinding = No connection. Just go on: we keep your answer on this phone.
wacht-op-verbinding = Your answer is on this phone. We send it when there is a connection again. Keep this page open.
stuurt-nu = We are sending your answer now.
bewaard-mislukt = This phone cannot keep your answer. Send it when there is a connection again.

klaar = This order is done
klaar-tekst = Order { $nummer } is done. Thank you. You need not do anything.
ingetrokken = This order was withdrawn
ingetrokken-tekst = The municipality withdrew order { $nummer }. You need not do anything.
ogenblik = One moment
ogenblik-tekst = We are opening the order.
ogenblik-verder = Open the order
elders = This link is in use on another device
elders-tekst = Somebody already answered with this link on another device. Go on there.
toch-hier = Do you want to go on here?
elders-vraag = We then send a new link to { $adres }.
elders-knop = Send a new link
nieuwe-link = A new link is on its way
nieuwe-link-tekst = That takes a few minutes. Also look at unwanted mail.
nieuwe-link-naar = We send the link to { $adres }. That takes a few minutes. Also look at unwanted mail.
voorbij = This link does not work any more
voorbij-tekst = Somebody else has the order, or you already got a newer link. Look in your last mail about this order. Or call the municipality.
onbekend = We do not know this link
onbekend-tekst = Open the link from the mail once more. Perhaps a part got lost. Does that not work? Then call the municipality and give the number of the order.
te-vaak = Wait a minute
te-vaak-tekst = Too many links were tried that do not exist. Wait a minute. Then open the link from the mail.

afgemeld = You are not signed in any more
afgemeld-uitleg = Your answer has not been sent yet. It is below.
afgemeld-aanmelden = Sign in (in a new tab)
afgemeld-terug = Then come back to this page and send your answer once more.
afgemeld-fotos = We could not keep your photos. Choose them again at the order afterwards.
opnieuw-sturen = Send the answer once more

aantal-opdrachten = { $aantal ->
    [0] There are no orders.
    [one] There is 1 order.
   *[other] There are { $aantal } orders.
}
aantal-te-laat = { $aantal ->
    [0] Nothing is late.
    [one] 1 order is late.
   *[other] { $aantal } orders are late.
}
zoeken = Search orders
zoek-tekst = Number, street or what is wrong
filter-open = To do
filter-nieuw = New
filter-bezig = Being done
filter-klaar = Done or not with you any more
filter-alle = All
filter-aannemer = Contractor
toon = Show
groep-te-laat = Late
groep-vandaag = Today
groep-week = This week
groep-later = Later
lijst-titel = { $plek } ({ $nummer })
bladen-plek = { $eerste } to { $laatste } of { $totaal }
leeg = You have no orders
leeg-uitleg = When there is an order for you, it is shown here.
leeg-gezocht = We found no orders
leeg-gezocht-uitleg = Search with fewer words, or choose another status.
leeg-blad = There are no orders here any more
leeg-blad-uitleg = The list became shorter. Go back to its beginning.
naar-kaart = To the map
op-kaart = On the map
op-kaart-uitleg = The numbers are those of the list.
kaart-uitleg = Map with your orders. The list above has the same numbers.
kaart-op-tijd = Still in time
bladen = Pages of the list
