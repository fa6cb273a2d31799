package io.hypnos.local.stack.postgres;

import io.hypnos.local.stack.DataDirectory;
import io.hypnos.local.stack.LocalProfile;
import io.hypnos.local.stack.Part;
import io.hypnos.settings.DataSize;
import io.hypnos.settings.DatabaseSettings;
import io.hypnos.settings.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How the server is made ready to start, and started. */
public final class PostgresServer {
  static final String SUPERUSER = "postgres";

  /**
   * Keeps the server no longer than the pipe on standard input: its end, by the supervisor's own
   * hand or by its death, becomes a fast shutdown. The watch is nobody's child, for PostgreSQL
   * wonders about children that it does not know; and it looks twice before it signals, for the
   * process id may have another owner by then. The shell itself becomes the server, so that the
   * process that the supervisor sees is the postmaster.
   */
  private static final String LIFELINE =
      """
      server=$$
      exec 3<&0
      (
        (
          cat <&3
          { cat "/proc/$server/cmdline" || ps -ww -o args= -p "$server"; } |
            grep -qF -- "$0" && kill -INT "$server"
        ) >/dev/null 2>&1 &
      )
      exec "$@" 3<&- </dev/null
      """;

  /** Nothing acknowledged is lost, and little memory is taken. */
  private static final List<String> PARAMETERS =
      List.of(
          "unix_socket_directories=",
          "fsync=on",
          "synchronous_commit=on",
          "full_page_writes=on",
          "max_connections=100",
          "work_mem=8MB",
          "maintenance_work_mem=64MB",
          "max_wal_size=512MB",
          "autovacuum_max_workers=2",
          "io_method=sync",
          "jit=off",
          "huge_pages=off",
          "timezone=UTC",
          "log_timezone=UTC",
          "logging_collector=off",
          "log_checkpoints=off");

  private final DataDirectory data;
  private final DatabaseSettings settings;
  private final DataSize buffers;
  private final Secret superuserPassword;
  private final PostgresIdentity identity;

  public PostgresServer(LocalProfile profile) {
    this(profile, PostgresIdentity.detect());
  }

  PostgresServer(LocalProfile profile, PostgresIdentity identity) {
    this.data = profile.data();
    this.settings = profile.settings().database();
    this.buffers = profile.settings().local().postgresBuffers();
    this.superuserPassword = profile.superuserPassword();
    this.identity = identity;
  }

  /** The directory of the cluster, which names the server's processes too. */
  public static Path cluster(DataDirectory data) {
    return data.of(Part.POSTGRES).resolve("data");
  }

  /** Unpacks, stops what an earlier run left, creates the cluster when there is none. */
  public void prepare() throws IOException {
    Path directory = Files.createDirectories(data.of(Part.POSTGRES));
    Path binaries = PostgresBinaries.unpackInto(directory);
    PostgresCluster cluster = new PostgresCluster(directory, identity);
    LeftoverPostmaster.stop(cluster.data());
    cluster.createIfMissing(binaries, superuserPassword);
  }

  public List<String> command() {
    Path directory = data.of(Part.POSTGRES);
    Path cluster = cluster(data);
    List<String> server = new ArrayList<>();
    server.add(
        directory.resolve("bin-" + PostgresBinaries.version()).resolve("bin/postgres").toString());
    server.addAll(List.of("-D", cluster.toString()));
    server.addAll(List.of("-c", "listen_addresses=" + settings.host()));
    server.addAll(List.of("-c", "port=" + settings.port()));
    server.addAll(List.of("-c", "shared_buffers=" + buffers.megabytes() + "MB"));
    PARAMETERS.forEach(parameter -> server.addAll(List.of("-c", parameter)));

    List<String> command = new ArrayList<>(List.of("sh", "-c", LIFELINE, cluster.toString()));
    command.addAll(identity.command(server));
    return command;
  }
}
