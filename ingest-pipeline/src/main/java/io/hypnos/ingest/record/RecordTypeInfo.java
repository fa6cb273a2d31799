package io.hypnos.ingest.record;

import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Names the record type of a stream, so that Flink never falls back to guessing a serializer. */
public final class RecordTypeInfo<T extends Record> extends TypeInformation<T> {
  private static final long serialVersionUID = 1L;

  private final Class<T> type;

  private RecordTypeInfo(Class<T> type) {
    this.type = type;
  }

  public static <T extends Record> RecordTypeInfo<T> forRecord(Class<T> type) {
    return new RecordTypeInfo<>(type);
  }

  @Override
  public TypeSerializer<T> createSerializer(SerializerConfig config) {
    return new RecordSerializer<>(type);
  }

  @Override
  public Class<T> getTypeClass() {
    return type;
  }

  @Override
  public boolean isBasicType() {
    return false;
  }

  @Override
  public boolean isTupleType() {
    return false;
  }

  @Override
  public int getArity() {
    return 1;
  }

  @Override
  public int getTotalFields() {
    return 1;
  }

  /** A key needs a stable order or hash, which a record with arrays does not have. */
  @Override
  public boolean isKeyType() {
    return false;
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof RecordTypeInfo<?>;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RecordTypeInfo<?> info && info.type == type;
  }

  @Override
  public int hashCode() {
    return type.hashCode();
  }

  @Override
  public String toString() {
    return "Record<" + type.getSimpleName() + ">";
  }
}
