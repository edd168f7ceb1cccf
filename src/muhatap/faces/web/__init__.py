"""What the web faces share: page(), submit(), listing(), middleware, ui tags, base templates, vendored assets.

No noun of the business has a page here."""
