package io.hypnos.ingest.record;

import io.hypnos.schemas.message.MalformedMessageException;
import io.hypnos.schemas.message.MessageCodec;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * A Java record as the JSON of the product's messages. Records are immutable, so operators of one
 * chain share an instance and JSON is only written where a record leaves the task or enters state.
 * Fields may be added as {@code Optional}: bytes of an older version still read.
 */
public final class RecordSerializer<T extends Record> extends TypeSerializer<T> {
  private static final long serialVersionUID = 1L;

  private final Class<T> type;

  RecordSerializer(Class<T> type) {
    this.type = type;
  }

  @Override
  public void serialize(T value, DataOutputView target) throws IOException {
    byte[] json = MessageCodec.encode(value);
    target.writeInt(json.length);
    target.write(json);
  }

  @Override
  public T deserialize(DataInputView source) throws IOException {
    byte[] json = new byte[source.readInt()];
    source.readFully(json);
    try {
      return MessageCodec.decode(json, type);
    } catch (MalformedMessageException e) {
      throw new IOException("not a " + type.getName() + " in the stream", e);
    }
  }

  @Override
  public T deserialize(T reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    int length = source.readInt();
    target.writeInt(length);
    target.write(source, length);
  }

  @Override
  public T copy(T from) {
    return from;
  }

  @Override
  public T copy(T from, T reuse) {
    return from;
  }

  @Override
  public boolean isImmutableType() {
    return true;
  }

  @Override
  public TypeSerializer<T> duplicate() {
    return this;
  }

  /** Flink asks for an instance only to reuse it, which immutable types never are. */
  @Override
  public T createInstance() {
    return null;
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public TypeSerializerSnapshot<T> snapshotConfiguration() {
    return new RecordSerializerSnapshot<>(type);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RecordSerializer<?> serializer && serializer.type == type;
  }

  @Override
  public int hashCode() {
    return type.hashCode();
  }
}
