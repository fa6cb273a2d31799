/** Relations between memories as somebody sees and draws them. */
package io.hypnos.engine.relation;
