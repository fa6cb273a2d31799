package io.hypnos.local.stack.supervision;

import io.hypnos.local.stack.Part;

/** Hears every line that a part writes. */
@FunctionalInterface
public interface OutputListener {
  OutputListener SILENT = (part, line) -> {};

  void line(Part part, String line);
}
