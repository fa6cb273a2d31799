package io.hypnos.schemas.extract;

/**
 * What the reader may make of one document with all that is in it.
 *
 * @param characters most characters of text to keep
 * @param rows most rows of one document's tables
 * @param parts most documents within the document
 * @param depth how deep containers may stand in containers
 * @param unpackedBytes most bytes that all containers together unpack to
 * @param ratio how many times its size a container may unpack to
 * @param mediaBytes most bytes of pictures and recordings within the document that are handed back
 */
public record ExtractionLimits(
    int characters,
    int rows,
    int parts,
    int depth,
    long unpackedBytes,
    int ratio,
    long mediaBytes) {}
