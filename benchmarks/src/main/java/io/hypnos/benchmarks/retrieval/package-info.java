/** How well and how fast memories are found. */
package io.hypnos.benchmarks.retrieval;
