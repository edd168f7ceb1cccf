"""What the database itself refuses in the network; created by the first migration after the tables."""

from __future__ import annotations

# A portal may hand in and propose; that something counts is decided at the desk, whatever a portal's process sends.
PROPOSALS = """
CREATE FUNCTION network_only_proposals() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_user = 'app_member' AND NEW.status <> TG_ARGV[0] THEN
    RAISE EXCEPTION 'a member can only propose' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER only_proposals BEFORE INSERT ON network_document
  FOR EACH ROW EXECUTE FUNCTION network_only_proposals('uploaded');
CREATE TRIGGER only_proposals BEFORE INSERT ON network_coverage
  FOR EACH ROW EXECUTE FUNCTION network_only_proposals('proposed');
CREATE FUNCTION network_only_applications() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_user = 'app_public' AND (NEW.status <> 'received' OR NEW.member_id IS NOT NULL) THEN
    RAISE EXCEPTION 'a visitor can only apply' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER only_applications BEFORE INSERT ON network_application
  FOR EACH ROW EXECUTE FUNCTION network_only_applications();
"""
PROPOSALS_DROP = """
DROP TRIGGER only_applications ON network_application; DROP TRIGGER only_proposals ON network_coverage;
DROP TRIGGER only_proposals ON network_document;
DROP FUNCTION network_only_applications(); DROP FUNCTION network_only_proposals();
"""

# A portal answers; that answers count is decided at the desk.
ANSWERS = """
CREATE FUNCTION network_only_answers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_user IN ('app_member', 'app_public') AND NEW.confirmed_at IS NOT NULL THEN
    RAISE EXCEPTION 'a company can only answer' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER only_answers BEFORE INSERT ON network_qualification
  FOR EACH ROW EXECUTE FUNCTION network_only_answers();
"""
ANSWERS_DROP = "DROP TRIGGER only_answers ON network_qualification; DROP FUNCTION network_only_answers();"

# Free capacity falls and rises only where a commitment begins or ends, so looking at first days is enough. The member's
# row is locked: of two reservations at the same time, one wins (no double allocation over all customers).
CAPACITY = """
CREATE FUNCTION network_check_capacity() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  over date;
BEGIN
  PERFORM 1 FROM network_member WHERE party_id = NEW.member_id FOR NO KEY UPDATE;
  SELECT d.day INTO over FROM (
    SELECT lower(NEW.period) AS day
    UNION SELECT lower(c.period) FROM network_commitment c
      WHERE c.member_id = NEW.member_id AND c.service_id = NEW.service_id AND c.district_id = NEW.district_id
        AND NEW.period @> lower(c.period)
    UNION SELECT upper(v.period) FROM network_coverage v
      WHERE v.member_id = NEW.member_id AND v.service_id = NEW.service_id AND v.district_id = NEW.district_id
        AND v.status = 'approved' AND NEW.period @> upper(v.period)) AS d
  WHERE (SELECT coalesce(sum(c.quantity), 0) FROM network_commitment c
         WHERE c.member_id = NEW.member_id AND c.service_id = NEW.service_id AND c.district_id = NEW.district_id
           AND c.period @> d.day)
      > (SELECT coalesce(sum(v.capacity), 0) FROM network_coverage v
         WHERE v.member_id = NEW.member_id AND v.service_id = NEW.service_id AND v.district_id = NEW.district_id
           AND v.status = 'approved' AND v.period @> d.day)
  ORDER BY d.day LIMIT 1;
  IF over IS NOT NULL THEN
    RAISE EXCEPTION 'member % has no capacity left for % on %', NEW.member_id, NEW.service_id, over
      USING ERRCODE = 'check_violation', CONSTRAINT = 'commitment_within_capacity';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER within_capacity AFTER INSERT OR UPDATE ON network_commitment
  FOR EACH ROW EXECUTE FUNCTION network_check_capacity();
"""
# What is declared never falls below what is promised. Looked at when the transaction ends, because a new coverage takes
# the place of an earlier one in two steps; the member's row is locked as above.
COVERAGE = """
CREATE FUNCTION network_check_coverage() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  over date;
BEGIN
  PERFORM 1 FROM network_member WHERE party_id = OLD.member_id FOR NO KEY UPDATE;
  SELECT d.day INTO over FROM (
    SELECT lower(OLD.period) AS day
    UNION SELECT lower(c.period) FROM network_commitment c
      WHERE c.member_id = OLD.member_id AND c.service_id = OLD.service_id AND c.district_id = OLD.district_id
        AND OLD.period @> lower(c.period)
    UNION SELECT upper(v.period) FROM network_coverage v
      WHERE v.member_id = OLD.member_id AND v.service_id = OLD.service_id AND v.district_id = OLD.district_id
        AND v.status = 'approved' AND OLD.period @> upper(v.period)) AS d
  WHERE (SELECT coalesce(sum(c.quantity), 0) FROM network_commitment c
         WHERE c.member_id = OLD.member_id AND c.service_id = OLD.service_id AND c.district_id = OLD.district_id
           AND c.period @> d.day)
      > (SELECT coalesce(sum(v.capacity), 0) FROM network_coverage v
         WHERE v.member_id = OLD.member_id AND v.service_id = OLD.service_id AND v.district_id = OLD.district_id
           AND v.status = 'approved' AND v.period @> d.day)
  ORDER BY d.day LIMIT 1;
  IF over IS NOT NULL THEN
    RAISE EXCEPTION 'member % has promised more of % than it covers on %', OLD.member_id, OLD.service_id, over
      USING ERRCODE = 'check_violation', CONSTRAINT = 'coverage_holds_commitments';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER holds_commitments AFTER UPDATE OR DELETE ON network_coverage
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.status = 'approved') EXECUTE FUNCTION network_check_coverage();
"""
COVERAGE_DROP = "DROP TRIGGER holds_commitments ON network_coverage; DROP FUNCTION network_check_coverage();"
CAPACITY_DROP = "DROP TRIGGER within_capacity ON network_commitment; DROP FUNCTION network_check_capacity();"
