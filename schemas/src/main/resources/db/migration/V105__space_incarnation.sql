-- A space that is deleted and made again counts its versions from the start. What was remembered of
-- the one before must never be taken for it, so each has a number that no other ever had.
ALTER TABLE space ADD COLUMN incarnation bigint GENERATED ALWAYS AS IDENTITY;
