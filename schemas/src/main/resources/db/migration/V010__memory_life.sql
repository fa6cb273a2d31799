-- What a memory is (category, quality), where it belongs (stream, speaker, agent), whose it is (owner,
-- group, mode) and the parts of its life that the first table lacked. Archiving is no state but a mark
-- of its own: what is superseded can be archived as well.
ALTER TABLE memory
  DROP CONSTRAINT memory_state_check,
  ADD CONSTRAINT memory_state_check
    CHECK (state IN ('live', 'superseded', 'consolidated', 'forgotten')),
  ALTER COLUMN kind SET DEFAULT 'note',
  -- SHA-256 of the text itself (line ends folded), where fingerprint forgives case and spacing.
  ADD COLUMN content_digest    bytea CHECK (length(content_digest) = 32),
  ADD COLUMN episodic_key      text CHECK (length(episodic_key) <= 512),
  ADD COLUMN verbatim          text CHECK (length(verbatim) <= 100000),
  ADD COLUMN subcategory       text,
  ADD COLUMN quality           smallint NOT NULL DEFAULT 75,
  ADD COLUMN stream            text CHECK (length(stream) <= 512),
  -- Order within one write; memories of a stream stand in the order of recorded_at, ordinal, id.
  ADD COLUMN ordinal           integer NOT NULL DEFAULT 0,
  ADD COLUMN speaker           text CHECK (length(speaker) <= 256),
  ADD COLUMN agent             text CHECK (length(agent) <= 256),
  ADD COLUMN organization      text CHECK (length(organization) <= 256),
  ADD COLUMN owner_id          text CHECK (length(owner_id) <= 256),
  ADD COLUMN group_id          text CHECK (length(group_id) <= 256),
  -- Decimal digits read as octal: 640 lets the group read. Null: no owner's rule, the space decides.
  ADD COLUMN permission_mode   smallint CHECK (permission_mode BETWEEN 0 AND 777),
  ADD COLUMN federation_source text,
  ADD COLUMN protected         boolean NOT NULL DEFAULT false,
  -- A derived memory (prototype, summary) whose sources changed and that must be made again.
  ADD COLUMN stale             boolean NOT NULL DEFAULT false,
  -- How many vectors lie behind each other in embedding: one a piece of the text.
  ADD COLUMN pieces            smallint NOT NULL DEFAULT 1 CHECK (pieces >= 1),
  -- The most pieces its vectors ever had: tells which documents of the index a shorter text leaves behind.
  ADD COLUMN most_pieces       smallint NOT NULL DEFAULT 1;

CREATE INDEX memory_by_digest ON memory (tenant_id, content_digest, space) WHERE state = 'live';
CREATE INDEX memory_by_episodic_key ON memory (tenant_id, episodic_key)
  WHERE episodic_key IS NOT NULL;
CREATE INDEX memory_by_foreign_id ON memory (tenant_id, foreign_id) WHERE foreign_id IS NOT NULL;
CREATE INDEX memory_by_stream ON memory (tenant_id, space, stream, recorded_at, ordinal, memory_id)
  WHERE stream IS NOT NULL;
CREATE INDEX memory_by_expiry ON memory (expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX memory_by_prototype ON memory (tenant_id, consolidated_into)
  WHERE consolidated_into IS NOT NULL;
CREATE INDEX memory_by_successor ON memory (tenant_id, superseded_by)
  WHERE superseded_by IS NOT NULL;
CREATE INDEX memory_by_metadata ON memory USING gin (metadata jsonb_path_ops);
