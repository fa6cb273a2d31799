/** Who may see which memory: one predicate, rendered for the record and for the index. */
package io.hypnos.engine.visibility;
