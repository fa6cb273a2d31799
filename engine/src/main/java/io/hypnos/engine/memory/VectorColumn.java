package io.hypnos.engine.memory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Vectors to and from bytea columns: 32-bit floats, little endian. */
final class VectorColumn {
  private VectorColumn() {}

  static byte[] write(float[] vector) {
    ByteBuffer buffer =
        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asFloatBuffer().put(vector);
    return buffer.array();
  }

  static float[] read(byte[] bytes) {
    float[] vector = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
    return vector;
  }
}
