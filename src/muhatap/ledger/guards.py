"""What the database itself refuses in the books; created by the first migration after the tables."""

from __future__ import annotations

# The sum of an entry's legs is looked at when the transaction ends: legs arrive one by one (INV-01, INV-02, INV-07).
BALANCED = """
CREATE FUNCTION ledger_check_entry(of_entry bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  legs integer;
  total numeric;
  original bigint;
  apart integer;
BEGIN
  SELECT count(*), coalesce(sum(amount), 0) INTO legs, total FROM ledger_posting WHERE entry_id = of_entry;
  IF legs < 2 THEN
    RAISE EXCEPTION 'entry % has % postings, at least 2 are needed', of_entry, legs USING ERRCODE = 'check_violation';
  END IF;
  IF total <> 0 THEN
    RAISE EXCEPTION 'entry % does not balance: %', of_entry, total USING ERRCODE = 'check_violation';
  END IF;
  SELECT reverses_id INTO original FROM ledger_entry WHERE id = of_entry;
  IF original IS NULL THEN
    RETURN;
  END IF;
  IF EXISTS (SELECT 1 FROM ledger_entry WHERE id = original AND reverses_id IS NOT NULL) THEN
    RAISE EXCEPTION 'entry % reverses a reversal', of_entry USING ERRCODE = 'check_violation';
  END IF;
  SELECT count(*) INTO apart FROM (
    SELECT account_id, party_id FROM ledger_posting WHERE entry_id IN (of_entry, original)
    GROUP BY account_id, party_id HAVING sum(amount) <> 0) AS differing;
  IF apart > 0 THEN
    RAISE EXCEPTION 'entry % is not the exact negative of %', of_entry, original USING ERRCODE = 'check_violation';
  END IF;
END $$;
CREATE FUNCTION ledger_entry_balances() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM ledger_check_entry(NEW.id);
  RETURN NULL;
END $$;
CREATE FUNCTION ledger_posting_balances() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM ledger_check_entry(NEW.entry_id);
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER balanced AFTER INSERT ON ledger_entry DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION ledger_entry_balances();
CREATE CONSTRAINT TRIGGER balanced AFTER INSERT ON ledger_posting DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION ledger_posting_balances();
ALTER TABLE ledger_entry ENABLE ALWAYS TRIGGER balanced;
ALTER TABLE ledger_posting ENABLE ALWAYS TRIGGER balanced;
"""
BALANCED_DROP = """
DROP TRIGGER balanced ON ledger_posting; DROP TRIGGER balanced ON ledger_entry;
DROP FUNCTION ledger_posting_balances(); DROP FUNCTION ledger_entry_balances();
DROP FUNCTION ledger_check_entry(bigint);
"""

# Balanced legs added later to an older entry would pass every sum: an entry is sealed with its transaction (INV-05).
SEALED = """
CREATE FUNCTION ledger_seal_entry() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  standing text;
BEGIN
  NEW.transaction := pg_current_xact_id()::text::bigint;
  INSERT INTO ledger_fiscalperiod (year, month, status, fingerprint, reopening_reason)
  VALUES (extract(year FROM NEW.day), extract(month FROM NEW.day), 'open', '', '')
  ON CONFLICT (year, month) DO NOTHING;
  SELECT status INTO standing FROM ledger_fiscalperiod
  WHERE year = extract(year FROM NEW.day) AND month = extract(month FROM NEW.day) FOR SHARE;
  IF standing IS DISTINCT FROM 'open' THEN
    RAISE EXCEPTION 'the fiscal month of % is closed', NEW.day USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE FUNCTION ledger_seal_posting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.transaction := pg_current_xact_id()::text::bigint;
  IF NOT EXISTS (SELECT 1 FROM ledger_entry
                 WHERE id = NEW.entry_id AND transaction = pg_current_xact_id()::text::bigint) THEN
    RAISE EXCEPTION 'entry % is sealed', NEW.entry_id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER sealed BEFORE INSERT ON ledger_entry FOR EACH ROW EXECUTE FUNCTION ledger_seal_entry();
CREATE TRIGGER sealed BEFORE INSERT ON ledger_posting FOR EACH ROW EXECUTE FUNCTION ledger_seal_posting();
ALTER TABLE ledger_entry ENABLE ALWAYS TRIGGER sealed;
ALTER TABLE ledger_posting ENABLE ALWAYS TRIGGER sealed;
"""
SEALED_DROP = """
DROP TRIGGER sealed ON ledger_posting; DROP TRIGGER sealed ON ledger_entry;
DROP FUNCTION ledger_seal_posting(); DROP FUNCTION ledger_seal_entry();
"""

# The canonical line of an entry and its fingerprint, the same here as in `rules.canonical` (INV-16).
CHAIN = """
CREATE FUNCTION ledger_canonical(of_entry bigint) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT concat_ws('|', e.number, to_char(e.day, 'YYYY-MM-DD'), e.currency, e.source_kind, e.source_id::text,
                   coalesce(e.reverses_id::text, '-'),
                   (SELECT string_agg(concat_ws(':', p.position::text, p.account_id, p.amount::text,
                                                coalesce(p.party_id::text, '-')), ';' ORDER BY p.position)
                    FROM ledger_posting p WHERE p.entry_id = e.id), e.text)
  FROM ledger_entry e WHERE e.id = of_entry
$$;
CREATE FUNCTION ledger_hash(of_entry bigint, previous text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT encode(sha256(convert_to(previous || '|' || ledger_canonical(of_entry), 'UTF8')), 'hex')
$$;
CREATE FUNCTION ledger_fingerprint(in_year integer, in_month integer) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT encode(sha256(convert_to(coalesce(string_agg(e.hash, '|' ORDER BY e.id), ''), 'UTF8')), 'hex')
  FROM ledger_entry e
  WHERE e.day >= make_date(in_year, in_month, 1)
    AND e.day < (make_date(in_year, in_month, 1) + interval '1 month')::date
$$;
"""
CHAIN_DROP = (
    "DROP FUNCTION ledger_fingerprint(integer, integer); DROP FUNCTION ledger_hash(bigint, text);"
    " DROP FUNCTION ledger_canonical(bigint);"
)
