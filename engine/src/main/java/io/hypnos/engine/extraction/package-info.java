/**
 * What a text says: concepts, facts, tasks, dates. By rules without any model, or by a language
 * model behind the same interface. Nothing here reads or writes a memory.
 */
package io.hypnos.engine.extraction;
