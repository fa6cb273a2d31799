/** What crosses a process boundary. Knows nothing of the rest of the product. */
package io.hypnos.schemas;
