/** Notion. */
package io.hypnos.connectors.notion;
