# Texts that all pages share.
naar-inhoud = Skip to content
gemeente = Municipality of
menu = Menu
menu-sluit = Close menu
kruimelpad = Breadcrumb
fout-voor = Error: { $titel }
hulp = Need help?
hulp-bel = Call { $telefoon }, on working days from 8:30 to 17:00.
hulp-kom = Or visit us at { $adres }. You do not need an appointment to ask a question.
over-site = About this site
toegankelijkheid = Accessibility
privacy = Privacy and cookies
kleuren = Colours
kleuren-systeem = Same as my device
kleuren-licht = Light
kleuren-donker = Dark
taal-anders = Nederlands
aangemeld-als = Signed in as { $naam }
afmelden = Sign out
overslaan = (optional)
fout = Error
fout-samenvatting = { $aantal ->
    [one] Change 1 answer
   *[other] Change { $aantal } answers
}
fout-bewaard = Then you can go on. We kept your other answers.
fout-verlopen = This page was open for too long. Check your answers and send them again.
fout-verboden = You cannot see this page
fout-verboden-doe = Sign in with another account, or ask the administrator for access.
fout-onbekend = This page does not exist
fout-onbekend-doe = Check the address. Or start again at the first page.
fout-voorbij = This page is gone
fout-voorbij-doe = Start again at the first page.
fout-te-groot = This is too large to send
fout-te-groot-doe = Choose a smaller photo, or send less text.
fout-te-vaak = Please wait
fout-te-vaak-doe = Too much came from this address at once. Try again in an hour, or call us.
fout-mis = That did not work
fout-mis-doe = Go back, check your answers and try again.
fout-storing = This does not work at the moment
fout-storing-doe = The fault is ours. Try again in a few minutes, or call us.
naar-begin = To the first page
