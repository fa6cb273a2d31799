package io.hypnos.settings;

/** Concepts and how strongly they are associated with one another. */
public record ConceptSettings(
    @Setting(
            value = "0.4",
            min = "0",
            max = "1",
            doc = "Share of what is missing to full strength that one joint occurrence adds.")
        double learningRate,
    @Setting(
            value = "0.3",
            min = "0",
            max = "1",
            doc =
                "Share of the distance to an outcome that feedback moves an association's valence.")
        double valenceRate,
    @Setting(
            value = "0.01",
            min = "0",
            max = "1",
            doc = "Associations that feedback weakens below this are removed.")
        double leastWeight,
    @Setting(
            value = "256",
            min = "2",
            max = "256",
            doc =
                "How many concepts of one memory are associated with one another, the first ones;"
                    + " the cost grows with the square. A request that would make more than 250,000"
                    + " pairs is held to 32 a memory.")
        int pairedConcepts,
    @Setting(
            value = "0.15",
            min = "0",
            max = "10",
            doc = "How much a concept with many associations passes on less to each (fan effect).")
        double fan,
    @Setting(
            value = "0.3",
            min = "0",
            max = "1",
            doc = "How much the valence of an association changes what it passes on.")
        double valenceEffect,
    @Setting(
            value = "0.05",
            min = "0",
            max = "1",
            doc = "Concepts that are activated less than this are not followed.")
        double leastActivation,
    @Setting(
            value = "10",
            min = "0",
            max = "200",
            doc = "Most concepts that a query activates beside its own.")
        int mostActivated,
    @Setting(
            value = "10",
            min = "0",
            max = "100",
            doc = "Most known concepts that are read from the text of a query.")
        int mostRecognised,
    @Setting(
            value = "5",
            min = "0",
            max = "100",
            doc = "Most words of a query that stand for concepts when it holds no known one.")
        int mostWords) {}
