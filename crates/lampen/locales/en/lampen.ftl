# Texts of these pages.
