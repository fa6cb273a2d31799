/** Linear. */
package io.hypnos.connectors.linear;
