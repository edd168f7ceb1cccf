"""What the database itself refuses in backing; created by the first migration after the tables."""

from __future__ import annotations

# A backing lies inside its promise and inside its agreement. Promises and agreements may be cut in the same
# transaction in which their backings are, so the three are compared when it ends.
INSIDE = """
CREATE FUNCTION backing_check_inside(of_promise bigint, of_agreement bigint, of_backing bigint) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  wrong bigint;
BEGIN
  SELECT b.id INTO wrong FROM backing_backing b
    JOIN contracts_promise p ON p.id = b.promise_id
    JOIN backing_projectagreement pa ON pa.agreement_id = b.project_agreement_id
    JOIN agreements_agreement a ON a.id = pa.agreement_id
    JOIN contracts_project j ON j.id = pa.project_id
  WHERE b.status <> 'cancelled'
    AND (of_promise IS NULL OR b.promise_id = of_promise)
    AND (of_agreement IS NULL OR b.project_agreement_id = of_agreement)
    AND (of_backing IS NULL OR b.id = of_backing)
    AND (NOT p.period @> b.period OR NOT a.period @> b.period OR isempty(b.period) OR pa.member_id <> b.member_id
         OR a.party_id <> b.member_id OR j.contract_id <> p.contract_id OR p.location_id <> b.location_id
         OR p.service_id <> b.service_id OR p.unit <> b.unit)
  LIMIT 1;
  IF wrong IS NOT NULL THEN
    RAISE EXCEPTION 'backing % does not lie inside its promise and its agreement', wrong
      USING ERRCODE = 'check_violation', CONSTRAINT = 'backing_inside';
  END IF;
END $$;
CREATE FUNCTION backing_inside() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'contracts_promise' THEN
    PERFORM backing_check_inside(NEW.id, NULL, NULL);
  ELSIF TG_TABLE_NAME = 'agreements_agreement' THEN
    PERFORM backing_check_inside(NULL, NEW.id, NULL);
  ELSE
    PERFORM backing_check_inside(NULL, NULL, NEW.id);
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER inside AFTER INSERT OR UPDATE ON backing_backing DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION backing_inside();
CREATE CONSTRAINT TRIGGER backings_inside AFTER UPDATE OF period ON contracts_promise DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (OLD.period IS DISTINCT FROM NEW.period) EXECUTE FUNCTION backing_inside();
CREATE CONSTRAINT TRIGGER backings_inside AFTER UPDATE OF period ON agreements_agreement DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (OLD.period IS DISTINCT FROM NEW.period) EXECUTE FUNCTION backing_inside();
"""
INSIDE_DROP = """
DROP TRIGGER backings_inside ON agreements_agreement; DROP TRIGGER backings_inside ON contracts_promise;
DROP TRIGGER inside ON backing_backing; DROP FUNCTION backing_inside();
DROP FUNCTION backing_check_inside(bigint, bigint, bigint);
"""

# No day has more primary backing than was promised. The promise's row is locked: of two agreements at a time, one wins.
ALLOCATED = """
CREATE FUNCTION backing_allocated() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  promised numeric;
  over date;
BEGIN
  IF NEW.role <> 'primary' OR NEW.status = 'cancelled' THEN
    RETURN NULL;
  END IF;
  SELECT quantity INTO promised FROM contracts_promise WHERE id = NEW.promise_id FOR NO KEY UPDATE;
  SELECT lower(b.period) INTO over FROM backing_backing b
  WHERE b.promise_id = NEW.promise_id AND b.role = 'primary' AND b.status <> 'cancelled'
    AND (SELECT sum(o.quantity) FROM backing_backing o
         WHERE o.promise_id = b.promise_id AND o.role = 'primary' AND o.status <> 'cancelled'
           AND o.period @> lower(b.period)) > promised
  ORDER BY 1 LIMIT 1;
  IF over IS NOT NULL THEN
    RAISE EXCEPTION 'promise % is backed more than once from % on', NEW.promise_id, over
      USING ERRCODE = 'check_violation', CONSTRAINT = 'backing_allocated';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER allocated AFTER INSERT OR UPDATE ON backing_backing
  FOR EACH ROW EXECUTE FUNCTION backing_allocated();
"""
ALLOCATED_DROP = "DROP TRIGGER allocated ON backing_backing; DROP FUNCTION backing_allocated();"

# Every day of a backing has a price (that it is one alone is the exclusion constraint's).
PRICED = """
CREATE FUNCTION backing_priced() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  wrong bigint;
BEGIN
  SELECT b.id INTO wrong FROM backing_backing b
  WHERE b.id = CASE WHEN TG_TABLE_NAME = 'backing_backing' THEN (to_jsonb(NEW) ->> 'id')::bigint
                    ELSE (to_jsonb(coalesce(NEW, OLD)) ->> 'backing_id')::bigint END
    AND b.status <> 'cancelled'
    AND NOT coalesce((SELECT range_agg(c.period) FROM backing_backingprice c WHERE c.backing_id = b.id),
                     '{}'::datemultirange) @> b.period;
  IF wrong IS NOT NULL THEN
    RAISE EXCEPTION 'backing % has days without a price', wrong
      USING ERRCODE = 'check_violation', CONSTRAINT = 'backing_priced';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER priced AFTER INSERT OR UPDATE ON backing_backing DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION backing_priced();
CREATE CONSTRAINT TRIGGER priced AFTER INSERT OR UPDATE OR DELETE ON backing_backingprice DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION backing_priced();
"""
PRICED_DROP = """
DROP TRIGGER priced ON backing_backingprice; DROP TRIGGER priced ON backing_backing; DROP FUNCTION backing_priced();
"""
