"""The steps of the business as functions, played through the same commands as the pages: for the story and the demo."""
