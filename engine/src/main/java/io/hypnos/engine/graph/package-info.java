/** How memories hang together: typed, weighted edges between two of them. */
package io.hypnos.engine.graph;
