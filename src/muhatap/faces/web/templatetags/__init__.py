"""Template tags every face uses: `{% load ui %}`."""
