package io.hypnos.local.opensearch;

import java.net.URI;
import java.nio.file.Path;
import org.opensearch.common.settings.Settings;

/** The settings of a single node on a small machine. */
final class NodeSettings {
  /** There is no password on this node, so nothing but loopback may reach it. */
  static final String HOST = "127.0.0.1";

  private NodeSettings() {}

  static Settings of(Path runtime, NodeDirectories directories, URI url) {
    return Settings.builder()
        // The home is where modules and plugins are; everything that is written has its own path.
        .put("path.home", runtime.toString())
        .put("path.data", directories.data().toString())
        .put("path.logs", directories.logs().toString())
        .put("cluster.name", "hypnos")
        .put("node.name", "hypnos")
        .put("discovery.type", "single-node")
        .put("network.host", HOST)
        .put("http.port", url.getPort())
        .put("transport.port", 0)
        .put("action.auto_create_index", false)
        .put("action.destructive_requires_name", true)
        // The product has its own check of the disk; a node that turns read-only helps nobody.
        .put("cluster.routing.allocation.disk.threshold_enabled", false)
        // It guards the native engines, which are not used.
        .put("knn.memory.circuit_breaker.enabled", false)
        .build();
  }
}
