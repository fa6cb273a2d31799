/** A folder of office documents, made from nothing, to be dropped. */
package io.hypnos.benchmarks.folder;
