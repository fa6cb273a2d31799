package io.hypnos.benchmarks.folder;

/** A file of the folder and how many printed pages it has. */
public record MixedFile(String name, String contentType, int pages, byte[] bytes) {}
