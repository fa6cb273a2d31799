package io.hypnos.benchmarks.embedding;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.hypnos.engine.embedding.WordPieceTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The floor: the same model in a loop on plain threads, with nothing between. */
public final class BareModel implements AutoCloseable {
  private static final int DIMENSIONS = 384;

  private final WordPieceTokenizer tokenizer = WordPieceTokenizer.bundled();
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final int maxTokens;

  public BareModel(int maxTokens) throws OrtException, IOException {
    this.maxTokens = maxTokens;
    try (InputStream model = BareModel.class.getResourceAsStream("/all-minilm-l6-v2-q.onnx");
        OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      this.session = environment.createSession(model.readAllBytes(), options);
    }
  }

  public void embedAll(List<String> texts, int threads) throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    Thread[] workers = new Thread[threads];
    for (int i = 0; i < threads; i++) {
      workers[i] = new Thread(() -> embedFrom(texts, next));
      workers[i].start();
    }
    for (Thread worker : workers) {
      worker.join();
    }
  }

  private void embedFrom(List<String> texts, AtomicInteger next) {
    for (int i = next.getAndIncrement(); i < texts.size(); i = next.getAndIncrement()) {
      try {
        embed(texts.get(i));
      } catch (OrtException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  float[] embed(String text) throws OrtException {
    long[] ids = tokenizer.encode(text, maxTokens);
    long[] mask = new long[ids.length];
    Arrays.fill(mask, 1);
    long[] shape = {1, ids.length};
    try (OnnxTensor input = OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), shape);
        OnnxTensor attention = OnnxTensor.createTensor(environment, LongBuffer.wrap(mask), shape);
        OnnxTensor types =
            OnnxTensor.createTensor(environment, LongBuffer.wrap(new long[ids.length]), shape);
        OrtSession.Result result =
            session.run(
                Map.of("input_ids", input, "attention_mask", attention, "token_type_ids", types))) {
      return mean(((OnnxTensor) result.get(0)).getFloatBuffer(), ids.length);
    }
  }

  private static float[] mean(FloatBuffer hidden, int tokens) {
    float[] row = new float[DIMENSIONS];
    float[] sum = new float[DIMENSIONS];
    for (int token = 0; token < tokens; token++) {
      hidden.get(row);
      for (int i = 0; i < DIMENSIONS; i++) {
        sum[i] += row[i] / tokens;
      }
    }
    return sum;
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
