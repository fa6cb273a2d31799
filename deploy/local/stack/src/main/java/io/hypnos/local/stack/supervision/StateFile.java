package io.hypnos.local.stack.supervision;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** What a supervisor tells other processes: one file, replaced whole at each change. */
public final class StateFile {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final Path file;

  public StateFile(Path file) {
    this.file = file;
  }

  public void write(StackState state) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".draft");
    Files.write(draft, MAPPER.writeValueAsBytes(state));
    Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Empty when no supervisor has written yet. */
  public Optional<StackState> read() throws IOException {
    return Files.exists(file)
        ? Optional.of(MAPPER.readValue(Files.readAllBytes(file), StackState.class))
        : Optional.empty();
  }
}
