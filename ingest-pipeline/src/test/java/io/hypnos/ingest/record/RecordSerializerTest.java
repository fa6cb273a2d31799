package io.hypnos.ingest.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

final class RecordSerializerTest {
  /** Every kind of field that our records have. */
  public record Sample(
      String text,
      Optional<String> perhaps,
      byte[] bytes,
      float[] vector,
      Instant at,
      Map<String, Object> values,
      List<Inner> inner) {}

  public record Inner(int number) {}

  /** What {@link Inner} may become: bytes of the older version lack the field. */
  public record WiderInner(int number, Optional<String> added) {}

  private static final Sample SAMPLE =
      new Sample(
          "tëxt \uD83D\uDE00",
          Optional.empty(),
          new byte[] {0, -1, 7},
          new float[] {0.1f, -1e-30f, 3.4e38f},
          Instant.parse("2026-11-21T10:00:00.123456789Z"),
          Map.of("list", List.of(1, "two"), "yes", true),
          List.of(new Inner(1), new Inner(2)));

  private final TypeSerializer<Sample> serializer = new RecordSerializer<>(Sample.class);

  @Test
  void aRecordSurvivesTheRoundTripBitForBit() throws IOException {
    Sample back = serializer.deserialize(input(serializer, SAMPLE));

    assertThat(back).usingRecursiveComparison().isEqualTo(SAMPLE);
  }

  @Test
  void recordsInOneStreamAreReadAndCopiedOneByOne() throws IOException {
    RecordSerializer<Inner> inner = new RecordSerializer<>(Inner.class);
    DataOutputSerializer both = new DataOutputSerializer(64);
    inner.serialize(new Inner(1), both);
    inner.serialize(new Inner(2), both);
    DataOutputSerializer copy = new DataOutputSerializer(64);
    DataInputDeserializer input = new DataInputDeserializer(both.getCopyOfBuffer());
    inner.copy(input, copy);
    inner.copy(input, copy);

    DataInputDeserializer copied = new DataInputDeserializer(copy.getCopyOfBuffer());
    assertThat(inner.deserialize(copied)).isEqualTo(new Inner(1));
    assertThat(inner.deserialize(copied)).isEqualTo(new Inner(2));
  }

  @Test
  void aFieldThatWasAddedAsOptionalIsEmptyInOldBytes() throws IOException {
    DataInputDeserializer old = input(new RecordSerializer<>(Inner.class), new Inner(7));

    assertThat(new RecordSerializer<>(WiderInner.class).deserialize(old))
        .isEqualTo(new WiderInner(7, Optional.empty()));
  }

  @Test
  void aCheckpointRemembersWhichRecordItHolds() throws IOException {
    DataOutputSerializer written = new DataOutputSerializer(64);
    TypeSerializerSnapshot.writeVersionedSnapshot(written, serializer.snapshotConfiguration());

    TypeSerializerSnapshot<Sample> read =
        TypeSerializerSnapshot.readVersionedSnapshot(
            new DataInputDeserializer(written.getCopyOfBuffer()), getClass().getClassLoader());

    assertThat(read.restoreSerializer()).isEqualTo(serializer);
    assertThat(serializer.snapshotConfiguration().resolveSchemaCompatibility(read))
        .satisfies(compatibility -> assertThat(compatibility.isCompatibleAsIs()).isTrue());
  }

  @Test
  void bytesOfSomethingElseAreAnError() throws IOException {
    DataOutputSerializer bytes = new DataOutputSerializer(64);
    bytes.writeInt(2);
    bytes.write(new byte[] {'[', ']'});

    assertThatThrownBy(
            () -> serializer.deserialize(new DataInputDeserializer(bytes.getCopyOfBuffer())))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Sample");
  }

  private static <T extends Record> DataInputDeserializer input(
      TypeSerializer<T> serializer, T value) throws IOException {
    DataOutputSerializer bytes = new DataOutputSerializer(64);
    serializer.serialize(value, bytes);
    return new DataInputDeserializer(bytes.getCopyOfBuffer());
  }
}
