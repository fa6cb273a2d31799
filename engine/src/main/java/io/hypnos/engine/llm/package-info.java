/** The optional language model: one question, one answer in a given shape, within a budget. */
package io.hypnos.engine.llm;
