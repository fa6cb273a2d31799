package io.hypnos.local.opensearch;

import io.hypnos.local.part.StartException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.opensearch.OpenSearchException;
import org.opensearch.action.admin.cluster.health.ClusterHealthResponse;
import org.opensearch.common.settings.Settings;
import org.opensearch.common.unit.TimeValue;
import org.opensearch.env.Environment;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.node.NodeValidationException;

/** A started node. */
final class RunningNode {
  private static final Logger log = LogManager.getLogger(RunningNode.class);
  private static final long STOP_SECONDS = 15;

  private final Node node;
  private final CountDownLatch stopped = new CountDownLatch(1);

  private RunningNode(Node node) {
    this.node = node;
  }

  /** Returns when the node answers HTTP. */
  static RunningNode start(Settings settings, Path config) {
    try {
      Environment environment =
          InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), config, () -> "hypnos");
      Node node = new Node(environment);
      node.start();
      return new RunningNode(node);
    } catch (OpenSearchException | IllegalStateException | NodeValidationException e) {
      throw new StartException("OpenSearch cannot start: " + e.getMessage(), e);
    }
  }

  /** Returns when every index can be searched. */
  void awaitYellow(Duration patience) {
    ClusterHealthResponse health =
        node.client()
            .admin()
            .cluster()
            .prepareHealth()
            .setWaitForYellowStatus()
            .setTimeout(TimeValue.timeValueMillis(patience.toMillis()))
            .get();
    if (health.isTimedOut()) {
      throw new StartException(
          "OpenSearch is still %s after %d s: %d shards are not assigned."
              .formatted(health.getStatus(), patience.toSeconds(), health.getUnassignedShards()));
    }
  }

  void stop() {
    try {
      node.close();
      node.awaitClose(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (IOException e) {
      log.error("The node did not close in order", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      stopped.countDown();
    }
  }

  void awaitStopped() throws InterruptedException {
    stopped.await();
  }
}
