package io.hypnos.engine.extraction;

/** A part of a text: from a position (with it) to another (without it). */
public record Span(int start, int end) {
  public Span {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException("a span ends before it begins");
    }
  }

  public String of(String text) {
    return text.substring(start, end);
  }
}
