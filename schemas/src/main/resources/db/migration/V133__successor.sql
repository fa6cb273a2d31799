-- Its place is taken by memory_by_successor_in_order. Apart from making that one, so that nobody
-- who only reads waits while it is built.
DROP INDEX memory_by_successor;
