package io.hypnos.local.opensearch;

import io.hypnos.local.part.ReadySignal;
import io.hypnos.local.part.StartCheck;
import io.hypnos.local.part.StartException;
import io.hypnos.settings.HypnosSettings;
import io.hypnos.settings.Settings;
import io.hypnos.settings.SettingsException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** Main of the OpenSearch part: one node on loopback with the plugins of its runtime folder. */
public final class OpenSearchNode {
  /** System property: the folder that holds lib, modules and plugins. */
  static final String RUNTIME = "hypnos.runtime";

  private static final String NAME = "OpenSearch";

  private OpenSearchNode() {}

  public static void main(String[] arguments) throws InterruptedException {
    ReadySignal ready = ReadySignal.onStandardOutput();
    // Lucene speaks to the JDK's logger; one log has one format.
    System.setProperty("java.util.logging.manager", "org.apache.logging.log4j.jul.LogManager");
    HypnosSettings settings = settings();
    NodeDirectories directories =
        new NodeDirectories(settings.data().resolve("opensearch").toAbsolutePath().normalize());
    directories.moveTemporaryFiles();
    StartCheck.directoryIsWritable(NAME, directories.root());
    directories.prepare();
    URI url = settings.search().url();
    StartCheck.portIsFree(NAME, NodeSettings.HOST, url.getPort());

    RunningNode node =
        RunningNode.start(NodeSettings.of(runtime(), directories, url), directories.config());
    Runtime.getRuntime().addShutdownHook(new Thread(node::stop, "opensearch-stop"));
    node.awaitYellow(settings.local().startTimeout());
    ready.send();
    node.awaitStopped();
  }

  private static HypnosSettings settings() {
    try {
      return Settings.load(System.getenv(), Path.of("."));
    } catch (SettingsException e) {
      throw new StartException(e.getMessage(), e);
    }
  }

  private static Path runtime() {
    Path runtime = Path.of(System.getProperty(RUNTIME, "")).toAbsolutePath().normalize();
    if (!Files.isDirectory(runtime.resolve("modules"))) {
      throw new StartException(
          "OpenSearch finds no modules in %s; -D%s must name its runtime folder."
              .formatted(runtime, RUNTIME));
    }
    return runtime;
  }
}
