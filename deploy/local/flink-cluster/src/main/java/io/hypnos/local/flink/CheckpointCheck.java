package io.hypnos.local.flink;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.IncrementalKeyedStateHandle.HandleAndLocalPath;
import org.apache.flink.runtime.state.IncrementalRemoteKeyedStateHandle;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.runtime.state.filesystem.FileStateHandle;

/**
 * Whether a checkpoint is whole: its metadata can be read and every file it names has its size. A
 * job that is given a damaged one would fail and restart for ever.
 */
final class CheckpointCheck {
  private CheckpointCheck() {}

  static Optional<String> problemOf(Path checkpoint) {
    Path metadata = CheckpointFolder.metadataOf(checkpoint);
    try (DataInputStream input =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(metadata)))) {
      CheckpointMetadata read =
          Checkpoints.loadCheckpointMetadata(
              input,
              CheckpointCheck.class.getClassLoader(),
              FlinkDirectories.flinkPath(checkpoint));
      return files(read.getOperatorStates()).flatMap(CheckpointCheck::problemOf).findFirst();
    } catch (IOException | RuntimeException e) {
      return Optional.of("its metadata cannot be read: " + e);
    }
  }

  private static Stream<String> problemOf(FileStateHandle file) {
    Path path = Path.of(file.getFilePath().toUri().getPath());
    try {
      long size = Files.size(path);
      return size == file.getStateSize()
          ? Stream.empty()
          : Stream.of("%s has %d bytes, not %d".formatted(path, size, file.getStateSize()));
    } catch (IOException e) {
      return Stream.of("%s cannot be read: %s".formatted(path, e));
    }
  }

  private static Stream<FileStateHandle> files(Collection<OperatorState> operators) {
    return operators.stream()
        .flatMap(operator -> operator.getStates().stream())
        .flatMap(CheckpointCheck::handles)
        .filter(FileStateHandle.class::isInstance)
        .map(FileStateHandle.class::cast);
  }

  private static Stream<StreamStateHandle> handles(OperatorSubtaskState subtask) {
    Stream<OperatorStateHandle> operator =
        Stream.of(subtask.getManagedOperatorState(), subtask.getRawOperatorState())
            .flatMap(Collection::stream);
    Stream<KeyedStateHandle> keyed =
        Stream.of(subtask.getManagedKeyedState(), subtask.getRawKeyedState())
            .flatMap(Collection::stream);
    return Stream.concat(
        operator.map(OperatorStateHandle::getDelegateStateHandle),
        keyed.flatMap(CheckpointCheck::handles));
  }

  private static Stream<StreamStateHandle> handles(KeyedStateHandle keyed) {
    if (keyed instanceof IncrementalRemoteKeyedStateHandle incremental) {
      Stream<StreamStateHandle> files =
          Stream.of(incremental.getSharedState(), incremental.getPrivateState())
              .flatMap(List::stream)
              .map(HandleAndLocalPath::getHandle);
      return Stream.concat(Stream.of(incremental.getMetaDataStateHandle()), files);
    }
    if (keyed instanceof KeyGroupsStateHandle full) {
      return Stream.of(full.getDelegateStateHandle());
    }
    return Stream.empty();
  }
}
