/** Mails of Gmail. */
package io.hypnos.connectors.gmail;
