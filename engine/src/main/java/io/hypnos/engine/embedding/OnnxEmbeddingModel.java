package io.hypnos.engine.embedding;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import io.hypnos.settings.EmbeddingSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * The built-in model, run in this process.
 *
 * <p>One text a run on one thread: the model is quantised over the whole batch, so a text that
 * shares a run with others gets another vector than alone, and replays would not be repeatable.
 */
public final class OnnxEmbeddingModel implements EmbeddingModel, AutoCloseable {
  private static final String MODEL_ID = "all-minilm-l6-v2-q";
  private static final String RESOURCE = "/all-minilm-l6-v2-q.onnx";
  private static final int DIMENSIONS = 384;

  private final WordPieceTokenizer tokenizer = WordPieceTokenizer.bundled();
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final int maxTokens;
  private final int threads;
  private final Semaphore runs;
  private volatile boolean closed;

  public OnnxEmbeddingModel(EmbeddingSettings settings) {
    this.maxTokens = settings.maxTokens();
    this.threads = settings.threads();
    this.runs = new Semaphore(threads, true);
    this.environment =
        OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "hypnos");
    this.session = open(environment);
  }

  @Override
  public String modelId() {
    return MODEL_ID;
  }

  @Override
  public int dimensions() {
    return DIMENSIONS;
  }

  @Override
  public float[] embed(String text) {
    long[] ids = tokenizer.encode(text, maxTokens);
    runs.acquireUninterruptibly();
    try {
      if (closed) {
        throw new IllegalStateException("the embedding model is closed");
      }
      return run(ids);
    } catch (OrtException e) {
      throw new IllegalStateException("the embedding model failed on a text", e);
    } finally {
      runs.release();
    }
  }

  /** Waits for the runs under way. */
  @Override
  public void close() {
    runs.acquireUninterruptibly(threads);
    try {
      if (!closed) {
        closed = true;
        session.close();
      }
    } catch (OrtException e) {
      throw new IllegalStateException("the embedding model cannot be closed", e);
    } finally {
      runs.release(threads);
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
    double square = 0;
    for (double value : sum) {
      square += value * value;
    }
    double norm = Math.sqrt(square);
    if (!(norm > 0) || Double.isInfinite(norm)) {
      throw new IllegalStateException("the embedding model gave a vector of length " + norm);
    }
    float[] vector = new float[DIMENSIONS];
    for (int i = 0; i < DIMENSIONS; i++) {
      vector[i] = (float) (sum[i] / norm);
    }
    return vector;
  }

  private static OrtSession open(OrtEnvironment environment) {
    try (InputStream model = OnnxEmbeddingModel.class.getResourceAsStream(RESOURCE);
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
