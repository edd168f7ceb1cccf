"""One module per paper: the input's values as the words and rows its template sets."""
