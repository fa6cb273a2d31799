package io.hypnos.ingest;

import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes a {@link BatchOperator} where it runs. */
final class BatchOperatorFactory<I, O> extends AbstractStreamOperatorFactory<O>
    implements OneInputStreamOperatorFactory<I, O> {
  private static final long serialVersionUID = 1L;

  private final BatchWork<I, O> work;
  private final int limit;
  private final long mostWeight;

  BatchOperatorFactory(BatchWork<I, O> work, int limit, long mostWeight) {
    this.work = work;
    this.limit = limit;
    this.mostWeight = mostWeight;
    setChainingStrategy(ChainingStrategy.ALWAYS);
  }

  @Override
  // The operator is of the type that Flink asks for; the signature is Flink's.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <T extends StreamOperator<O>> T createStreamOperator(
      StreamOperatorParameters<O> parameters) {
    return (T)
        new BatchOperator<>(parameters, work, limit, mostWeight, parameters.getMailboxExecutor());
  }

  @Override
  @SuppressWarnings("rawtypes") // as the interface has it
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classes) {
    return BatchOperator.class;
  }
}
