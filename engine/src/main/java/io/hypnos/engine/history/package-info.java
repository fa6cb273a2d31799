/** The history of memories as somebody sees it, and ways back into it: revert, merge. */
package io.hypnos.engine.history;
