package io.hypnos.local.launcher;

import java.io.PrintStream;
import java.util.Locale;

/** Where the command line speaks to people. */
record Terminal(PrintStream out, PrintStream err) {
  void say(String format, Object... arguments) {
    out.println(String.format(Locale.ROOT, format, arguments));
    out.flush();
  }

  void complain(String sentence) {
    err.println(sentence);
    err.flush();
  }
}
