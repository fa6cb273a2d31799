/** The search index and hybrid retrieval. */
package io.hypnos.engine.search;
