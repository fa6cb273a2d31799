package io.hypnos.settings;

/** Walking from memory to memory. */
public record GraphSettings(
    @Setting(
            value = "0.8",
            min = "0",
            max = "1",
            doc = "What a neighbour has of the strength of the memory that led to it.")
        double decay,
    @Setting(
            value = "10",
            min = "1",
            max = "1000",
            doc = "Most memories whose neighbours are looked up in one step.")
        int frontier,
    @Setting(value = "500", min = "1", max = "10000", doc = "Most neighbours that a walk gathers.")
        int neighbours,
    @Setting(
            value = "0.6",
            min = "0",
            max = "1",
            doc = "Plain relatedness is followed only above this weight.")
        double relatedAbove) {}
