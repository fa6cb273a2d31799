-- run: how often the item was sent through the job again. Reports of another run do not count,
-- whatever the clocks of those say who wrote them.
ALTER TABLE batch_item ADD COLUMN run integer NOT NULL DEFAULT 0;
