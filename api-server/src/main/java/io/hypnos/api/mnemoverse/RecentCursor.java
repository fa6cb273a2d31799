package io.hypnos.api.mnemoverse;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.memory.Feed.Mark;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.zip.CRC32;

/** Where a page of the feed ended, as text that says so when it is damaged. */
final class RecentCursor {
  private static final int BODY = 3 * Long.BYTES;
  private static final int LENGTH = BODY + Integer.BYTES;

  private RecentCursor() {}

  static String of(Mark mark) {
    ByteBuffer bytes = ByteBuffer.allocate(LENGTH);
    bytes.putLong(ChronoUnit.MICROS.between(Instant.EPOCH, mark.recordedAt()));
    bytes.putLong(mark.id().getMostSignificantBits());
    bytes.putLong(mark.id().getLeastSignificantBits());
    bytes.putInt(checksum(bytes.array()));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  static Mark parse(String text) {
    byte[] bytes = decoded(text);
    if (bytes.length != LENGTH) {
      throw damaged();
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    long micros = buffer.getLong();
    UUID id = new UUID(buffer.getLong(), buffer.getLong());
    if (buffer.getInt() != checksum(bytes)) {
      throw damaged();
    }
    return new Mark(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), id);
  }

  private static byte[] decoded(String text) {
    try {
      return Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw damaged();
    }
  }

  private static int checksum(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, BODY);
    return (int) crc.getValue();
  }

  private static HypnosException damaged() {
    return new HypnosException(
        ErrorCode.VALIDATION, "This cursor is damaged.", Map.of("field", "cursor"), null);
  }
}
