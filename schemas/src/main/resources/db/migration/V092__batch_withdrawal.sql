-- withdrawn_at: the batch was not handed over as a whole, so nobody was answered for it. The row
-- stays without items, hidden, until the topic has forgotten what reached it: the job leaves it out.
ALTER TABLE batch ADD COLUMN withdrawn_at timestamptz;

-- For what is kept for so long and no longer, and for objects that something still refers to.
CREATE INDEX batch_by_age ON batch (created_at);
CREATE INDEX attachment_by_blob ON attachment (tenant_id, blob_key);
CREATE INDEX quarantine_of_batch ON quarantine (tenant_id, batch_id) WHERE state = 'open';
