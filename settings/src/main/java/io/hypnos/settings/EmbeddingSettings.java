package io.hypnos.settings;

/** How text becomes vectors. */
public record EmbeddingSettings(
    @Setting(
            value = "built-in",
            doc =
                "Where vectors come from: built-in (all-MiniLM-L6-v2 in this process) or openai"
                    + " (any endpoint that speaks OpenAI's /embeddings).")
        String provider,
    @Setting(
            value = "2",
            min = "1",
            max = "64",
            doc = "Texts that the built-in model embeds at the same time in one process.")
        int threads,
    @Setting(
            value = "256",
            min = "16",
            max = "512",
            doc = "Tokens of a text that the built-in model reads; the rest is cut.")
        int maxTokens,
    @Setting(
            value = "512",
            min = "1",
            max = "100000",
            doc = "Callers that may wait for vectors in one process; further ones are refused.")
        int maxCallers,
    @Setting(
            value = "2000",
            min = "0",
            max = "1000000",
            doc = "Vectors of recent queries that a process keeps.")
        int queryCache,
    PieceSettings pieces,
    OpenAiEmbeddingSettings openai) {

  public EmbeddingSettings {
    if (!provider.matches("built-in|openai")) {
      throw new IllegalArgumentException("provider must be built-in or openai.");
    }
    if (provider.equals("openai") && (openai.model().isBlank() || openai.dimensions() == 0)) {
      throw new IllegalArgumentException(
          "openai.model and openai.dimensions must be set when the provider is openai.");
    }
  }

  /** How a long text is cut so that each part of it can be found. */
  public record PieceSettings(
      @Setting(
              value = "90",
              min = "20",
              max = "1000",
              doc = "Words of a piece of a long text; each piece has a vector of its own.")
          int words,
      @Setting(
              value = "12",
              min = "0",
              max = "100",
              doc = "Words that a piece repeats of the one before it, at most.")
          int overlap,
      @Setting(
              value = "32",
              min = "1",
              max = "1000",
              doc =
                  "Pieces of a text at most; of a longer one so many are taken, spread evenly over"
                      + " it.")
          int most) {

    public PieceSettings {
      if (overlap * 2 > words) {
        throw new IllegalArgumentException("overlap must be at most half of words.");
      }
    }
  }
}
