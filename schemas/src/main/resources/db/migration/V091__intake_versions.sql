-- digest: what the version that stands is made of, so that the very same again is known unread.
ALTER TABLE source_record ADD COLUMN digest text;

-- content_digest: the text that was read. A memory with another text by now is to be read again.
ALTER TABLE memory_read_mark ADD COLUMN content_digest bytea;
UPDATE memory_read_mark AS r
SET content_digest = m.content_digest
FROM memory AS m
WHERE m.tenant_id = r.tenant_id AND m.memory_id = r.memory_id;
