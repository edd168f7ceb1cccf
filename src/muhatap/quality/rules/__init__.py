"""Pure rules of quality: what a template may say, how an audit is scored, how large a sample is."""
