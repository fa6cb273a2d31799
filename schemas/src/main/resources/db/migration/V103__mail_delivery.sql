-- Mail that was handed to a relay, and how often that was tried.
ALTER TABLE outgoing_mail ADD COLUMN sent_at timestamptz;
ALTER TABLE outgoing_mail ADD COLUMN attempts integer NOT NULL DEFAULT 0;
CREATE INDEX outgoing_mail_unsent ON outgoing_mail (created_at, mail_id) WHERE sent_at IS NULL;
