package io.hypnos.engine.embedding;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The built-in model, run on the thread of the caller.
 *
 * <p>One text a run on one thread: the model is quantised over the whole batch, so a text that
 * shares a run with others gets another vector than alone, and replays would not be repeatable.
 */
final class OnnxEncoder implements AutoCloseable {
  static final String MODEL_ID = "all-minilm-l6-v2-q";
  static final int DIMENSIONS = 384;
  private static final String RESOURCE = "/all-minilm-l6-v2-q.onnx";

  private final WordPieceTokenizer tokenizer = WordPieceTokenizer.bundled();
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final int maxTokens;
  private final AtomicBoolean closed = new AtomicBoolean();

  OnnxEncoder(int maxTokens) {
    this.maxTokens = maxTokens;
    this.environment = OnnxEnvironment.get();
    this.session = open(environment);
  }

  float[] encode(String text) {
    try {
      return run(tokenizer.encode(text, maxTokens));
    } catch (OrtException e) {
      throw new HypnosException(ErrorCode.INTERNAL, "the embedding model failed on a text", e);
    }
  }

  /** Nobody may be encoding any more. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("the embedding model cannot be closed", e);
    }
  }

  private float[] run(long[] ids) throws OrtException {
    long[] shape = {1, ids.length};
    long[] mask = new long[ids.length];
    Arrays.fill(mask, 1);
    try (OnnxTensor inputIds = OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), shape);
        OnnxTensor attention = OnnxTensor.createTensor(environment, LongBuffer.wrap(mask), shape);
        OnnxTensor types =
            OnnxTensor.createTensor(environment, LongBuffer.wrap(new long[ids.length]), shape);
        OrtSession.Result result =
            session.run(
                Map.of(
                    "input_ids", inputIds, "attention_mask", attention, "token_type_ids", types))) {
      OnnxValue hidden = result.get(0);
      return pool(((OnnxTensor) hidden).getFloatBuffer(), ids.length);
    }
  }

  /** Mean over the tokens (none is masked, a run holds one text), then unit length. */
  private static float[] pool(FloatBuffer hidden, int tokens) {
    float[] row = new float[DIMENSIONS];
    double[] sum = new double[DIMENSIONS];
    for (int token = 0; token < tokens; token++) {
      hidden.get(row);
      for (int i = 0; i < DIMENSIONS; i++) {
        sum[i] += row[i];
      }
    }
    return UnitVector.of(sum)
        .orElseThrow(
            () ->
                new HypnosException(
                    ErrorCode.INTERNAL, "the embedding model gave a vector without direction"));
  }

  private static OrtSession open(OrtEnvironment environment) {
    try (InputStream model = OnnxEncoder.class.getResourceAsStream(RESOURCE);
        OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      if (model == null) {
        throw new IllegalStateException("the embedding model is not on the class path");
      }
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      options.addConfigEntry("session.inter_op.allow_spinning", "0");
      return environment.createSession(model.readAllBytes(), options);
    } catch (OrtException e) {
      throw new IllegalStateException("the embedding model cannot be opened", e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the embedding model", e);
    }
  }
}
