package io.hypnos.ingest.record;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Remembers in a checkpoint which record its bytes are. Flink creates it by reflection. */
public final class RecordSerializerSnapshot<T extends Record> implements TypeSerializerSnapshot<T> {
  private static final int VERSION = 1;

  private Class<T> type;

  public RecordSerializerSnapshot() {}

  RecordSerializerSnapshot(Class<T> type) {
    this.type = type;
  }

  @Override
  public int getCurrentVersion() {
    return VERSION;
  }

  @Override
  public void writeSnapshot(DataOutputView target) throws IOException {
    target.writeUTF(type.getName());
  }

  @Override
  public void readSnapshot(int version, DataInputView source, ClassLoader classes)
      throws IOException {
    if (version != VERSION) {
      throw new IOException("state of a newer version of this program: " + version);
    }
    String name = source.readUTF();
    try {
      type = recordNamed(name, classes);
    } catch (ClassNotFoundException | ClassCastException e) {
      throw new IOException("no record " + name + " in this version", e);
    }
  }

  @SuppressWarnings("unchecked") // asSubclass has checked that it is a record; T is only its name
  private static <R extends Record> Class<R> recordNamed(String name, ClassLoader classes)
      throws ClassNotFoundException {
    return (Class<R>) Class.forName(name, false, classes).asSubclass(Record.class);
  }

  @Override
  public TypeSerializer<T> restoreSerializer() {
    return new RecordSerializer<>(type);
  }

  @Override
  public TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(
      TypeSerializerSnapshot<T> old) {
    return old instanceof RecordSerializerSnapshot<T> snapshot && snapshot.type == type
        ? TypeSerializerSchemaCompatibility.compatibleAsIs()
        : TypeSerializerSchemaCompatibility.incompatible();
  }
}
