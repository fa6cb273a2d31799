package io.hypnos.local.launcher;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The status for people. */
final class StatusTable {
  private static final String ROW = "%-12s %-8s %-6s %-9s %-10s %s";
  private static final int LONGEST_PROBLEM = 120;

  private StatusTable() {}

  static List<String> of(List<PartReport> reports, Optional<Long> supervisor) {
    List<String> lines = new ArrayList<>();
    lines.add(ROW.formatted("PART", "PID", "PORT", "MEMORY", "UPTIME", "HEALTH"));
    reports.forEach(report -> lines.add(row(report)));
    long megabytes = reports.stream().mapToLong(PartReport::memoryMegabytes).sum();
    lines.add("");
    lines.add(
        supervisor
                .map(pid -> "Supervisor: process %d. ".formatted(pid))
                .orElse("Supervisor: not running. ")
            + "Memory of all parts: %d MB.".formatted(megabytes));
    return lines;
  }

  private static String row(PartReport report) {
    return ROW.formatted(
            report.part().label(),
            report.pid().map(String::valueOf).orElse("-"),
            report.port(),
            report.pid().isPresent() ? report.memoryMegabytes() + " MB" : "-",
            report.uptime().map(StatusTable::text).orElse("-"),
            report.problem().map(StatusTable::shortened).orElse("healthy"))
        .stripTrailing();
  }

  private static String shortened(String problem) {
    String line = problem.replaceAll("\\s+", " ");
    return line.length() <= LONGEST_PROBLEM ? line : line.substring(0, LONGEST_PROBLEM) + "…";
  }

  static String text(Duration uptime) {
    long seconds = uptime.toSeconds();
    if (seconds < 60) {
      return seconds + "s";
    }
    if (seconds < 3600) {
      return String.format(Locale.ROOT, "%dm %02ds", seconds / 60, seconds % 60);
    }
    if (seconds < 86_400) {
      return String.format(Locale.ROOT, "%dh %02dm", seconds / 3600, seconds / 60 % 60);
    }
    return String.format(Locale.ROOT, "%dd %02dh", seconds / 86_400, seconds / 3600 % 24);
  }
}
