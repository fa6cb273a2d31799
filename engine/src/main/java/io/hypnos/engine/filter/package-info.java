/** What a caller looks for among the memories that it may see. */
package io.hypnos.engine.filter;
