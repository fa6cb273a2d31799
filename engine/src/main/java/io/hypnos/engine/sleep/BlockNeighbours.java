package io.hypnos.engine.sleep;

import io.hypnos.engine.consolidation.NeighbourSearch;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The nearest others of the memories of a block, by their ids, so that workers which have never
 * seen the same cut can put their findings together.
 *
 * @param block its number
 * @param rows of each memory: at which version it was compared, and who is near, nearest first
 */
public record BlockNeighbours(int block, Map<UUID, Row> rows) {

  /** Of one memory. */
  public record Row(long version, List<Near> near) {}

  /** One that is near. */
  public record Near(UUID id, float similarity) {}

  /** The nearest of both. */
  public BlockNeighbours merged(BlockNeighbours other) {
    if (other.block != block) {
      throw new IllegalArgumentException("neighbours of different blocks");
    }
    Map<UUID, Row> both = new HashMap<>(rows);
    other.rows.forEach((id, row) -> both.merge(id, row, BlockNeighbours::merged));
    return new BlockNeighbours(block, both);
  }

  private static Row merged(Row one, Row other) {
    if (one.version != other.version) {
      // It was changed between two comparisons; such a memory takes no part this time.
      return new Row(-1, List.of());
    }
    List<Near> both = new ArrayList<>(one.near);
    both.addAll(other.near);
    both.sort(
        (a, b) ->
            a.similarity != b.similarity
                ? Float.compare(b.similarity, a.similarity)
                : a.id.compareTo(b.id));
    return new Row(
        one.version, List.copyOf(both.subList(0, Math.min(NeighbourSearch.KEPT, both.size()))));
  }

  /** For the way between two machines. */
  public byte[] toBytes() {
    int size = 2 * Integer.BYTES;
    for (Row row : rows.values()) {
      size += 3 * Long.BYTES + Integer.BYTES + row.near.size() * (2 * Long.BYTES + Float.BYTES);
    }
    ByteBuffer bytes = ByteBuffer.allocate(size);
    bytes.putInt(block).putInt(rows.size());
    rows.forEach(
        (id, row) -> {
          put(bytes, id);
          bytes.putLong(row.version).putInt(row.near.size());
          for (Near near : row.near) {
            put(bytes, near.id);
            bytes.putFloat(near.similarity);
          }
        });
    return bytes.array();
  }

  public static BlockNeighbours of(byte[] array) {
    ByteBuffer bytes = ByteBuffer.wrap(array);
    int block = bytes.getInt();
    int count = bytes.getInt();
    Map<UUID, Row> rows = new HashMap<>(2 * count);
    for (int i = 0; i < count; i++) {
      UUID id = id(bytes);
      long version = bytes.getLong();
      int size = bytes.getInt();
      List<Near> near = new ArrayList<>(size);
      for (int j = 0; j < size; j++) {
        near.add(new Near(id(bytes), bytes.getFloat()));
      }
      rows.put(id, new Row(version, near));
    }
    return new BlockNeighbours(block, rows);
  }

  private static void put(ByteBuffer bytes, UUID id) {
    bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
  }

  private static UUID id(ByteBuffer bytes) {
    return new UUID(bytes.getLong(), bytes.getLong());
  }
}
