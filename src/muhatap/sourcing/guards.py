"""What the database itself refuses of quotes; created by the migration that makes their tables."""

from __future__ import annotations

# A quote begins as a draft, is sent in time or not at all, and stands as it was sent; the row of the invitation is
# locked, so that a deadline that moves and a quote that is sent see each other.
SENDING = """
CREATE FUNCTION sourcing_check_quote() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  asked record;
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.status <> 'draft' OR NEW.sent_at IS NOT NULL THEN
      RAISE EXCEPTION 'a quote begins as a draft' USING ERRCODE = 'check_violation', CONSTRAINT = 'quote_begins';
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.status <> 'draft' AND ROW(OLD.invitation_id, OLD.member_id, OLD.version, OLD.valid_until, OLD.remark,
      OLD.saved_at, OLD.sent_at) IS DISTINCT FROM ROW(NEW.invitation_id, NEW.member_id, NEW.version, NEW.valid_until,
      NEW.remark, NEW.saved_at, NEW.sent_at) THEN
    RAISE EXCEPTION 'a quote that was sent stands' USING ERRCODE = 'check_violation', CONSTRAINT = 'quote_stands';
  END IF;
  IF NEW.status IS DISTINCT FROM OLD.status AND (NEW.status = 'sent' OR current_user = 'app_member') THEN
    SELECT status, deadline INTO asked FROM sourcing_quoteinvitation WHERE id = NEW.invitation_id FOR UPDATE;
    IF asked.status IS DISTINCT FROM 'open' OR coalesce(NEW.withdrawn_at, NEW.sent_at, 'infinity') > asked.deadline THEN
      RAISE EXCEPTION 'the invitation is over or its deadline has passed'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'quote_in_time';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER in_time BEFORE INSERT OR UPDATE ON sourcing_quote
  FOR EACH ROW EXECUTE FUNCTION sourcing_check_quote();
"""
SENDING_DROP = "DROP TRIGGER in_time ON sourcing_quote; DROP FUNCTION sourcing_check_quote();"

# What belongs to a quote changes with its draft alone, whoever asks.
CONTENT = """
CREATE FUNCTION sourcing_check_content() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  wanted bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.quote_id ELSE NEW.quote_id END;
BEGIN
  PERFORM 1 FROM sourcing_quote WHERE id = wanted AND status = 'draft';
  IF NOT FOUND OR (TG_OP = 'UPDATE' AND OLD.quote_id <> NEW.quote_id) THEN
    RAISE EXCEPTION 'a quote that was sent stands' USING ERRCODE = 'check_violation', CONSTRAINT = 'quote_stands';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER of_a_draft BEFORE INSERT OR UPDATE OR DELETE ON sourcing_quoteline
  FOR EACH ROW EXECUTE FUNCTION sourcing_check_content();
CREATE TRIGGER of_a_draft BEFORE INSERT OR UPDATE OR DELETE ON sourcing_quotefile
  FOR EACH ROW EXECUTE FUNCTION sourcing_check_content();
"""
CONTENT_DROP = """
DROP TRIGGER of_a_draft ON sourcing_quotefile; DROP TRIGGER of_a_draft ON sourcing_quoteline;
DROP FUNCTION sourcing_check_content();
"""

# A member answers an invitation; that it is over is said at the desk. A deadline moves forward alone.
ANSWERING = """
CREATE FUNCTION sourcing_check_invitation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_user = 'app_member' AND NEW.status NOT IN ('open', 'declined') THEN
    RAISE EXCEPTION 'a member can only answer' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW.deadline < OLD.deadline THEN
    RAISE EXCEPTION 'a deadline moves forward alone'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'quote_deadline_forward';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER only_answers BEFORE UPDATE ON sourcing_quoteinvitation
  FOR EACH ROW EXECUTE FUNCTION sourcing_check_invitation();
"""
ANSWERING_DROP = "DROP TRIGGER only_answers ON sourcing_quoteinvitation; DROP FUNCTION sourcing_check_invitation();"
