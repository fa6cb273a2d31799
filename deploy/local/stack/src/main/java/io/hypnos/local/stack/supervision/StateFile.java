package io.hypnos.local.stack.supervision;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What a supervisor tells other processes: one file, replaced whole at each change. */
public final class StateFile {
  private static final Logger LOG = LoggerFactory.getLogger(StateFile.class);
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

  /** Empty when no supervisor has written yet, or a power cut has spoilt what it wrote. */
  public Optional<StackState> read() throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(MAPPER.readValue(Files.readAllBytes(file), StackState.class));
    } catch (JacksonException e) {
      LOG.warn("{} cannot be read and is left aside: {}", file, e.getOriginalMessage());
      return Optional.empty();
    }
  }
}
