"""Values in, values out: clocks, patterns, prices and survey forms of demand."""
