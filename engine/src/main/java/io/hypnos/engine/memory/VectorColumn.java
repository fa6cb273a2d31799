package io.hypnos.engine.memory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** Vectors to and from bytea columns: 32-bit floats, little endian, one vector after the other. */
final class VectorColumn {
  private VectorColumn() {}

  static byte[] write(List<float[]> vectors) {
    int floats = vectors.stream().mapToInt(vector -> vector.length).sum();
    ByteBuffer bytes = ByteBuffer.allocate(floats * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    FloatBuffer buffer = bytes.asFloatBuffer();
    vectors.forEach(buffer::put);
    return bytes.array();
  }

  static List<float[]> read(byte[] bytes, int count) {
    FloatBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    int dimensions = buffer.remaining() / count;
    List<float[]> vectors = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      float[] vector = new float[dimensions];
      buffer.get(vector);
      vectors.add(vector);
    }
    return vectors;
  }
}
