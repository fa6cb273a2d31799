package io.hypnos.local.launcher;

import io.hypnos.local.stack.DataDirectory;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.ProcessCommandLine;
import io.hypnos.local.stack.postgres.PostgresServer;
import java.util.Optional;

/** Finds the process of a part again, by its id and by what only its command line names. */
final class PartProcesses {
  private PartProcesses() {}

  static Optional<ProcessHandle> find(Part part, Optional<Long> pid, DataDirectory data) {
    String mark =
        part == Part.POSTGRES
            ? PostgresServer.cluster(data).toString()
            : data.temporary(part) + " ";
    return pid.filter(id -> ProcessCommandLine.contains(id, mark)).flatMap(ProcessHandle::of);
  }
}
