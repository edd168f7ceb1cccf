"""SQL functions the house adds to the database; created by the kernel's first migration."""

from __future__ import annotations

from muhatap.kernel import text

FOLD = f"""
CREATE FUNCTION muhatap_fold(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT translate(translate(normalize(value, NFC), '{text.UPPER}', '{text.LOWER}'), '{text.FOLD_FROM}', '{text.FOLD_TO}')
$$;
CREATE FUNCTION muhatap_sort_key(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT translate(translate(translate(normalize(value, NFC), '{text.UPPER}', '{text.LOWER}'), '{text.CIRCUMFLEX_FROM}',
    '{text.CIRCUMFLEX_TO}'), '{text.ALPHABET}', '{text.ORDERED}') COLLATE "C"
$$;
"""
FOLD_DROP = "DROP FUNCTION muhatap_fold(text); DROP FUNCTION muhatap_sort_key(text);"

APPEND_ONLY = """
CREATE FUNCTION muhatap_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE FUNCTION muhatap_check_move() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  here text := to_jsonb(OLD) ->> TG_ARGV[0];
  there text := to_jsonb(NEW) ->> TG_ARGV[0];
BEGIN
  IF NOT (here || '>' || there) = ANY (string_to_array(TG_ARGV[1], ' ')) THEN
    RAISE EXCEPTION '% cannot go from % to %', TG_TABLE_NAME, here, there USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
"""
APPEND_ONLY_DROP = "DROP FUNCTION muhatap_append_only(); DROP FUNCTION muhatap_check_move();"

# Gapless: the counter row is locked until the transaction that took the number ends (INV-29). SECURITY DEFINER,
# because a portal may take the next number of an open series without seeing how many there are.
NEXT_NUMBER = """
CREATE FUNCTION muhatap_next_number(series_key text, in_year integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  taken integer;
BEGIN
  INSERT INTO kernel_series AS s (key, year, last) VALUES (series_key, in_year, 1)
  ON CONFLICT (key, year) DO UPDATE SET last = s.last + 1 RETURNING s.last INTO taken;
  RETURN taken;
END $$;
"""
NEXT_NUMBER_DROP = "DROP FUNCTION muhatap_next_number(text, integer);"
