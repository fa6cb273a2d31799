/** Text out of HTML and its relatives. */
package io.hypnos.connectors.markup;
