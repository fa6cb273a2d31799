package io.hypnos.flinkjobs;

import java.io.File;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is in the lib folder of Flink's distribution, taken from the class path of the tests. */
final class FlinkDistribution {
  /**
   * Flink's jars with what they need and a logger; the connectors that jobs read with are theirs.
   */
  private static final Pattern ITS_JARS =
      Pattern.compile(
          "(flink-(?!connector-(base|kafka)-)|frocksdbjni-|kryo-|minlog-|objenesis-|reflectasm-"
              + "|commons-(cli|collections|compress|io|lang3|math3|text)-|snakeyaml-engine-"
              + "|lz4-java-|snappy-java-|zstd-jni-|javassist-|async-profiler-|jsr305-"
              + "|slf4j-api-|logback-).*\\.jar");

  private FlinkDistribution() {}

  static String classPath() {
    return jars().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  private static Stream<Path> jars() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .filter(entry -> ITS_JARS.matcher(entry.getFileName().toString()).matches());
  }
}
