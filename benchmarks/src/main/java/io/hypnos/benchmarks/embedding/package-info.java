/** How fast text becomes vectors. */
package io.hypnos.benchmarks.embedding;
