package io.hypnos.engine.embedding;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** The native runtime of the model, one per process. */
final class OnnxEnvironment {
  /**
   * At its start the runtime matches the command line of this process by a recursion as deep as the
   * line is long. On a usual stack, lines of a few thousand characters, as a Flink TaskManager has,
   * end the process without a word.
   */
  private static final long STACK_BYTES = 64L * 1024 * 1024;

  private OnnxEnvironment() {}

  static OrtEnvironment get() {
    FutureTask<OrtEnvironment> start = new FutureTask<>(OnnxEnvironment::start);
    Thread thread = new Thread(null, start, "onnx-start", STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
    return await(start);
  }

  private static OrtEnvironment start() throws OrtException {
    OrtEnvironment environment =
        OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "hypnos");
    // What is remembered here is nobody else's business.
    environment.setTelemetry(false);
    return environment;
  }

  private static OrtEnvironment await(FutureTask<OrtEnvironment> start) {
    try {
      return start.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "the runtime of the embedding model cannot start", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the embedding model starts", e);
    }
  }
}
