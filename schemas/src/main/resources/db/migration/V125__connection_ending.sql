-- ending: its memories are being deleted; who finds its lease over goes on with that.
-- renewal_id: who asks the provider for new tokens, until renewal_until; nobody else does meanwhile.
ALTER TABLE connection
  ADD COLUMN ending boolean NOT NULL DEFAULT false,
  ADD COLUMN renewal_id uuid,
  ADD COLUMN renewal_until timestamptz;

-- Purges that were cut off before there was a mark for them.
UPDATE connection SET ending = true, run_until = now() WHERE run_until = 'infinity';

CREATE INDEX connection_ending ON connection (next_sync_at) WHERE ending;

-- A run that ends without a word leaves its lease behind.
CREATE INDEX connection_held ON connection (run_until) WHERE run_id IS NOT NULL;
